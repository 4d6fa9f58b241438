import ScratchFolders
import Testing

@testable import Signatures

/// What is signed here, OpenSSL finds good, and so do we.
@Suite(.scratchFolders) struct SigningTests {
  private func check(_ signer: DocumentSigner, root: String) throws {
    let cms = try signer.signature(over: content, maximumSize: signer.reservedSize)
    let verified = try verify(cms: cms, over: content, roots: CertificateRoots(pem: root, file: "root"), now: now)
    #expect(verified.signerName == signer.name)
    #expect(verified.rootFingerprint == signer.rootFingerprint)
    #expect(verified.timeStamp == .none)
    let folder = try Folder()
    try folder.write("cms.der", cms)
    try folder.write("content", Array(content.joined()))
    try folder.write("root.pem", root)
    try folder.openssl(
      "cms -verify -binary -inform DER -in cms.der -content content -CAfile root.pem -purpose any -attime \(now) "
        + "-out out")
  }

  @Test func byATestAuthority() throws {
    let authority = try TestAuthority(organization: "示例市信用中心", now: now)
    let signer = try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
    try check(signer, root: authority.rootCertificatePEM)
    #expect(signer.isForTryingOut)
    #expect(signer.chain.count == 2)
    try signer.checkValidity(at: now)
    #expect(throws: SignatureError.self) { try signer.checkValidity(at: now + 4 * 365 * 86_400) }
    #expect(throws: SignatureError.self) { try signer.checkValidity(at: now - 3 * 86_400) }
  }

  /// What the certificates say is what OpenSSL reads.
  @Test func theTestAuthoritySaysWhatItIs() throws {
    let authority = try TestAuthority(organization: "示例市信用中心", now: now)
    let folder = try Folder()
    try folder.write("signer.pem", authority.certificatePEM)
    let text = try folder.openssl("x509 -in signer.pem -noout -text -nameopt utf8")
    for part in ["FOR TRYING OUT", "试用，不具法律效力", "Digital Signature, Non Repudiation", "1.3.6.1.5.5.7.3.36"] {
      #expect(text.contains(part), "\(text)")
    }
    try folder.write("root.pem", authority.rootCertificatePEM)
    let verified = try folder.tryOpenSSL(
      "verify -x509_strict -check_ss_sig -attime \(now) -CAfile root.pem signer.pem")
    #expect(verified.status == 0, "\(verified.output)")
  }

  /// An authority, its intermediate one, and a certificate, made by OpenSSL.
  static func chain(in folder: Folder, key: String) throws {
    let make = "req -newkey \(key) -nodes -days 4000"
    try folder.write("ca.ext", "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n")
    try folder.write(
      "leaf.ext",
      "basicConstraints=critical,CA:false\nkeyUsage=critical,nonRepudiation\nextendedKeyUsage=critical,1.3.6.1.5.5.7.3.36\n"
    )
    try folder.openssl(
      "\(make) -x509 -keyout root.key -out root.pem -subj /CN=Root -addext keyUsage=critical,keyCertSign")
    for (name, issuer, ext) in [("middle", "root", "ca"), ("leaf", "middle", "leaf")] {
      try folder.openssl("\(make) -keyout \(name).key -out \(name).csr -subj /O=Example/CN=\(name)")
      try folder.openssl(
        "x509 -req -in \(name).csr -CA \(issuer).pem -CAkey \(issuer).key -CAcreateserial -days 4000 "
          + "-extfile \(ext).ext -out \(name).pem")
    }
    // In no helpful order.
    try folder.write(
      "chain.pem", try folder.text("root.pem") + folder.text("leaf.pem") + folder.text("middle.pem"))
  }

  @Test(arguments: ["rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ec -pkeyopt ec_paramgen_curve:P-384"])
  func byAnyKindOfKeyInAnyKindOfFile(key: String) throws {
    let folder = try Folder()
    try Self.chain(in: folder, key: key)
    let (chain, root) = (try folder.text("chain.pem"), try folder.text("root.pem"))

    let plain = try DocumentSigner(certificatePEM: chain, keyPEM: folder.text("leaf.key"))
    #expect(plain.chain.count == 3 && plain.name == "leaf" && !plain.isForTryingOut)
    try check(plain, root: root)

    try folder.openssl("pkcs8 -topk8 -in leaf.key -out leaf.enc -passout pass:secret")
    let encrypted = try folder.text("leaf.enc")
    try check(DocumentSigner(certificatePEM: chain, keyPEM: encrypted, password: "secret"), root: root)
    for password in ["wrong", "", nil] {
      #expect(throws: SignatureError.self) {
        try DocumentSigner(certificatePEM: chain, keyPEM: encrypted, password: password)
      }
    }

    try folder.write("others.pem", folder.text("middle.pem") + root)
    try folder.openssl(
      "pkcs12 -export -inkey leaf.key -in leaf.pem -certfile others.pem -out leaf.p12 -passout pass:secret")
    let packed = try folder.bytes("leaf.p12")
    let signer = try DocumentSigner(pkcs12: packed, password: "secret")
    #expect(signer.chain == plain.chain)
    try check(signer, root: root)
    #expect(throws: SignatureError.self) { try DocumentSigner(pkcs12: packed, password: "wrong") }
    #expect(throws: SignatureError.self) { try DocumentSigner(pkcs12: packed.dropLast(9), password: "secret") }
    #expect(throws: SignatureError.self) { try DocumentSigner(pkcs12: [], password: "secret") }
  }

  @Test func whatCannotSignIsRefusedWithTheReason() throws {
    let authority = try TestAuthority(organization: "示例", now: now)
    let other = try TestAuthority(organization: "示例", now: now)
    func problem(_ certificate: String, _ key: String) -> String {
      do throws(SignatureError) {
        _ = try DocumentSigner(certificatePEM: certificate, keyPEM: key, file: "signer.pem")
        return ""
      } catch { return "\(error)" }
    }
    #expect(problem(authority.certificatePEM, other.keyPEM).contains("no certificate belongs"))
    #expect(problem(authority.rootCertificatePEM, authority.rootKeyPEM).contains("authority's own"))
    #expect(problem("", authority.keyPEM).contains("no certificate"))
    #expect(problem(authority.certificatePEM, authority.certificatePEM).contains("no private key"))
    #expect(
      problem(authority.certificatePEM, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").hasPrefix(
        "signer.pem: "))
  }
}
