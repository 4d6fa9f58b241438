import Hexadecimal
import SwiftASN1
import X509

/// Verifies a signature: made over these bytes with the certificate that it names, which chains to a pinned root. Any
/// doubt means refusal. Revocation of certificates is not checked, because that takes a network; a root that no longer
/// counts is removed from the trust list.
///
/// - Parameters:
///   - cms: ContentInfo in DER, with nothing after it.
///   - parts: what was signed, one after the other.
///   - timeStampRoots: roots of time-stamping authorities; nil: a time stamp is not checked, and the result says so.
///   - now: seconds since 1970; the certificates must be valid then, unless a verified time stamp gives an earlier
///     time.
public func verify(
  cms: [UInt8], over parts: [ArraySlice<UInt8>], roots: CertificateRoots, timeStampRoots: CertificateRoots? = nil,
  now: Int64
) throws(SignatureRefusal) -> VerifiedSignature {
  let received = try ReceivedSignature(document: cms)
  for check in SignatureCheck.all { try check.run(received, parts) }
  let timeStamp = try checkTimeStamp(of: received, roots: timeStampRoots, now: now)
  var time = now
  if case .verified(let stamped, _) = timeStamp { time = stamped }
  let root = try checkChain(of: received, for: .documents, roots: roots, at: time)
  let certificate = received.signerCertificate.certificate
  return VerifiedSignature(
    signerName: certificate.subjectName, serialNumber: hexadecimal(certificate.serialNumber.bytes).uppercased(),
    certificateFingerprint: received.signerCertificate.fingerprint, rootFingerprint: root,
    validity: certificate.validity, timeStamp: timeStamp, isForTryingOut: TestAuthority.marks(certificate))
}
