import SwiftASN1
import X509

/// What a certificate must be meant for.
struct CertificateUsage: Sendable {
  /// Any of these will do.
  fileprivate var purposes: [ExtendedKeyUsage.Usage]
  /// Whether the certificate must name its purpose, and no other, and say that it matters (RFC 3161, 2.3).
  fileprivate var isExclusive: Bool

  /// RFC 9336, and the purposes that authorities have put into certificates for signing documents before it. A
  /// certificate that names no purpose is for any. One for e-mail alone is not for documents: every employee has such.
  static let documents = CertificateUsage(
    purposes: [
      .init(oid: OID.documentSigning), .init(oid: OID.adobeDocuments), .init(oid: OID.microsoftDocuments),
      .any,
    ], isExclusive: false)
  static let timeStamps = CertificateUsage(purposes: [.timeStamping], isExclusive: true)

  /// Nil: the certificate is meant for it.
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

/// The same as a policy over a chain; and what RFC 5280's own policy in the library leaves out: the key usage of those
/// who issue (4.2.1.3), and that SHA-1 is no signature anymore.
struct UsagePolicy: VerifierPolicy, Sendable {
  let usage: CertificateUsage
  let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [OID.extendedKeyUsage]

  func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
    if let problem = usage.problem(of: chain.leaf) { return .failsToMeetPolicy(reason: problem) }
    for index in chain.startIndex..<chain.endIndex {
      let certificate = chain[index]
      // A root's signature on itself is nobody's word.
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
