/// The content of a valid signature.
public struct VerifiedSignature: Sendable, Equatable {
  /// Whether an authority vouches for the time.
  public enum TimeStamp: Sendable, Equatable {
    case none
    /// There is one, but no roots were given to check it against.
    case notChecked
    /// Seconds since 1970; `authority` is the name in its certificate.
    case verified(time: Int64, authority: String)
  }
  /// The signer's name in the certificate.
  public var signerName: String
  /// Upper-case hexadecimal.
  public var serialNumber: String
  /// SHA-256 of the DER form.
  public var certificateFingerprint: [UInt8], rootFingerprint: [UInt8]
  /// The certificate's validity: seconds since 1970, inclusive.
  public var validity: ClosedRange<Int64>
  public var timeStamp: TimeStamp
  /// The certificate says that it is a test certificate: the signature proves nothing.
  public var isForTryingOut: Bool
}
