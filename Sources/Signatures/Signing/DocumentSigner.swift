import Crypto
import SwiftASN1
import X509

/// Signs documents as PAdES baseline B-B requires (ETSI EN 319 142-1, 6.3), and B-T with a time stamper: detached CMS
/// with content-type, message-digest and signing-certificate-v2, and the whole chain. There is no signing-time: the
/// document's own /M gives the time.
public struct DocumentSigner: Sendable {
  /// In DER: the signer's certificate, then each issuer's, as far as they were given.
  public let chain: [[UInt8]]
  /// The signer's name in the certificate.
  public let name: String
  /// Seconds since 1970, inclusive.
  public let validity: ClosedRange<Int64>
  public var timeStamper: TimeStamper?

  private let certificate: Certificate
  private let key: Certificate.PrivateKey
  private let scheme: SignatureScheme
  private let embedded: [ASN1Any]

  /// - Parameters:
  ///   - certificatePEM: the signer's certificate, and those of its issuers up to the root, in any order.
  ///   - keyPEM: PKCS#8 (P-256, P-384 or RSA), encrypted or not.
  ///   - password: for an encrypted key.
  ///   - file: where the two came from, for errors.
  public init(
    certificatePEM: String, keyPEM: String, password: String? = nil, file: String = "document certificate"
  ) throws(SignatureError) {
    let certificates = try CertificateFile.certificates(pem: certificatePEM, file: file)
    let key = try PrivateKeyFile.key(pem: keyPEM, password: password, file: file)
    try self.init(certificates: certificates, key: key, file: file)
  }

  /// - Parameters:
  ///   - pkcs12: a file with a key, its certificate, and its issuers' (RFC 7292).
  ///   - file: the file's name, for errors.
  public init(pkcs12: [UInt8], password: String, file: String = "PKCS#12 file") throws(SignatureError) {
    let contents = try PKCS12(pkcs12, password: password, file: file)
    let key = try PrivateKeyFile.key(pem: contents.keyPEM, password: nil, file: file)
    try self.init(certificates: contents.certificates, key: key, file: file)
  }

  private init(
    certificates: [[UInt8]], key: Certificate.PrivateKey, file: String
  ) throws(SignatureError) {
    var parsed: [(der: [UInt8], certificate: Certificate)] = []
    for der in certificates where !parsed.contains(where: { $0.der == der }) {
      parsed.append((der, try CertificateFile.certificate(der: der, file: file)))
    }
    guard let signer = parsed.first(where: { $0.certificate.publicKey == key.publicKey }) else {
      throw .certificate(file: file, problem: "no certificate belongs to the private key; give the pair")
    }
    if let problem = CertificateUsage.documents.problem(of: signer.certificate) {
      throw .certificate(file: file, problem: "\(problem); have one issued for signing documents")
    }
    var ordered = [signer]
    while let last = ordered.last, last.certificate.issuer != last.certificate.subject,
      let issuer = parsed.first(where: { next in
        next.certificate.subject == last.certificate.issuer && !ordered.contains { $0.der == next.der }
          && next.certificate.publicKey.isValidSignature(last.certificate.signature, for: last.certificate)
      })
    { ordered.append(issuer) }
    guard ordered.count <= CertificateChain.maximumCertificates else {
      throw .certificate(
        file: file, problem: "a chain of more than \(CertificateChain.maximumCertificates) certificates")
    }
    self.key = key
    scheme = try SignatureScheme(signingWith: key, file: file)
    certificate = signer.certificate
    chain = ordered.map(\.der)
    name = certificate.subjectName
    validity = certificate.validity
    do { embedded = try chain.map { ASN1Any(derEncoded: try DER.parse($0)) } } catch {
      throw .certificate(file: file, problem: "\(error)")
    }
  }

  /// SHA-256 of the root's certificate, for the trust list; nil if the chain was given without its root.
  public var rootFingerprint: [UInt8]? {
    guard let last = chain.last, let root = try? Certificate(derEncoded: last), root.issuer == root.subject else {
      return nil
    }
    return CertificateRoots.fingerprint(of: last)
  }

  /// The roots of its own chain and of its time stamps: a verifier needs them to accept its signatures.
  public var rootFingerprints: [[UInt8]] {
    [rootFingerprint].compactMap { $0 }
      + (timeStamper?.roots.fingerprints.sorted { $0.lexicographicallyPrecedes($1) } ?? [])
  }

  /// The issuer whose certificate is missing, so that the chain does not reach its root; nil if it does.
  public var missingIssuer: String? {
    guard let last = chain.last, let certificate = try? Certificate(derEncoded: last),
      certificate.issuer != certificate.subject
    else { return nil }
    return "\(certificate.issuer)"
  }

  /// SHA-256 of the signer's certificate, for the trust list's seals.
  public var sealFingerprint: [UInt8] { CertificateRoots.fingerprint(of: chain[0]) }

  /// Made by `TestAuthority`.
  public var isForTryingOut: Bool { TestAuthority.marks(certificate) }

  /// Bytes to reserve in a document: the most that a signature takes.
  public var reservedSize: Int {
    // The signer's name and digest, the attributes, the signature: 1 kB is ample for ECDSA.
    let own = chain.reduce(1024) { $0 + $1.count } + (scheme.isRSA ? 1024 : 0)
    return (own + (timeStamper?.reservedSize ?? 0) + 255) / 256 * 256
  }

  /// - Parameter now: seconds since 1970.
  /// - Throws: `outOfValidity`, so that nothing is issued that no verifier would accept.
  public func checkValidity(at now: Int64) throws(SignatureError) {
    if now < validity.lowerBound { throw .outOfValidity(name: name, problem: "is not valid yet") }
    if now > validity.upperBound { throw .outOfValidity(name: name, problem: "has expired") }
  }

  /// - Parameters:
  ///   - parts: parts of the document, one after the other.
  ///   - maximumSize: in bytes.
  /// - Returns: ContentInfo in DER.
  public func signature(over parts: [ArraySlice<UInt8>], maximumSize: Int) throws(SignatureError) -> [UInt8] {
    let cms: [UInt8]
    do {
      let attributes = [
        try Attribute(OID.contentType, OID.data),
        try Attribute(OID.messageDigest, ASN1OctetString(contentBytes: scheme.digest.of(parts)[...])),
        try Attribute(OID.signingCertificateV2, CertificateReference(toCertificate: chain[0][...])),
      ]
      let bytes = try SignerInfo.signedBytes(of: attributes)
      let signature = try key.sign(bytes: bytes, signatureAlgorithm: scheme.algorithm).rawRepresentation
      var signer = SignerInfo(
        signer: certificate, digestAlgorithm: scheme.digest.name, signedAttributes: attributes,
        signatureAlgorithm: scheme.name, signature: signature[...])
      if let timeStamper {
        let token = try timeStamper.token(for: signature)
        signer.unsignedAttributes = [
          try Attribute(OID.timeStampToken, ASN1Any(derEncoded: try DER.parse(token)))
        ]
      }
      cms = try SignedMessage(contentType: OID.data, certificates: embedded, signer: signer).encoded()
    } catch let error as SignatureError {
      throw error
    } catch {
      throw .signing(problem: "\(error)")
    }
    guard cms.count <= maximumSize else { throw .tooLarge(bytes: cms.count, room: maximumSize) }
    return cms
  }
}

extension SignatureScheme {
  /// Chooses the digest that matches the key's strength.
  fileprivate init(signingWith key: Certificate.PrivateKey, file: String) throws(SignatureError) {
    let publicKey = key.publicKey
    if P256.Signing.PublicKey(publicKey) != nil {
      self.init(digest: .sha256, isRSA: false)
    } else if P384.Signing.PublicKey(publicKey) != nil {
      self.init(digest: .sha384, isRSA: false)
    } else if key.supportedSignatureAlgorithms.contains(.sha256WithRSAEncryption) {
      self.init(digest: .sha256, isRSA: true)
    } else {
      throw .key(file: file, problem: "a key of this kind does not sign documents; give P-256, P-384 or RSA")
    }
  }
}
