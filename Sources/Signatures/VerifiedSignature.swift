/// What a good signature says.
public struct VerifiedSignature: Sendable, Equatable {
  /// Whether somebody vouches for the time.
  public enum TimeStamp: Sendable, Equatable {
    case none
    /// There is one, but no roots were given to check it by.
    case notChecked
    /// Seconds since 1970; `authority` as its certificate calls it.
    case verified(time: Int64, authority: String)
  }
  /// The signer, as the certificate calls it.
  public var signerName: String
  /// Upper-case hexadecimal.
  public var serialNumber: String
  /// SHA-256 of DER.
  public var certificateFingerprint: [UInt8], rootFingerprint: [UInt8]
  /// Of the certificate: seconds since 1970, both included.
  public var validity: ClosedRange<Int64>
  public var timeStamp: TimeStamp
  /// The certificate says that it is for trying out: the signature proves nothing.
  public var isForTryingOut: Bool
}
