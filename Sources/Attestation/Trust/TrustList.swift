/// What an issuer's root vouches for: whose signatures to accept, for what and when. Everything else that a verifier
/// trusts follows from it.
public struct TrustList: Sendable, Equatable {
  /// Grows with every list that a root signs: an older list never replaces a newer one.
  public var sequence: UInt64
  /// Seconds since 1970.
  public var issuedAt: Int64
  /// From when on a verifier should fetch a newer list; seconds since 1970.
  public var refreshBy: Int64
  public var keys: KeySet
  /// SHA-256 of the DER certificates to which the signatures on PDFs must chain: 32 bytes each.
  public var certificateRoots: [[UInt8]]
  /// The certificates that may seal; nil in a list of version 1, which accepts any certificate under the roots.
  public var seals: PinnedSeals?

  public init(
    sequence: UInt64, issuedAt: Int64, refreshBy: Int64, keys: KeySet, certificateRoots: [[UInt8]] = [],
    seals: PinnedSeals? = nil
  ) {
    (self.sequence, self.issuedAt, self.refreshBy) = (sequence, issuedAt, refreshBy)
    (self.keys, self.certificateRoots, self.seals) = (keys, certificateRoots, seals)
  }
}
