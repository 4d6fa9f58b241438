import Attestation
import Foundation
import ReportKinds
import Signatures

@testable import Verifying

/// An issuer with keys, a log and a certificate of its own, whose reports are written by hand, so that each part of a
/// file can be another than it should be.
struct SampleIssuer {
  static let issuedAt: Int64 = 1_795_000_000
  static let now: Int64 = 1_795_100_000
  static let pages = 2
  static let data = Array(#"{"name":"示例有限公司","penalties":1}"#.utf8)

  let key = SigningKey()
  let log: LogSigningKey
  let authority: TestAuthority

  init() throws {
    log = try LogSigningKey(name: "verify.example.cn/log")
    authority = try TestAuthority(organization: "示例市信用中心", now: Self.issuedAt)
  }

  static func claims(
    issuedAt: Int64 = issuedAt, validDays: Int64 = 30, kind: ReportClaims.Kind = .enterprise,
    number: String = "20261118181640123K7Q2Z", subject: String = "示例有限公司", ident: String = "91440300MA5EXAMP0C",
    days: ClosedRange<Int> = 19_699...20_774, domains: DomainAnswers = .none, records: Int = 1, pages: Int = pages
  ) throws -> ReportClaims {
    try ReportClaims(
      issuedAt: issuedAt, expiresAt: issuedAt + validDays * 86_400, kind: kind, catalogueVersion: 1, number: number,
      subject: subject, ident: ident, days: days, domains: domains, recordCount: records, pages: pages,
      digest: digest(data, for: .es256), status: .init(1 << 24 | 77), terms: nil)
  }

  func token(_ claims: ReportClaims? = nil) throws -> Token { try Token.sign(claims ?? Self.claims(), with: key) }

  /// That the token stands in a log, behind some others.
  func proof(of token: Token, after others: Int = 2, by key: LogSigningKey? = nil) throws -> LogProof {
    let key = key ?? log
    let leaves =
      (0..<others).map { MerkleTree.leafHash([UInt8($0)]) } + [MerkleTree.leafHash(try ReceivedToken(token).leaf)]
    var (frontier, nodes) = (LogFrontier(), [LogNode: LogHash]())
    for leaf in leaves { for (node, hash) in frontier.append(leaf) { nodes[node] = hash } }
    let inclusion = try InclusionProof(leafIndex: UInt64(others), treeSize: frontier.size) { node throws(NotAtHand) in
      guard let hash = nodes[node] else { throw NotAtHand() }
      return hash
    }
    let checkpoint = Checkpoint(origin: key.name, size: frontier.size, root: frontier.root)
    return LogProof(inclusion, checkpoint: try SignedCheckpoint.sign(checkpoint, with: key))
  }

  var keys: KeySet { get throws { try KeySet([reportKey, logEntry]) } }

  var reportKey: KeySet.Entry {
    KeySet.Entry(
      publicKey: key.publicKey, signing: Self.issuedAt - 1000...Self.issuedAt + 1000,
      verifyUntil: Self.issuedAt + 400 * 86_400)
  }

  var logEntry: KeySet.Entry {
    KeySet.Entry(
      log: log.publicKey, signing: Self.issuedAt - 1000...Self.issuedAt + 1000,
      verifyUntil: Self.issuedAt + 400 * 86_400)
  }

  /// What the issuer's verifiers believe.
  func trust() throws -> Trust {
    Trust(
      keys: try keys, origin: .root,
      certificateRoots: try CertificateRoots(pem: authority.rootCertificatePEM, file: "root"),
      hosts: ["verify.example.cn"])
  }

  /// The same, by a list that names the seal.
  /// - Parameter since: when reports began to need it.
  func trustInSeal(since: Int64 = 0) throws -> Trust {
    var trust = try trust()
    trust.seals = PinnedSeals(
      digests: [try CertificateRoots.sealFingerprint(pem: authority.certificatePEM, file: "seal")], since: since)
    return trust
  }

  func verifier(
    trust: Trust? = nil, statuses: (any StatusSource)? = FixedStatus(finding: .known(.valid, isLogged: true)),
    now: Int64 = now
  ) throws -> Verifier {
    Verifier(trust: try trust ?? self.trust(), statuses: statuses, formats: sampleFormats, now: now) {
      order throws(ReproductionFailure) in
      SampleFile(data: order.canonicalData, token: order.token.token.bytes, proof: order.proof)
        .unsigned(room: order.signatureRoom).bytes
    }
  }

  /// As it is issued.
  func file(_ token: Token? = nil, data: [UInt8] = data) throws -> SampleFile {
    let token = try token ?? self.token()
    return SampleFile(data: data, token: token.bytes, proof: Array(try proof(of: token).text.utf8))
  }

  /// The file, signed.
  func pdf(_ file: SampleFile? = nil, signedBy other: TestAuthority? = nil) throws -> [UInt8] {
    let authority = other ?? self.authority
    let signer = try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
    var (bytes, gap) = try (file ?? self.file()).unsigned(room: signer.reservedSize)
    let cms = try signer.signature(
      over: [bytes[..<gap.lowerBound], bytes[gap.upperBound...]], maximumSize: signer.reservedSize)
    let digits = cms.flatMap { byte in Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16).utf8) }
    bytes.replaceSubrange(gap.lowerBound + 1..<gap.lowerBound + 1 + digits.count, with: digits)
    return bytes
  }
}

/// A PDF written by hand: pages that show the data, attachments, a certification (ISO 32000-1, 7.5, 7.11.4, 12.8).
struct SampleFile {
  var data: [UInt8]?
  var token: [UInt8]?
  var proof: [UInt8]?
  /// More attachments.
  var others: [(name: String, bytes: [UInt8])] = []
  var pages = SampleIssuer.pages
  /// What the pages show; nil: the data.
  var shown: [UInt8]?
  /// Something that a reader passes over, in one of the dictionaries.
  var comment = ""
  /// What is wrong with the signature field and dictionary.
  var flaw: Flaw?

  enum Flaw: CaseIterable { case noSignature, secondField, approval, permitsNotes, coverage, format }

  init(data: [UInt8]?, token: [UInt8]?, proof: [UInt8]?) { (self.data, self.token, self.proof) = (data, token, proof) }

  /// - Returns: the file, and where its signature goes, brackets included.
  func unsigned(room: Int) -> (bytes: [UInt8], gap: Range<Int>) {
    var output = Array("%PDF-1.7\n".utf8)
    var offsets: [Int] = []
    func add(_ dictionary: String, stream: [UInt8]? = nil) {
      offsets.append(output.count)
      output += Array("\(offsets.count) 0 obj\n\(dictionary)\n".utf8)
      if let stream { output += Array("stream\n".utf8) + stream + Array("\nendstream\n".utf8) }
      output += Array("endobj\n".utf8)
    }
    let named: [(name: String, bytes: [UInt8]?)] = [
      (name: "report.json", bytes: data), (name: "token.cbor", bytes: token), (name: "log-proof.txt", bytes: proof),
    ]
    let files = named.compactMap { file in file.bytes.map { (name: file.name, bytes: $0) } } + others
    let firstPage = 5 + 2 * files.count
    let names = files.indices.map { "(\(files[$0].name)) \(5 + 2 * $0) 0 R" }.joined(separator: " ")
    let kids = (0..<pages).map { "\(firstPage + 2 * $0) 0 R" }.joined(separator: " ")
    let second = flaw == .secondField ? " << /FT /Tx /T (x) >>" : ""
    let permissions = flaw == .approval ? "" : " /Perms << /DocMDP 4 0 R >>"
    let form = flaw == .noSignature ? "" : " /AcroForm << /Fields [3 0 R\(second)] /SigFlags 3 >>\(permissions)"
    add("<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [\(names)] >> >>\(form) >>")
    add("<< /Type /Pages\(comment) /Kids [\(kids)] /Count \(pages) >>")
    add("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /F 132 /Rect [0 0 0 0] /V 4 0 R >>")
    let changes = flaw == .permitsNotes ? 3 : 1
    let format = flaw == .format ? "adbe.pkcs7.detached" : "ETSI.CAdES.detached"
    let reference = "<< /TransformMethod /DocMDP /TransformParams << /P \(changes) /V /1.2 >> >>"
    let rangePlace = String(repeating: " ", count: 40)
    add(
      "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /\(format) /Reference [\(reference)] /ByteRange [\(rangePlace)]"
        + " /Contents <\(String(repeating: "00", count: room))> >>")
    for (index, file) in files.enumerated() {
      add("<< /Type /Filespec /F (\(file.name)) /UF (\(file.name)) /EF << /F \(6 + 2 * index) 0 R >> >>")
      add("<< /Type /EmbeddedFile /Length \(file.bytes.count) >>", stream: file.bytes)
    }
    let text = "BT <" + (shown ?? data ?? []).map { String(Int($0) + 256, radix: 16).dropFirst() }.joined() + "> Tj ET"
    for page in 0..<pages {
      add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(firstPage + 2 * page + 1) 0 R >>")
      add("<< /Length \(text.utf8.count) >>", stream: Array(text.utf8))
    }
    let start = output.count
    var table = "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    output += Array(
      (table + "trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n").utf8)
    return withByteRange(output, room: room)
  }

  private func withByteRange(_ bytes: [UInt8], room: Int) -> (bytes: [UInt8], gap: Range<Int>) {
    var bytes = bytes
    func place(after text: String) -> Int {
      let wanted = Array(text.utf8)
      return (bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0) + wanted.count
    }
    let gap = place(after: "/Contents ")..<place(after: "/Contents ") + 2 * room + 2
    let start = flaw == .coverage ? 1 : 0
    let range = Array("\(start) \(gap.lowerBound) \(gap.upperBound) \(bytes.count - gap.upperBound)".utf8)
    let hole = place(after: "/ByteRange [")
    bytes.replaceSubrange(hole..<hole + range.count, with: range)
    return (bytes, gap)
  }
}
