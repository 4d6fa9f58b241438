/// The name of an authority as a sequence of characters that carry meaning, with the positions of the breaks between
/// them: white space of any width, a line break, a spreadsheet escape, a bracket, a full stop.
///
/// Within a name a break says nothing (国家税务总局 广州市税务局). After a whole name another name may begin there.
struct AuthorityText {
  private(set) var scalars: [Unicode.Scalar] = []
  /// By position: whether a break stands before the character.
  private(set) var breaks: [Bool] = []

  init(_ name: String) {
    let given = Array(name.unicodeScalars)
    var index = 0
    var parts = false
    while index < given.count {
      if isSpreadsheetEscape(given, at: index) {
        parts = true
        index += 7
        continue
      }
      let scalar = foldedScalar(given[index])
      index += 1
      if isBlank(scalar) || scalar.properties.isDefaultIgnorableCodePoint || Self.breaking.contains(scalar) {
        parts = true
        continue
      }
      scalars.append(simplified(scalar))
      breaks.append(parts)
      parts = false
    }
    while let last = scalars.last, Self.trailing.contains(last) {
      scalars.removeLast()
      breaks.removeLast()
    }
  }

  /// Marks that say nothing at the end of a name: they remain from a list or a sentence.
  private static let trailing: Set<Unicode.Scalar> = [":", ";", ",", "、"]

  private static let breaking: Set<Unicode.Scalar> = [
    "(", ")", "{", "}", "<", ">", "《", "》", "『", "』", "“", "”", "‘", "’", "\"", "'", "。", ".", "…",
  ]
}

/// Whether the seven characters at an index are an escape of ECMA-376 part 1, 22.9.2.19: `_x000D_`.
private func isSpreadsheetEscape(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
  guard scalars[index] == "_", index + 6 < scalars.count, scalars[index + 6] == "_" else { return false }
  return (scalars[index + 1] == "x" || scalars[index + 1] == "X")
    && scalars[index + 2...index + 5].allSatisfy { $0.isASCII && $0.properties.isASCIIHexDigit }
}
