import Attestation
import CivilTime
import DurableFiles
import FileFormats
import Foundation
import PDF
import PDFReading
import PDFReports
import Records
import Rendering
import ReportKinds
import ReportTokens
import Reports
import ScratchFolders
import Signatures
import Templates
import Testing
import Typeface

/// Reports of the examples, made once and made again from what is attached to them.
@Suite struct ReproducerTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let catalogue = Result { try Catalogue.load(directory: root + "/templates/catalogue") }
  /// Prepared once for all tests; by the checks of the finished command, if they ran before.
  static let fonts = Result {
    try FontSet(configuration: root + "/fonts/fonts.yaml", cache: root + "/.build/checks/home/fonts")
  }

  private struct Printed {
    var canonicalData: [UInt8], token: Token, proof: [UInt8]
    /// Up to its signature.
    var pdf: [UInt8]
  }
  private static let room = 2000
  private static let format = PDFFormat()

  /// - Parameter template: path of another one than that of the report.
  private static func issued(_ example: String, edition: String = "2021", template: String? = nil) throws -> Printed {
    try printed(example, edition: edition, template: template).report
  }

  private static func printed(
    _ example: String, edition: String = "2021", template: String? = nil, format: any DocumentFormat = format
  ) throws -> (report: Printed, file: any UnsignedFile) {
    let catalogue = try catalogue.get()
    let time = BeijingTime(millisecondsSince1970: 1_795_341_600_123)
    let reading = try CreditFileReader(catalogue: catalogue, now: { time })
      .read(path: "\(root)/examples/\(example).json")
    let identity = Report.Identity(
      number: ReportNumber(at: time, random: 7), issuedAt: time, issuer: "示例公共信用平台", salt: Array(0..<16),
      checkCode: "7K3M9QXA")
    let report: Report
    if example.hasPrefix("no-violation") {
      let question = try NoViolationQuestion(
        catalogue: catalogue, list: "guangdong-2021", domains: nil,
        period: CalendarDate(daysSince1970: 19_681)...CalendarDate(daysSince1970: 20_776), purpose: .listing,
        recipient: "示例证券交易所", profile: "guangdong")
      report = try NoViolationBuilder(catalogue: catalogue, edition: edition, question: question)
        .report(on: reading.file, identity: identity)
    } else {
      report = try ReportBuilder(
        catalogue: catalogue, report: reading.file.subject.kind == "person" ? .personal : .enterprise,
        edition: edition
      ).report(on: reading.file, identity: identity)
    }
    let press = Press(
      template: try Template(
        path: template ?? "\(root)/templates/\(report.kind.rawValue).yaml", catalogue: catalogue),
      fonts: try fonts.get(), format: format)
    let composed = try press.compose(report, host: "verify.example.cn")
    let claims = try composed.claims(
      catalogueVersion: catalogue.version, for: .es256,
      expiresAt: composed.report.identity.issuedAt.secondsSince1970 + 30 * 86_400, status: .init(4711))
    let token = try Token.sign(claims, with: SigningKey())
    let proof = "a proof of \(report.identity.number)"
    let file = try press.print(
      composed, around: Evidence(token: token, proof: proof, of: composed), signatureRoom: room)
    return (
      Printed(canonicalData: composed.canonicalData, token: token, proof: Array(proof.utf8), pdf: file.bytes), file
    )
  }

  private func reproducer(_ folders: [String] = [root + "/templates"]) throws -> Reproducer {
    Reproducer(
      templates: TemplateVersions(in: folders, catalogue: try Self.catalogue.get()), fonts: try Self.fonts.get())
  }

  private func again(_ issued: Printed, data: [UInt8]? = nil, _ folders: [String] = [root + "/templates"]) throws
    -> [UInt8]
  {
    try reproducer(folders).file(
      canonicalData: data ?? issued.canonicalData, token: ReceivedToken(issued.token), proof: issued.proof,
      format: Self.format,
      signatureRoom: Self.room)
  }

  @Test(arguments: [
    ("enterprise", "2021"), ("enterprise", "2022"), ("enterprise-38-records", "2021"),
    ("enterprise-rare-characters", "2022"), ("enterprise-missing-glyph", "2021"), ("individual-business", "2021"),
    ("personal", "2021"), ("personal-authorised", "2022"), ("no-violation", "2021"), ("no-violation-clean", "2021"),
  ])
  func theSameBytesComeOut(example: String, edition: String) throws {
    let issued = try Self.issued(example, edition: edition)
    #expect(try again(issued) == issued.pdf)
  }

  // MARK: Formats

  /// A file that is signed, taken apart, and made again from what it carries.
  private func roundTrip(_ format: any DocumentFormat) throws -> (signed: any SignedFile, made: [UInt8]) {
    let (issued, file) = try Self.printed("enterprise", format: format)
    let time: Int64 = 1_795_341_600
    let authority = try TestAuthority(organization: "示例公共信用平台", now: time)
    let signer = try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
    var signature: [UInt8] = []
    let parts = file.signedParts.map(Array.init)
    let signed = try file.signed {
      signature = try signer.signature(over: $0, maximumSize: Self.room)
      return signature
    }
    for other in [Self.format, TextFormat()] as [any DocumentFormat] {
      #expect(other.isFormat(of: signed) == (other.name == format.name))
    }

    let received = try format.read(signed)
    let found = try received.signed()
    #expect(found.signature.value == signature && found.signature.parts.map(Array.init) == parts)
    let attached = Dictionary(try received.attachments().map { ($0.name, $0.bytes) }) { $1 }
    #expect(
      attached == [
        "report.json": issued.canonicalData, "token.cbor": issued.token.bytes, "log-proof.txt": issued.proof,
      ])
    let claims = try ReceivedToken(Token(bytes: try #require(attached["token.cbor"]))).claims
    #expect(received.pageCount == Int(claims.pages))
    let made = try reproducer().file(
      canonicalData: try #require(attached["report.json"]), token: ReceivedToken(issued.token), proof: issued.proof,
      format: format,
      signatureRoom: found.signature.room)
    return (found, made)
  }

  @Test func aPDFIsReadBackAndCompared() throws {
    let (signed, made) = try roundTrip(Self.format)
    #expect(try signed.differences(from: made) == [])
    var other = made
    other[try #require(made.firstRange(of: Array("/CreationDate".utf8))).upperBound + 5] ^= 1
    let found = try signed.differences(from: other)
    #expect(found.map(\.chinese) == ["标题等文档信息与所附数据不符"])
  }

  /// Press, token and reproducer know no format: one that shares nothing with PDF goes through them as it is.
  @Test func aReportInPlainTextIsReadBackAndCompared() throws {
    let (signed, made) = try roundTrip(TextFormat())
    #expect(try signed.differences(from: made) == [])
    var other = made
    other[TextFormat.magic.count] ^= 1
    #expect(try signed.differences(from: other).count == 1)
    #expect(String(decoding: made, as: UTF8.self).contains("广东粤示例健康食品有限公司"))
  }

  /// The libraries are part of the engine's name, and each format has its own.
  @Test func aReportIsMadeAgainInItsOwnFormatOnly() throws {
    let issued = try Self.issued("enterprise")
    #expect(
      throws: ReproductionError.libraries(
        Press.libraries(of: Self.format), here: Press.libraries(of: TextFormat()))
    ) {
      try reproducer().file(
        canonicalData: issued.canonicalData, token: ReceivedToken(issued.token), proof: issued.proof,
        format: TextFormat(),
        signatureRoom: Self.room)
    }
  }

  // MARK: Data

  @Test func dataOfAnotherReportAreRefused() throws {
    let (issued, other) = (try Self.issued("enterprise"), try Self.issued("cooperative"))
    #expect(throws: TokenMismatch.self) { try again(issued, data: other.canonicalData) }
    #expect(throws: ReproductionError.self) { try again(issued, data: Array(issued.canonicalData.dropLast())) }
    var unreadable = issued
    unreadable.proof = [0xff]
    #expect(throws: ReproductionError.proof) { try again(unreadable) }
  }

  @Test func aChangedDataIsNotTheTokens() throws {
    let issued = try Self.issued("enterprise")
    let text = String(decoding: issued.canonicalData, as: UTF8.self)
    let other = text.replacing("示例公共信用平台", with: "另一公共信用平台")
    #expect(other != text)
    #expect(throws: TokenMismatch.self) { try again(issued, data: Array(other.utf8)) }
  }

  // MARK: Templates

  @Test(.scratchFolders) func aTemplateThatWasChangedIsNotAtHand() throws {
    let folder = try scratchFolder()
    try FileManager.default.copyItem(atPath: Self.root + "/templates", toPath: folder + "/templates")
    let issued = try Self.issued("enterprise")
    #expect(try again(issued, [folder + "/templates"]) == issued.pdf, "the folder makes no difference")

    // A word of a part that it includes.
    let part = folder + "/templates/parts/code.yaml"
    let text = try String(contentsOfFile: part, encoding: .utf8)
    try text.replacing("真伪", with: "真假").write(toFile: part, atomically: true, encoding: .utf8)
    #expect {
      try again(issued, [folder + "/templates"])
    } throws: {
      guard case .templateNotAtHand("enterprise", let digest)? = $0 as? ReproductionError else { return false }
      return digest.count == 64
    }
    // Kept beside the new one, the old one is found.
    #expect(try again(issued, [folder + "/templates", Self.root + "/templates"]) == issued.pdf)
  }

  @Test func otherFontsOrTypesettingAreNamed() throws {
    let issued = try Self.issued("enterprise")
    var report = try Report(canonicalData: issued.canonicalData)
    func reason() throws -> ReproductionError? {
      #expect(throws: ReproductionError.self) {
        try again(issued, data: report.canonicalData())
      }
    }
    report.rendering?.fontsDigest[0] ^= 1
    #expect(try reason() == .fontsDiffer)
    report.rendering?.libraries = "libharu 1.0.0"
    #expect(try reason() == .libraries("libharu 1.0.0", here: Press.libraries(of: Self.format)))
    report.rendering?.engine = 99
    #expect(try reason() == .engine(99))
    report.rendering = nil
    #expect(try reason() == .notPrinted)
  }

  /// Other engines' data may have any members; damage is no other engine.
  @Test func dataOfAnotherEngineAreNotDamaged() throws {
    let issued = try Self.issued("enterprise")
    func reason(_ change: (String) -> String) throws -> ReproductionError? {
      let changed = change(String(decoding: issued.canonicalData, as: UTF8.self))
      #expect(Array(changed.utf8) != issued.canonicalData)
      return #expect(throws: ReproductionError.self) { try again(issued, data: Array(changed.utf8)) }
    }
    let engine = "\"engine\":\(Press.engine)"
    #expect(try reason { $0.replacing(engine, with: "\"engine\":1,\"other\":{\"a\":[1]}") } == .engine(1))
    #expect(
      try reason { $0.replacing("\"version\":\(Report.canonicalVersion)}", with: "\"version\":2}") }
        == .engine(Press.engine))
    for (index, damage)
      in ([
        { $0.replacing(engine, with: engine + ",\"other\":1") }, { $0 + " " }, { String($0.dropLast()) },
        { $0.replacing(engine, with: "\"engine\":\"1\"") }, { _ in "" },
        { $0.replacing("\"version\":\(Report.canonicalVersion)}", with: "\"version\":3}") },
      ] as [(String) -> String]).enumerated()
    {
      guard case .data? = try reason(damage) else {
        Issue.record("damage \(index) is taken for another engine's")
        continue
      }
    }
  }

  // MARK: Time

  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/engine").path
  private static let fixture = fixtures + "/report.pdf"
  private static let isRenewed = ProcessInfo.processInfo.environment["XINBAO_RENEW"] != nil

  private static func fixtureHasTheseFonts() throws -> Bool {
    if isRenewed { return true }
    let pdf = [UInt8](try Data(contentsOf: URL(fileURLWithPath: fixture)))
    let data = try format.read(pdf).attachments().first { $0.name == "report.json" }?.bytes
    return try Report(canonicalData: #require(data)).rendering?.fontsDigest == fonts.get().digest
  }

  /// A report that was issued when the fixture was made, by a template of then, is made again as it was. If it no longer
  /// is, and that is meant: raise `Press.engine`, and renew the fixture with XINBAO_RENEW=1.
  @Test(.enabled("the fonts are those of the fixture: others draw other pages") { try fixtureHasTheseFonts() })
  func aReportOfThePastComesOutTheSame() throws {
    if Self.isRenewed {
      try Data(Self.issued("no-violation", template: Self.fixtures + "/no-violation.yaml").pdf)
        .write(to: URL(fileURLWithPath: Self.fixture))
    }
    let pdf = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.fixture)))
    let attachments = try Self.format.read(pdf).attachments()
    let data = try #require(attachments.first { $0.name == "report.json" }).bytes
    let token = try #require(attachments.first { $0.name == "token.cbor" }).bytes
    let proof = try #require(attachments.first { $0.name == "log-proof.txt" }).bytes
    let printed = Printed(canonicalData: data, token: Token(bytes: token), proof: proof, pdf: pdf)
    let made = try again(printed, [Self.fixtures])
    let found = made == pdf ? [] : try differences(between: made, and: pdf)
    #expect(made == pdf, "bytes come out otherwise than when the fixture was made: \(found)")
  }
}
