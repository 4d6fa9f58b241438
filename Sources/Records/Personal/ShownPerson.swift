/// How a natural person is shown in public: on paper and in its token, on the service's pages, in file names, result
/// tables and messages. There is one rule, so that no two outputs reveal different parts of one number.
public enum ShownPerson {
  /// Number of visible characters: those that a verifier compares with the paper (`verification.md` §2).
  public static let visibleEnding = 4

  /// `440524188001010014` → `**************0014`. A number that is already masked this way stays as it is.
  public static func number(_ number: String) -> String {
    guard number.count > visibleEnding else { return String(repeating: "*", count: number.count) }
    return String(repeating: "*", count: number.count - visibleEnding) + number.suffix(visibleEnding)
  }

  /// `张示例` → `张**`.
  public static func name(_ name: String) -> String {
    name.prefix(1) + String(repeating: "*", count: max(1, name.count - 1))
  }

  /// The code of a subject of any kind: a sole trader's may be an identity number, or contain one.
  public static func code(_ code: String) -> String { IdentityNumber.isOne(code) ? number(code) : text(code) }

  /// Masks identity numbers in a text: the last characters of each stay, as do the signs between its digits.
  public static func text(_ text: String, at context: IdentityNumber.Context = .anywhere) -> String {
    let numbers = IdentityNumber.all(in: text, at: context)
    if numbers.isEmpty { return text }
    var scalars = Array(text.unicodeScalars)
    for number in numbers {
      for offset in number.offsets.dropLast(visibleEnding) { scalars[offset] = "*" }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
