import SwiftASN1

extension SignatureCheck {
  /// The signed attributes occur once each, and name the kind of content that was signed (RFC 5652, 11.1). A PAdES
  /// signature has no signing-time (ETSI EN 319 142-1, 6.3); a time stamp may have one, which is ignored.
  static let attributes = SignatureCheck { received, _ throws(SignatureRefusal) in
    let signer = received.signer
    guard Set(signer.signedAttributes.map(\.type)).count == signer.signedAttributes.count else {
      throw SignatureRefusal(.attributes, "a signed attribute that comes twice")
    }
    guard let value = signer.signedValue(OID.contentType),
      (try? ASN1ObjectIdentifier(asn1Any: value)) == received.contentType
    else { throw SignatureRefusal(.attributes, "content-type is missing or another") }
    guard received.kind == .timeStamp || signer.signedValue(OID.signingTime) == nil else {
      throw SignatureRefusal(.attributes, "signing-time, which PAdES forbids")
    }
  }
}
