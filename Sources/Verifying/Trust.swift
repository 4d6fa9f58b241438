public import Attestation
public import Signatures

/// Whom a verifier believes, and since when it knows.
public struct Trust: Sendable {
  /// Where the list of keys comes from.
  public enum Origin: Sendable, Equatable {
    /// Signed by the root that this verifier was told to pin.
    case root
    /// As it was found on this machine.
    case unsigned
  }
  public var keys: KeySet
  public var origin: Origin
  /// What PDF signatures, and the time stamps on them, must chain to; never the system's store.
  public var certificateRoots: CertificateRoots
  /// The certificates that may seal; nil: by a list of version 1, any that chains to the roots.
  public var seals: PinnedSeals?
  /// Hosts that may stand in the link of a QR code; empty: not known.
  public var hosts: Set<String>
  /// The newest time that a trusted key has signed, seconds since 1970: no clock may be behind it.
  public var clockFloor: Int64
  /// Of what time the statuses are; nil: of the moment at which they are asked for. Seconds since 1970.
  public var statusTime: Int64?
  /// Until when what is known of keys and statuses counts as fresh; nil: it is asked for each time.
  public var freshUntil: Int64?

  public init(
    keys: KeySet, origin: Origin, certificateRoots: CertificateRoots, hosts: Set<String> = [], clockFloor: Int64 = 0,
    freshUntil: Int64? = nil
  ) {
    (self.keys, self.origin, self.certificateRoots, self.hosts) = (keys, origin, certificateRoots, hosts)
    (self.clockFloor, self.freshUntil) = (clockFloor, freshUntil)
  }
}
