/// What an applicant types and a report prints: the name of whom it is for, or what it is for. Nobody checks it, and it
/// stands above the issuer's signature. So it is no longer than a name and has only what names have, and nobody gets a
/// sentence signed.
public struct ApplicantText: Sendable, Equatable {
  public enum Problem: Error, Equatable {
    case tooLong
    /// The first character that is not allowed, as U+ and hexadecimal digits.
    case character(String)
  }

  /// In characters (Unicode scalars).
  public static let longest = 60
  /// For messages.
  public static let allowed = "（）()·、-"

  public let text: String

  public init(_ text: String) throws(Problem) {
    guard text.unicodeScalars.count <= Self.longest else { throw .tooLong }
    if let other = text.unicodeScalars.first(where: { !Self.isAllowed($0) }) {
      throw .character("U+" + String(other.value, radix: 16, uppercase: true))
    }
    self.text = text
  }

  /// A combining mark is none: it would stand on the letter before, and several of them on the lines around.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .decimalNumber: true
    // 〇 of 二〇二六.
    default: scalar == "〇" || scalar == " " || allowed.unicodeScalars.contains(scalar)
    }
  }
}
