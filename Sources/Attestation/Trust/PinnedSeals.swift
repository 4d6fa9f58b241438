/// The certificates that may seal reports. A certificate's authority is not enough: it has other customers, each of whom
/// could certify a file with pages of his own.
public struct PinnedSeals: Sendable, Equatable {
  /// SHA-256 of the certificates in DER: 32 bytes each, no two the same, at least one.
  public var digests: [[UInt8]]
  /// Reports issued from then on need one of these; of earlier ones, whatever chains to the roots is taken, as lists of
  /// version 1 had it. Seconds since 1970; 0: every report needs one.
  public var since: Int64

  public init(digests: [[UInt8]], since: Int64) { (self.digests, self.since) = (digests, since) }

  /// Whether they can stand in a list.
  var isSound: Bool {
    !digests.isEmpty && Set(digests).count == digests.count && digests.allSatisfy { $0.count == 32 } && since >= 0
  }
}
