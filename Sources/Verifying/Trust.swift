public import Attestation
public import Signatures

/// What a verifier trusts, and up to which time.
public struct Trust: Sendable {
  /// The origin of the list of keys.
  public enum Origin: Sendable, Equatable {
    /// Signed by the root that is pinned in this verifier.
    case root
    /// As found on this machine.
    case unsigned
  }
  public var keys: KeySet
  public var origin: Origin
  /// The roots to which PDF signatures and their time stamps must chain; never the system's store.
  public var certificateRoots: CertificateRoots
  /// The certificates that may seal; nil: a list of version 1, so any certificate that chains to the roots.
  public var seals: PinnedSeals?
  /// Hosts that may appear in the link of a QR code; empty: unknown.
  public var hosts: Set<String>
  /// The newest time that a trusted key has signed, seconds since 1970: the clock must not be behind it.
  public var clockFloor: Int64
  /// The time to which the statuses refer, seconds since 1970; nil: the moment of the query.
  public var statusTime: Int64?
  /// Until when the known keys and statuses count as fresh; nil: they are queried each time.
  public var freshUntil: Int64?

  public init(
    keys: KeySet, origin: Origin, certificateRoots: CertificateRoots, hosts: Set<String> = [], clockFloor: Int64 = 0,
    freshUntil: Int64? = nil
  ) {
    (self.keys, self.origin, self.certificateRoots, self.hosts) = (keys, origin, certificateRoots, hosts)
    (self.clockFloor, self.freshUntil) = (clockFloor, freshUntil)
  }
}
