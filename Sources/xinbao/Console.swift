import DurableFiles
import Foundation
import Records

/// What the user sees: results on standard output, everything else on standard error. No output shows an identity
/// number, wherever it came from: file names, keys, values in messages.
enum Console {
  static func error(_ text: String) {
    FileHandle.standardError.write(Data((shown(text) + "\n").utf8))
  }

  /// Each line of a text, as ``printable(_:)`` shows it.
  static func shown(_ text: String) -> String {
    ShownPerson.text(text).split(separator: "\n", omittingEmptySubsequences: false).map { printable(String($0)) }
      .joined(separator: "\n")
  }

  /// A text from elsewhere as one line, without what would steer a terminal or reverse the order of characters. Numbers are
  /// hidden first: what stands between their digits is seen then for what it is.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        ShownPerson.text(text).unicodeScalars.map { isSteering($0) ? "\u{FFFD}" : $0 }))
  }

  /// A result.
  static func result(_ text: String) { print(shown(text)) }

  /// A result in columns, with tabs between them for programs.
  static func result(columns: [String]) { print(row(columns)) }

  /// Columns as one line: a tab or line break within one of them is replaced, so that it cannot look like the next one.
  static func row(_ columns: [String]) -> String { columns.map(printable).joined(separator: "\t") }

  /// A result that is needed while the command continues: not buffered.
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((shown(text) + "\n").utf8))
  }

  /// Results that could not be written are not done.
  static func finish() throws(FileError) {
    guard fflush(nil) == 0 else { throw .write(path: "standard output", code: errno) }
  }

  /// A note on long work; only shown to people at a terminal.
  static func progress(_ text: String) {
    if isatty(STDERR_FILENO) == 1 { error(text) }
  }

  /// For machines: sorted keys, so that two runs can be compared.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(escaped(json: try encoder.encode(value)))
  }

  /// JSON without identity numbers, and with escapes for what would steer a terminal: outside of texts there is none of it.
  static func escaped(json: some Sequence<UInt8>) -> String {
    let text = withoutIdentityNumbers(json: String(decoding: Array(json), as: UTF8.self))
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || !isSteering(scalar) {
        escaped.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          escaped += "\\u\(String(UInt32(unit) + 0x10000, radix: 16).dropFirst())".unicodeScalars
        }
      }
    }
    while escaped.last == "\n" { escaped.removeLast() }
    return String(escaped)
  }

  private static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Each string of a JSON text is searched separately: digits of two strings never form one number.
  static func withoutIdentityNumbers(json: String) -> String {
    var scalars = Array(json.unicodeScalars)
    var start: Int?
    var index = 0
    while index < scalars.count {
      if scalars[index] == "\"" {
        if let first = start { hideNumbers(in: &scalars, first..<index) }
        start = start == nil ? index + 1 : nil
      } else if scalars[index] == "\\" {
        index += 1
      }
      index += 1
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func hideNumbers(in scalars: inout [Unicode.Scalar], _ range: Range<Int>) {
    // An escape, such as that of a line feed, stands for one character.
    var text = Array(scalars[range])
    for index in text.indices.dropLast() where text[index] == "\\" { (text[index], text[index + 1]) = (" ", " ") }
    for number in IdentityNumber.all(in: String(String.UnicodeScalarView(text))) {
      for offset in number.offsets.dropLast(ShownPerson.visibleEnding) { scalars[range.lowerBound + offset] = "*" }
    }
  }
}
