/// Why a trust list, a publication, a checkpoint or a proof is refused.
public struct TrustRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable codes for machines.
  public enum Reason: String, Sendable, CaseIterable {
    /// Not in its only encoding.
    case malformed = "MALFORMED"
    /// Another kind of document: its signature does not count for this one.
    case wrongKind = "WRONG_KIND"
    /// Signed by another root than the pinned one.
    case wrongRoot = "WRONG_ROOT"
    /// No key with the right to sign it has signed it.
    case unknownKey = "UNKNOWN_KEY"
    case badSignature = "BAD_SIGNATURE"
    /// Signed outside the key's signing window, or verified after its verify-until.
    case keyOutOfWindow = "KEY_OUT_OF_WINDOW"
    case keyCompromised = "KEY_COMPROMISED"
    /// The proof does not lead to the checkpoint.
    case notInLog = "NOT_IN_LOG"
    /// A list that is older than one already trusted: its sequence number is not higher.
    case outdated = "OUTDATED"
  }
  public var reason: Reason
  /// Details for logs and developers, in English.
  public var detail: String

  public init(_ reason: Reason, _ detail: String) { (self.reason, self.detail) = (reason, detail) }

  public var description: String { "\(reason.rawValue): \(detail)" }

  static func malformed(_ detail: String) -> TrustRefusal { TrustRefusal(.malformed, detail) }
}
