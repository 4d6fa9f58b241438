import SwiftASN1

extension SignatureCheck {
  /// The certificate is the one that the signer meant (RFC 5035, 3), not another with the same name and key. Time
  /// stamps may use the older attribute (RFC 3161, 2.4.2), or both.
  static let certificate = SignatureCheck { received, _ throws(SignatureRefusal) in
    var found = 0
    for (type, isV2) in [(OID.signingCertificateV2, true), (OID.signingCertificate, false)] {
      guard let value = received.signer.signedValue(type) else { continue }
      guard received.kind == .timeStamp || isV2 else { continue }
      guard let reference = try? CertificateReference(value, isV2: isV2) else {
        throw SignatureRefusal(.attributes, "signing-certificate that cannot be read")
      }
      guard reference.names(received.signerCertificate.der[...]) else {
        throw SignatureRefusal(.certificate, "signing-certificate names another certificate")
      }
      found += 1
    }
    guard found > 0 else { throw SignatureRefusal(.attributes, "signing-certificate-v2 is missing") }
  }
}
