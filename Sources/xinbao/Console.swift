import Foundation

/// What the user sees: results on standard output, all else on standard error.
enum Console {
  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// A result that somebody waits for while the command goes on: not kept back until there are more.
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// A note on long work; only people at a terminal wait for it.
  static func progress(_ text: String) {
    if isatty(STDERR_FILENO) == 1 { error(text) }
  }

  /// For machines: sorted keys, so that two runs compare.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
