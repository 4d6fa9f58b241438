/// Why a trust list, a publication, a checkpoint or a proof is not believed.
public struct TrustRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable codes for machines.
  public enum Reason: String, Sendable, CaseIterable {
    /// Not in its one and only encoding.
    case malformed = "MALFORMED"
    /// Another kind of document, which a signature must not make pass for this one.
    case wrongKind = "WRONG_KIND"
    /// Signed by another root than the pinned one.
    case wrongRoot = "WRONG_ROOT"
    /// No key that may sign this signed it.
    case unknownKey = "UNKNOWN_KEY"
    case badSignature = "BAD_SIGNATURE"
    /// Signed outside the key's signing window, or asked about after its verify-until.
    case keyOutOfWindow = "KEY_OUT_OF_WINDOW"
    case keyCompromised = "KEY_COMPROMISED"
    /// The proof does not lead to the checkpoint.
    case notInLog = "NOT_IN_LOG"
    /// A list that is older than one already trusted: its sequence number does not grow.
    case outdated = "OUTDATED"
  }
  public var reason: Reason
  /// For logs and developers, English: what exactly.
  public var detail: String

  public init(_ reason: Reason, _ detail: String) { (self.reason, self.detail) = (reason, detail) }

  public var description: String { "\(reason.rawValue): \(detail)" }

  static func malformed(_ detail: String) -> TrustRefusal { TrustRefusal(.malformed, detail) }
}
