public import ErrorCauses

/// Why a file is not taken for a report's file as it was issued. Only its format knows what can be wrong with it, so
/// the format also says it, to machines and to people.
public struct UnfitFile: ClassifiedError, Sendable, Hashable, CustomStringConvertible {
  public struct Reason: Sendable, Hashable {
    /// Stable code for machines, beginning with the format's label: `PDF_MODIFIED`.
    public var code: String
    /// For the recipient of the file: what was found, and what to do.
    public var chinese: String

    public init(code: String, chinese: String) { (self.code, self.chinese) = (code, chinese) }
  }

  public var reason: Reason
  /// For logs, in English: what exactly is wrong.
  public var detail: String

  public init(_ reason: Reason, _ detail: String) { (self.reason, self.detail) = (reason, detail) }

  public var cause: ErrorCause { .input }
  public var description: String { detail }
}
