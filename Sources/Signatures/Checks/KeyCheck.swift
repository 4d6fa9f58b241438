import X509

extension SignatureCheck {
  /// The certificate's key signed the attributes (RFC 5652, 5.4).
  static let key = SignatureCheck { received, _ throws(SignatureRefusal) in
    guard let bytes = try? SignerInfo.signedBytes(of: received.signer.signedAttributes),
      received.signerCertificate.certificate.publicKey.isValidSignature(
        Array(received.signer.signature), for: bytes, signatureAlgorithm: received.scheme.algorithm)
    else { throw SignatureRefusal(.key, "not the signature of the certificate's key") }
  }
}
