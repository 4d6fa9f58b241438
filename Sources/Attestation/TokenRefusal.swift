/// Why a token is not accepted.
public struct TokenRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable codes for machines (docs/security.md, “Answers”).
  public enum Reason: String, Sendable, CaseIterable {
    /// Not a CRT1 token in its only encoding.
    case malformed = "MALFORMED"
    /// A link to a verification page that lost its digits.
    case linkWithoutCode = "LINK_WITHOUT_CODE"
    /// Two different tokens in one text.
    case ambiguous = "CODE_AMBIGUOUS"
    /// The key set has no such key.
    case unknownKey = "UNKNOWN_KEY"
    /// The signature is not that key's over these claims, or is its twin with the high S.
    case badSignature = "BAD_SIGNATURE"
    /// Issued outside the key's signing window, or verified after the key's verify-until.
    case keyOutOfWindow = "KEY_OUT_OF_WINDOW"
    /// The key was stolen, so the token's own date proves nothing.
    case keyCompromised = "KEY_COMPROMISED"
    case notYetValid = "NOT_YET_VALID"
    case expired = "EXPIRED"
  }
  public var reason: Reason
  /// Details for logs and developers, in English.
  public var detail: String

  public init(_ reason: Reason, _ detail: String) { (self.reason, self.detail) = (reason, detail) }

  public var description: String { "\(reason.rawValue): \(detail)" }
}
