import Foundation
@_spi(FixedExpiryValidationTime) import X509

enum CertificateChain {
  /// Per signature, including the signer's. The search for a chain tries every order of certificates that issue each
  /// other; an honest chain has three, and five others can be ordered in few enough ways.
  static let maximumCertificates = 6
}

/// Checks that the signer's certificate chains to a pinned root by RFC 5280, with each certificate valid at the time
/// and meant for its role.
/// - Parameter time: seconds since 1970.
/// - Returns: the fingerprint of the root.
func checkChain(
  of received: ReceivedSignature, for usage: CertificateUsage, roots: CertificateRoots, at time: Int64
) throws(SignatureRefusal) -> [UInt8] {
  let leaf = received.signerCertificate.certificate
  if let problem = usage.problem(of: leaf) { throw SignatureRefusal(.usage, problem) }
  // The signature must contain a root that is pinned by its digest; containing a certificate does not make it a root.
  let brought = received.certificates.filter { roots.fingerprints.contains($0.fingerprint) }.map(\.certificate)
  let others = received.certificates.filter { !roots.fingerprints.contains($0.fingerprint) }.map(\.certificate)
  let store = CertificateStore(roots.certificates + brought)
  let date = Date(timeIntervalSince1970: Double(time))
  let result = runHere {
    var verifier = Verifier(rootCertificates: store) {
      RFC5280Policy(fixedExpiryValidationTime: date)
      UsagePolicy(usage: usage)
    }
    return await verifier.validate(leaf: leaf, intermediates: CertificateStore(others.filter { $0 != leaf }))
  }
  switch result {
  case .validCertificate(let chain):
    guard let der = try? chain.root.encoded() else { throw SignatureRefusal(.untrusted, "a root without encoding") }
    let fingerprint = CertificateRoots.fingerprint(of: der)
    guard roots.fingerprints.contains(fingerprint) else {
      throw SignatureRefusal(.untrusted, "the chain ends at a root that is not pinned")
    }
    // The list of certificates is not signed, so it must hold nothing else. Time stamps made by others may hold more.
    guard received.kind == .timeStamp || received.certificates.allSatisfy({ chain.contains($0.certificate) }) else {
      throw SignatureRefusal(.certificate, "certificates that are not of the signer's chain")
    }
    return fingerprint
  case .couldNotValidate(let failures):
    let reasons = failures.map { "\($0.policyFailureReason)" }
    throw SignatureRefusal(
      .untrusted,
      reasons.isEmpty
        ? "no pinned root issued the certificate of \(leaf.subjectName)" : reasons.joined(separator: "; "))
  }
}
