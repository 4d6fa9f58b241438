import SwiftASN1

extension SignatureCheck {
  /// The content is what was signed (RFC 5652, 5.4 and 11.2).
  static let digest = SignatureCheck { received, parts throws(SignatureRefusal) in
    guard let value = received.signer.signedValue(OID.messageDigest),
      let digest = try? ASN1OctetString(asn1Any: value)
    else { throw SignatureRefusal(.attributes, "message-digest is missing") }
    guard received.scheme.digest.of(parts) == Array(digest.bytes) else {
      throw SignatureRefusal(.digest, "the content is not the one that was signed")
    }
  }
}
