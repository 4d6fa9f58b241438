/// The certificates that may seal reports. Checking the certificate's authority is not enough: it has other customers,
/// each of whom could certify a file with pages of their own.
public struct PinnedSeals: Sendable, Equatable {
  /// SHA-256 of the DER certificates: 32 bytes each, all different, at least one.
  public var digests: [[UInt8]]
  /// Reports issued from then on need one of these; for earlier ones, any certificate that chains to the roots is
  /// accepted, as with lists of version 1. Seconds since 1970; 0: every report needs one.
  public var since: Int64

  public init(digests: [[UInt8]], since: Int64) { (self.digests, self.since) = (digests, since) }

  /// Whether a list can hold them.
  var isSound: Bool {
    !digests.isEmpty && Set(digests).count == digests.count && digests.allSatisfy { $0.count == 32 } && since >= 0
  }
}
