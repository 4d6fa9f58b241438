/// How a natural person shows where anybody may look: on paper and its token, on the pages of the service, in names of
/// files, tables of results, messages. One rule, so that two places never show two parts of one number.
public enum ShownPerson {
  /// Characters of a number that stay: those that a verifier compares with the paper (`verification.md` §2).
  public static let visibleEnding = 4

  /// `440524188001010014` → `**************0014`. A number that is shown so already stays as it is.
  public static func number(_ number: String) -> String {
    guard number.count > visibleEnding else { return String(repeating: "*", count: number.count) }
    return String(repeating: "*", count: number.count - visibleEnding) + number.suffix(visibleEnding)
  }

  /// `张示例` → `张**`.
  public static func name(_ name: String) -> String {
    name.prefix(1) + String(repeating: "*", count: max(1, name.count - 1))
  }

  /// The code of a subject of any kind: a sole trader's may be an identity number, or hold one.
  public static func code(_ code: String) -> String { IdentityNumber.isOne(code) ? number(code) : text(code) }

  /// A text without identity numbers: of each, the last characters stay, and what stands between its digits.
  public static func text(_ text: String, at place: IdentityNumber.Place = .anywhere) -> String {
    let numbers = IdentityNumber.all(in: text, at: place)
    if numbers.isEmpty { return text }
    var scalars = Array(text.unicodeScalars)
    for number in numbers {
      for offset in number.offsets.dropLast(visibleEnding) { scalars[offset] = "*" }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
