import DurableFiles
import Foundation
import Records

/// What the user sees: results on standard output, everything else on standard error. No output shows an identity
/// number, wherever it came from: file names, keys, values in messages.
enum Console {
  static func error(_ text: String) {
    FileHandle.standardError.write(Data((ShownPerson.text(text) + "\n").utf8))
  }

  /// A text from elsewhere as one line, without what would steer a terminal or reverse the order of characters.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
          default: scalar
          }
        }))
  }

  /// A result.
  static func result(_ text: String) { print(ShownPerson.text(text)) }

  /// A result that is needed while the command continues: not buffered.
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((ShownPerson.text(text) + "\n").utf8))
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
    print(withoutIdentityNumbers(json: String(decoding: try encoder.encode(value), as: UTF8.self)))
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
