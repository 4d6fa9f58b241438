public import ErrorCauses

/// A token that does not belong to its report.
public struct TokenMismatch: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The first claim that differs.
  public var claim: String
  public var inToken: String, inReport: String

  public var cause: ErrorCause { .input }
  public var remedy: Remedy? { .reportIdentity }

  public var description: String {
    "the token given is of another report: its \(claim) is \(inToken), this report's is \(inReport)"
  }
}
