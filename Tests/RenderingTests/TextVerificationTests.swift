import Attestation
import CivilTime
import Crypto
import FileFormats
import JSON
import PDFReading
import PDFReports
import Records
import Rendering
import ReportKinds
import ReportTokens
import Reports
import Signatures
import Templates
import Testing
import Verifying

/// Verifying knows no format: a report in plain text is verified as a PDF is, by a verifier that is given its format.
@Suite struct TextVerificationTests {
  private static let format = TextFormat()
  private static let issued = Result { try IssuedText() }

  private func verifier(
    _ issued: IssuedText, formats: [any FileFormat] = [PDFFormat(), format], file: IssuedFileDigest = .unknown,
    makes: DocumentFormats = DocumentFormats([format])
  ) throws -> Verifier {
    let reproducer = Reproducer(
      templates: TemplateVersions(
        in: [ReproducerTests.root + "/templates"], catalogue: try ReproducerTests.catalogue.get()),
      fonts: try ReproducerTests.fonts.get())
    return Verifier(
      trust: issued.trust, statuses: TextRegistry(file: file), formats: ReadableFormats(formats), now: issued.now
    ) { order throws(ReproductionFailure) in
      guard let format = makes.format(named: order.format) else { throw .noReproducer }
      do {
        return try reproducer.file(
          canonicalData: order.canonicalData, token: order.token, proof: order.proof, format: format,
          signatureRoom: order.signatureRoom)
      } catch { throw .damaged("\(error)") }
    }
  }

  @Test func anIssuedFileIsValidWithItsDataAndItsSigner() throws {
    let issued = try Self.issued.get()
    #expect(try verification(verifier(issued), issued.bytes, "报告.TXT", "text/plain") == "VALID")
    let answer = try verifier(issued).verify(document: issued.bytes, as: Self.format)
    #expect(answer.answer == .valid && answer.notes == [.dataChangesNotWatched], "\(answer)")
    #expect(answer.source == .file(format: "text") && answer.claims?.number == issued.number)
    #expect(answer.evidence.file?.pages == .reproduced && answer.canonicalData == issued.data)
    #expect(VerificationDocument(answer).json.text.contains("\"source\": \"text\""))
  }

  @Test func aChangedByteIsRefused() throws {
    let issued = try Self.issued.get()
    let verifier = try verifier(issued)
    for index in stride(from: 0, to: issued.bytes.count, by: 151) {
      var bytes = issued.bytes
      bytes[index] ^= 1
      let answer = verifier.verify(document: bytes, as: Self.format)
      #expect(!answer.isValid && answer.claims == nil, "byte \(index): \(answer.answer.code)")
    }
    var cut = issued.bytes
    cut.removeLast()
    #expect(!verifier.verify(document: cut, as: Self.format).isValid)
  }

  /// The answers begin with the format's own label, whether it is the format or the verifier that refuses.
  @Test func aRefusalIsNamedAfterTheFormat() throws {
    let issued = try Self.issued.get()
    let verifier = try verifier(issued)
    func code(_ old: String, _ new: String) -> String {
      let text = String(decoding: issued.bytes, as: UTF8.self)
      return verifier.verify(document: Array(text.replacing(old, with: new).utf8), as: Self.format).answer.code
    }
    #expect(code("\n@token.cbor ", "\n@other.cbor ") == "TEXT_NO_TOKEN")
    #expect(code("广东粤示例", "广东某示例") == "TEXT_SIGNATURE_DIGEST")
    #expect(code("=", "-") == "TEXT_UNREADABLE")
    // Signed by the issuer over another text than its data make.
    let forged = try IssuedText(issued) { text in text.replacing("广东粤示例", with: "广东某示例") }
    let answer = verifier.verify(document: forged.bytes, as: Self.format)
    #expect(answer.answer.code == "TEXT_CONTENT_MISMATCH" && answer.place == "文字与所附数据不符")
  }

  @Test func theRegistryIsAskedForTheFileOfTheSameFormat() throws {
    let issued = try Self.issued.get()
    let digest = IssuedFileDigest.known(Array(SHA256.hash(data: issued.bytes)))
    let none = DocumentFormats([PDFFormat()])
    let known = try verifier(issued, file: digest, makes: none).verify(document: issued.bytes, as: Self.format)
    #expect(known.answer == .valid && known.evidence.file?.pages == .registered)
    let other = try verifier(issued, file: .known([1]), makes: none).verify(document: issued.bytes, as: Self.format)
    #expect(other.answer.code == "TEXT_OTHER_FILE")
    let unknown = try verifier(issued, makes: none).verify(document: issued.bytes, as: Self.format)
    #expect(unknown.answer == .validPagesNotCompared(.reproducer, isSealPinned: false))
  }

  @Test func aFileIsOfOneKnownFormat() throws {
    let issued = try Self.issued.get()
    let verifier = try verifier(issued)
    func code(_ bytes: [UInt8], _ name: String? = nil, _ type: String? = nil) -> String {
      self.verification(verifier, bytes, name, type)
    }
    #expect(code(issued.bytes, "a.pdf") == "FILE_TYPE_MISMATCH" && code(issued.bytes, "a.txt~") == "VALID")
    #expect(code(issued.bytes, nil, "application/pdf") == "FILE_TYPE_MISMATCH")
    #expect(code(Array("%PDF-1.7".utf8), "a.txt") == "FILE_TYPE_MISMATCH")
    // Programs for either format open it.
    #expect(code(TextFormat.magic + Array("%PDF-1.7\n".utf8)) == "FILE_TWO_FORMATS")
    #expect(code([0xff, 0xd8, 0xff] + issued.bytes) == "FILE_TWO_FORMATS")
    let without = try self.verifier(issued, formats: [PDFFormat()])
    #expect(verification(without, issued.bytes) == "FILE_UNKNOWN_FORMAT")
  }

  private func verification(
    _ verifier: Verifier, _ bytes: [UInt8], _ name: String? = nil, _ type: String? = nil
  ) -> String {
    let found = try? verifier.findings(in: bytes, name: name, mediaType: type) { () throws(PictureReader.NotAtHand) in
      throw PictureReader.NotAtHand(description: "no pictures here")
    }
    return found?.findings.map(\.verification.answer.code).joined() ?? "a reader was asked for"
  }
}

/// Says that every report is valid, and what its file is in plain text.
private struct TextRegistry: StatusSource {
  let file: IssuedFileDigest

  func finding(of token: ReceivedToken, fileFormat: String?) -> StatusFinding {
    .known(.valid, isLogged: true, file: fileFormat == "txt" ? file : .unknown)
  }
}

/// A report in plain text, as it is issued: with its token in a log, and sealed.
private struct IssuedText {
  let bytes: [UInt8], data: [UInt8]
  let number: String
  let trust: Trust
  let now: Int64
  private let authority: TestAuthority
  private let unsigned: [UInt8]

  init() throws {
    let time = BeijingTime(millisecondsSince1970: 1_795_341_600_123)
    let catalogue = try ReproducerTests.catalogue.get()
    let file = try CreditFileReader(catalogue: catalogue, now: { time })
      .read(path: ReproducerTests.root + "/examples/enterprise.json").file
    let report = try ReportBuilder(catalogue: catalogue, report: .enterprise, edition: "2021").report(
      on: file,
      identity: Report.Identity(
        number: ReportNumber(at: time, random: 7), issuedAt: time, issuer: "示例公共信用平台", salt: Array(0..<16),
        checkCode: "7K3M9QXA"))
    let press = Press(
      template: try Template(path: ReproducerTests.root + "/templates/enterprise.yaml", catalogue: catalogue),
      fonts: try ReproducerTests.fonts.get(), format: TextFormat())
    let composed = try press.compose(report, host: "verify.example.cn")
    let issuedAt = time.secondsSince1970
    let key = SigningKey()
    let token = try Token.sign(
      composed.claims(
        catalogueVersion: catalogue.version, for: .es256, expiresAt: issuedAt + 30 * 86_400, status: .init(4711)),
      with: key)
    let log = try LogSigningKey(name: "verify.example.cn/log")
    let proof = try Self.proof(of: token, by: log)
    authority = try TestAuthority(organization: "示例公共信用平台", now: issuedAt)
    let signer = try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
    let made = try press.print(
      composed, around: Evidence(token: token, proof: proof.text, of: composed), signatureRoom: signer.reservedSize)
    unsigned = made.bytes
    bytes = try made.signed { try signer.signature(over: $0, maximumSize: signer.reservedSize) }
    (data, number, now) = (composed.canonicalData, report.identity.number.description, issuedAt + 60)
    let signing = issuedAt - 1000...issuedAt + 1000
    trust = Trust(
      keys: try KeySet([
        KeySet.Entry(publicKey: key.publicKey, signing: signing, verifyUntil: issuedAt + 400 * 86_400),
        KeySet.Entry(log: log.publicKey, signing: signing, verifyUntil: issuedAt + 400 * 86_400),
      ]), origin: .root,
      certificateRoots: try CertificateRoots(pem: authority.rootCertificatePEM, file: "root"),
      hosts: ["verify.example.cn"])
  }

  /// The same report, with another text under the issuer's seal.
  init(_ issued: IssuedText, _ change: (String) -> String) throws {
    (data, number, trust, now) = (issued.data, issued.number, issued.trust, issued.now)
    authority = issued.authority
    let signer = try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
    let changed = Array(change(String(decoding: issued.unsigned, as: UTF8.self)).utf8)
    unsigned = changed
    let start = try #require(changed.lastIndex(of: UInt8(ascii: "="))) + 1
    let signature = try signer.signature(over: [changed[..<start]], maximumSize: signer.reservedSize)
    let digits = signature.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let room = changed.count - start
    bytes = changed[..<start] + Array((digits + String(repeating: ".", count: room - digits.count)).utf8)
  }

  /// That the token stands in a log, alone.
  private static func proof(of token: Token, by key: LogSigningKey) throws -> LogProof {
    var (frontier, nodes) = (LogFrontier(), [LogNode: LogHash]())
    for (node, hash) in frontier.append(MerkleTree.leafHash(try ReceivedToken(token).leaf)) { nodes[node] = hash }
    struct Missing: Error {}
    let inclusion = try InclusionProof(leafIndex: 0, treeSize: frontier.size) { node throws(Missing) in
      guard let hash = nodes[node] else { throw Missing() }
      return hash
    }
    let checkpoint = Checkpoint(origin: key.name, size: frontier.size, root: frontier.root)
    return LogProof(inclusion, checkpoint: try SignedCheckpoint.sign(checkpoint, with: key))
  }
}
