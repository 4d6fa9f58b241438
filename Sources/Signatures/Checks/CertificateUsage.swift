import SwiftASN1
import X509

/// The purpose that a certificate must have.
struct CertificateUsage: Sendable {
  /// Any one of these is sufficient.
  fileprivate var purposes: [ExtendedKeyUsage.Usage]
  /// Whether the certificate must name its purpose, as critical, and no other (RFC 3161, 2.3).
  fileprivate var isExclusive: Bool

  /// RFC 9336, and the older purposes that authorities have put into certificates for signing documents. A certificate
  /// that names no purpose is valid for any. One for e-mail alone is not for documents: every employee has such a
  /// certificate.
  static let documents = CertificateUsage(
    purposes: [
      .init(oid: OID.documentSigning), .init(oid: OID.adobeDocuments), .init(oid: OID.microsoftDocuments),
      .any,
    ], isExclusive: false)
  static let timeStamps = CertificateUsage(purposes: [.timeStamping], isExclusive: true)

  /// Nil: the certificate has this purpose.
  func problem(of certificate: Certificate) -> String? {
    do {
      if case .isCertificateAuthority? = try certificate.extensions.basicConstraints {
        return "the certificate is an authority's own"
      }
      if let usage = try certificate.extensions.keyUsage, !usage.digitalSignature, !usage.nonRepudiation {
        return "the certificate's key is not for signing"
      }
      let named = try certificate.extensions.extendedKeyUsage
      guard let named else { return isExclusive ? "the certificate names no purpose" : nil }
      guard purposes.contains(where: { named.contains($0) }) else { return "the certificate is for other purposes" }
      let isCritical = certificate.extensions[oid: OID.extendedKeyUsage]?.critical == true
      if isExclusive, named.count != 1 || !isCritical { return "the certificate is for other purposes, too" }
      return nil
    } catch {
      return "the certificate's extensions cannot be read: \(error)"
    }
  }
}

/// The same as a policy for a chain, plus what the library's RFC 5280 policy leaves out: the issuers' key usage
/// (4.2.1.3), and that SHA-1 signatures are no longer accepted.
struct UsagePolicy: VerifierPolicy, Sendable {
  let usage: CertificateUsage
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [OID.extendedKeyUsage]

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    if let problem = usage.problem(of: chain.leaf) { return .failsToMeetPolicy(reason: problem) }
    for index in chain.startIndex..<chain.endIndex {
      let certificate = chain[index]
      // A root's signature on itself proves nothing, so its algorithm does not matter.
      if index < chain.endIndex - 1, certificate.signatureAlgorithm == .sha1WithRSAEncryption {
        return .failsToMeetPolicy(reason: "a certificate signed over SHA-1")
      }
      guard index > chain.startIndex else { continue }
      guard certificate.version == .v3 else { return .failsToMeetPolicy(reason: "an issuer of an old version") }
      if let usage = try? certificate.extensions.keyUsage, !usage.keyCertSign {
        return .failsToMeetPolicy(reason: "an issuer whose key is not for certificates")
      }
    }
    return .meetsPolicy
  }
}
