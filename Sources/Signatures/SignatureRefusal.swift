/// Why a signature on a document is not accepted.
public struct SignatureRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable codes for machines; in answers they follow the label of the document's format: `PDF_SIGNATURE_BAD`.
  public enum Reason: String, Sendable, CaseIterable {
    /// Not one signature in the required form: CMS in DER, detached, signed attributes, nothing else.
    case malformed = "SIGNATURE_MALFORMED"
    /// A digest or signature algorithm that is unknown or too weak.
    case algorithm = "SIGNATURE_ALGORITHM"
    /// Signed attributes that are missing, duplicated or not allowed.
    case attributes = "SIGNATURE_ATTRIBUTES"
    /// The document differs from the one that was signed.
    case digest = "SIGNATURE_DIGEST"
    /// The signer's certificate is missing, or not the one that the signer meant.
    case certificate = "SIGNATURE_CERTIFICATE"
    /// Not made with the certificate's key.
    case key = "SIGNATURE_BAD"
    /// The certificate is not for signing documents.
    case usage = "SIGNATURE_USAGE"
    /// The certificate does not chain to a pinned root, or was not valid at the time.
    case untrusted = "SIGNATURE_UNTRUSTED"
    /// The certificate is valid, but not one of those that may seal.
    case seal = "SIGNATURE_SEAL"
    /// There is a time stamp, and it is invalid.
    case timeStamp = "SIGNATURE_TIME_STAMP"
  }
  public var reason: Reason
  /// Details for logs and developers, in English.
  public var detail: String

  public init(_ reason: Reason, _ detail: String) { (self.reason, self.detail) = (reason, detail) }

  /// Named as in answers about PDFs: messages about time stamps have always said so.
  public var description: String { "PDF_\(reason.rawValue): \(detail)" }
}
