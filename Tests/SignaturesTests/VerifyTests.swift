import ScratchFolders
import SwiftASN1
import Testing
import X509

@testable import Signatures

/// What is not quite a good signature.
@Suite(.scratchFolders) struct VerifyTests {
  let authority: TestAuthority
  let signer: DocumentSigner
  let roots: CertificateRoots
  let cms: [UInt8]

  init() throws {
    authority = try TestAuthority(organization: "示例市信用中心", now: now)
    signer = try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
    roots = try CertificateRoots(pem: authority.rootCertificatePEM, file: "root")
    cms = try signer.signature(over: content, maximumSize: 4096)
  }

  private func refused(
    _ cms: [UInt8]? = nil, over parts: [ArraySlice<UInt8>] = content, roots: CertificateRoots? = nil,
    at time: Int64 = now
  ) -> SignatureRefusal.Reason? {
    refusal { try verify(cms: cms ?? self.cms, over: parts, roots: roots ?? self.roots, now: time) }
  }

  @Test func aGoodOneHolds() throws {
    #expect(refused() == nil)
    #expect(refused(over: [Array(content.joined())[...]]) == nil)
    // Pinned by digest alone, the root comes with the signature.
    let pinned = CertificateRoots(fingerprints: [try #require(signer.rootFingerprint)])
    #expect(refused(roots: pinned) == nil)
  }

  @Test func anotherContentIsNoticed() {
    #expect(refused(over: [content[0]]) == .digest)
    #expect(refused(over: content.reversed()) == .digest)
    #expect(refused(over: []) == .digest)
  }

  @Test func onlyPinnedRootsCount() throws {
    // The same names, another key.
    let impostor = try TestAuthority(organization: "示例市信用中心", now: now)
    #expect(refused(roots: try CertificateRoots(pem: impostor.rootCertificatePEM, file: "root")) == .untrusted)
    #expect(refused(roots: CertificateRoots()) == .untrusted)
    #expect(refused(roots: CertificateRoots(fingerprints: [[1, 2, 3]])) == .untrusted)
    // The signer's own certificate is no root, even if somebody pins it.
    #expect(
      refused(roots: CertificateRoots(fingerprints: [CertificateRoots.fingerprint(of: signer.chain[0])])) == .untrusted)
  }

  @Test func certificatesEnd() {
    #expect(refused(at: now + 3 * 365 * 86_400 - 60) == nil)
    #expect(refused(at: now + 3 * 365 * 86_400 + 60) == .untrusted)
    #expect(refused(at: now - 2 * 86_400) == .untrusted)
  }

  @Test func noBitCanBeAnother() {
    for place in cms.indices {
      var changed = cms
      changed[place] ^= 1 << UInt8(place % 8)
      #expect(refused(changed) != nil, "byte \(place)")
    }
    #expect(refused(cms + [0]) == .malformed)
    #expect(refused(cms.dropLast()) == .malformed)
    #expect(refused([]) == .malformed)
    #expect(refused([UInt8](repeating: 0x30, count: 100_000)) == .malformed)
  }

  /// A message made of the good one's parts.
  private func altered(_ change: (inout SignedMessage, inout SignerInfo) throws -> Void) throws -> [UInt8] {
    var message = try SignedMessage(derEncoded: cms)
    var info = message.signers[0]
    try change(&message, &info)
    if !message.signers.isEmpty { message.signers[0] = info }
    return try message.encoded()
  }

  @Test func theFormIsHeld() throws {
    #expect(try altered { _, _ in } == cms)
    #expect(refused(try altered { message, _ in message.signers.append(message.signers[0]) }) == .malformed)
    #expect(refused(try altered { message, _ in message.signers = [] }) == .malformed)
    #expect(refused(try altered { message, _ in message.version = 3 }) == .malformed)
    #expect(refused(try altered { message, _ in message.content = [1, 2] }) == .malformed)
    #expect(refused(try altered { message, _ in message.contentType = OID.timeStampInfo }) == .malformed)
    #expect(refused(try altered { message, _ in message.certificates = [] }) == .certificate)
    #expect(refused(try altered { message, _ in message.digestAlgorithms = [AlgorithmName(OID.sha1)] }) == .algorithm)
    #expect(refused(try altered { _, info in info.digestAlgorithm = AlgorithmName(OID.sha1) }) == .algorithm)
    #expect(
      refused(try altered { _, info in info.signatureAlgorithm = AlgorithmName(OID.ecdsaWithSHA384) }) == .algorithm)
    #expect(refused(try altered { _, info in info.signatureAlgorithm = AlgorithmName(OID.rsa) }) == .key)
    #expect(refused(try altered { _, info in info.unsignedAttributes = [] }) == .attributes)
    #expect(
      refused(try altered { _, info in info.unsignedAttributes = [try Attribute(OID.contentType, OID.data)] })
        == .attributes)
    let many = try (0..<4).map { _ in
      try CertificateFile.certificates(pem: TestAuthority(organization: "x", now: now).certificatePEM, file: "")
        .map { ASN1Any(derEncoded: try DER.parse($0)) }
    }
    #expect(refused(try altered { message, _ in message.certificates += many.joined() }) == .certificate)
    #expect(refused(try altered { message, _ in message.certificates += many[0] }) == .certificate)
  }

  /// Signed anew, by the right key, over attributes that are not as they should be.
  private func resigned(_ change: (inout [Attribute]) throws -> Void) throws -> [UInt8] {
    let key = try Certificate.PrivateKey(pemEncoded: authority.keyPEM)
    return try altered { _, info in
      try change(&info.signedAttributes)
      let bytes = try SignerInfo.signedBytes(of: info.signedAttributes)
      info.signature = try key.sign(bytes: bytes, signatureAlgorithm: .ecdsaWithSHA256).rawRepresentation[...]
    }
  }

  @Test func signedAttributesAreWhatTheyShouldBe() throws {
    #expect(refused(try resigned { _ in }) == nil)
    for type in [OID.contentType, OID.messageDigest, OID.signingCertificateV2] {
      #expect(refused(try resigned { $0.removeAll { $0.type == type } }) == .attributes)
      #expect(refused(try resigned { $0.append($0.first { $0.type == type } ?? $0[0]) }) == .attributes)
      #expect(
        refused(
          try resigned { list in
            for index in list.indices where list[index].type == type { list[index].values += list[index].values }
          }) == .attributes)
    }
    #expect(
      refused(
        try resigned {
          $0.append(
            try Attribute(OID.signingTime, UTCTime(year: 2026, month: 1, day: 1, hours: 0, minutes: 0, seconds: 0)))
        }) == .attributes)
    let another = CertificateReference(toCertificate: signer.chain[1][...])
    #expect(
      refused(
        try resigned { list in
          list.removeAll { $0.type == OID.signingCertificateV2 }
          list.append(try Attribute(OID.signingCertificateV2, another))
        }) == .certificate)
  }

  @Test func certificatesForOtherThingsDoNotSignDocuments() throws {
    for (purpose, reason) in [
      ("extendedKeyUsage=serverAuth", SignatureRefusal.Reason.usage), ("extendedKeyUsage=timeStamping", .usage),
      ("extendedKeyUsage=emailProtection", .usage), ("extendedKeyUsage=emailProtection,clientAuth", .usage),
      ("extendedKeyUsage=emailProtection,1.3.6.1.5.5.7.3.36", nil), ("keyUsage=keyEncipherment,keyAgreement", .usage),
      ("keyUsage=nonRepudiation", nil), ("keyUsage=digitalSignature", nil),
    ] {
      let folder = try Folder()
      try SigningTests.chain(in: folder, key: "ec -pkeyopt ec_paramgen_curve:P-256")
      let good = try DocumentSigner(certificatePEM: folder.text("chain.pem"), keyPEM: folder.text("leaf.key"))
      try folder.write("leaf.ext", "\(purpose)\n")
      try folder.openssl(
        "x509 -req -in leaf.csr -CA middle.pem -CAkey middle.key -CAcreateserial -days 4000 -extfile leaf.ext "
          + "-out other.pem")
      let der = try CertificateFile.certificates(pem: folder.text("other.pem"), file: "")[0]
      let certificate = try Certificate(derEncoded: der)
      // Made as if the signer had taken this certificate.
      var message = try SignedMessage(derEncoded: good.signature(over: content, maximumSize: 9999))
      let attributes =
        message.signers[0].signedAttributes.filter { $0.type != OID.signingCertificateV2 }
        + [try Attribute(OID.signingCertificateV2, CertificateReference(toCertificate: der[...]))]
      let bytes = try SignerInfo.signedBytes(of: attributes)
      let signature = try Certificate.PrivateKey(pemEncoded: folder.text("leaf.key"))
        .sign(bytes: bytes, signatureAlgorithm: .ecdsaWithSHA256).rawRepresentation
      message.signers = [
        SignerInfo(
          signer: certificate, digestAlgorithm: MessageDigest.sha256.name, signedAttributes: attributes,
          signatureAlgorithm: AlgorithmName(OID.ecdsaWithSHA256), signature: signature[...])
      ]
      message.certificates = try (good.chain.dropFirst() + [der]).map { ASN1Any(derEncoded: try DER.parse($0)) }
      let roots = try CertificateRoots(pem: folder.text("root.pem"), file: "root")
      #expect(refused(try message.encoded(), roots: roots) == reason, "\(purpose)")
    }
  }

  /// An intermediate certificate that may not issue.
  @Test func whoMayNotIssueDoesNot() throws {
    let folder = try Folder()
    try SigningTests.chain(in: folder, key: "ec -pkeyopt ec_paramgen_curve:P-256")
    for extensions in ["basicConstraints=CA:false", "basicConstraints=CA:true\nkeyUsage=digitalSignature"] {
      try folder.write("ca.ext", extensions + "\n")
      try folder.openssl(
        "x509 -req -in middle.csr -CA root.pem -CAkey root.key -CAcreateserial -days 4000 -extfile ca.ext -out bad.pem")
      let signer = try DocumentSigner(
        certificatePEM: folder.text("leaf.pem") + folder.text("bad.pem") + folder.text("root.pem"),
        keyPEM: folder.text("leaf.key"))
      let cms = try signer.signature(over: content, maximumSize: 9999)
      let roots = try CertificateRoots(pem: folder.text("root.pem"), file: "root")
      #expect(refused(cms, roots: roots) == .untrusted)
    }
  }

  /// Strangers' certificates that all issue each other must not keep the search busy.
  @Test func certificatesInACircleEnd() throws {
    let folder = try Folder()
    try folder.openssl("ecparam -name prime256v1 -genkey -noout -out circle.key")
    let circle = try (0..<5).map { index in
      try folder.openssl(
        "req -x509 -key circle.key -days 4000 -subj /CN=Circle -addext subjectAltName=DNS:a\(index) -out c\(index).pem")
      return try CertificateFile.certificates(pem: folder.text("c\(index).pem"), file: "")[0]
    }
    let leaf = try Certificate(derEncoded: circle[0])
    let received = try ReceivedSignature(
      document: try altered { message, info in
        message.certificates = try circle.map { ASN1Any(derEncoded: try DER.parse($0)) }
        (info.issuer, info.serialNumber) = (leaf.issuer, leaf.serialNumber.bytes)
      })
    let start = ContinuousClock.now
    #expect(throws: SignatureRefusal.self) {
      try checkChain(of: received, for: .documents, roots: roots, at: now)
    }
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
