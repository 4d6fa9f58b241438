import Attestation
import CivilTime
import Crypto
import Database
import DatabaseSQLite
import DurableFiles
import ErrorCauses
import FileFormats
import Foundation
import PDFReading
import PDFReports
import Records
import Registry
import Rendering
import ReportKinds
import ReportTokens
import Reports
import ScratchFolders
import Signatures
import Templates
import Testing
import Typeface

@testable import Issuing

/// What an issuer promises: a file shows its name only when its report is registered, and a report that did not come
/// out was never there.
extension Issuer {
  /// Where nothing depends on earlier reports.
  fileprivate func prepare(_ report: Report, by press: Press, subject: String) throws -> Prepared {
    try prepare(report, by: press, subject: subject, supersession: .none, judgeAgain: nil)
  }

  fileprivate func issue(
    _ report: Report, by press: Press, subject: String, to path: String?, overwrites: Bool = false
  ) throws -> IssuedReport {
    try issue(
      report, by: press, subject: subject, to: path, overwrites: overwrites, supersession: .none, judgeAgain: nil)
  }
}

@Suite(.scratchFolders) struct IssuerTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let time: Int64 = 1_795_341_600

  /// An issuer with a registry in a folder of its own.
  private struct Office {
    let folder: String
    let issuer: Issuer
    let press: Press
    let fonts: FontSet
    let catalogue: Catalogue

    init() throws {
      folder = try scratchFolder()
      catalogue = try Catalogue.load(directory: root + "/templates/catalogue")
      let authority = try TestAuthority(organization: "示例公共信用平台", now: time)
      fonts = try FontSet(configuration: root + "/fonts/fonts.yaml", cache: root + "/.build/checks/home/fonts")
      press = Press(
        template: try Template(path: root + "/templates/enterprise.yaml", catalogue: catalogue), fonts: fonts,
        format: PDFFormat())
      issuer = Issuer(
        registry: try Registry(
          database: try SQLiteDatabase(path: folder + "/registry.sqlite"), secret: [UInt8](repeating: 7, count: 32)),
        key: SigningKey(), log: LogSigner(key: try LogSigningKey(name: "verify.example.cn/log")),
        signer: try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM),
        host: "verify.example.cn", validityDays: 30, catalogueVersion: catalogue.version,
        trustsDeclaredCoverage: false)
    }

    func report(_ serial: UInt64) throws -> (report: Report, subject: String) {
      let moment = BeijingTime(millisecondsSince1970: time * 1000)
      let reading = try CreditFileReader(catalogue: catalogue, now: { moment })
        .read(path: "\(root)/examples/enterprise.json")
      let identity = Report.Identity(
        number: ReportNumber(at: moment, random: serial), issuedAt: moment, issuer: "示例公共信用平台",
        salt: Array(0..<16), checkCode: "7K3M9QXA")
      let report = try ReportBuilder(catalogue: catalogue, report: .enterprise, edition: "2021")
        .report(on: reading.file, identity: identity)
      return (report, reading.file.subject.code)
    }

    func noViolationReport(_ serial: UInt64) throws -> (report: Report, subject: String) {
      let moment = BeijingTime(millisecondsSince1970: time * 1000)
      let reading = try CreditFileReader(catalogue: catalogue, now: { moment })
        .read(path: "\(root)/examples/no-violation-clean.json")
      let first = CalendarDate(daysSince1970: 19_681)
      let question = try NoViolationQuestion(
        catalogue: catalogue, list: "guangdong-2021", domains: nil, period: first...first, purpose: .listing,
        recipient: nil, profile: "guangdong")
      let identity = try report(serial).report.identity
      let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
        .report(on: reading.file, identity: identity)
      return (report, reading.file.subject.code)
    }

    func noViolationPress() throws -> Press {
      Press(
        template: try Template(path: root + "/templates/no-violation.yaml", catalogue: catalogue), fonts: fonts,
        format: PDFFormat())
    }

    @discardableResult
    func issue(_ serial: UInt64, to name: String?, after earlier: UInt64? = nil) throws -> IssuedReport {
      let (report, subject) = try report(serial)
      return try issuer.issue(
        report, by: press, subject: subject, to: name.map { "\(folder)/\($0)" },
        supersession: supersession(after: earlier), judgeAgain: nil)
    }

    func supersession(after earlier: UInt64?) throws -> Registry.Supersession {
      .init(sameQuestion: true, predecessors: try earlier.map { [try number($0)] } ?? [])
    }

    func number(_ serial: UInt64) throws -> String { try report(serial).report.identity.number.description }

    /// The PDFs and their hidden forerunners.
    var files: [String] {
      get throws {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix("registry.sqlite") }.sorted()
      }
    }

    func audit() throws -> Audit {
      try issuer.registry.audit(keys: [issuer.log.key.publicKey], files: .onDisk)
    }
  }

  @Test func theFileIsTheRegisteredOneWithItsTokenAndProof() throws {
    let office = try Office()
    let issued = try office.issue(1, to: "a.pdf")
    #expect(try office.files == ["a.pdf"])
    let bytes = [UInt8](try #require(FileManager.default.contents(atPath: office.folder + "/a.pdf")))
    let registered = try #require(try office.issuer.registry.report(number: office.number(1)))
    #expect(registered.files.map(\.sha256) == [Array(SHA256.hash(data: bytes))])
    #expect(registered.files.map(\.format) == ["pdf"])
    #expect(registered.files.first?.path == office.folder + "/a.pdf" && registered.token == issued.token)
    let file = try PDFFormat().read(bytes)
    let signature = try file.signed().signature
    #expect(signature.parts.reduce(0) { $0 + $1.count } + 2 * signature.room + 2 == bytes.count)
    let proof = try #require(try file.attachments().first { $0.name == "log-proof.txt" }).bytes
    let received = try ReceivedToken(issued.token)
    let checkpoint = try LogProof(reading: String(decoding: proof, as: UTF8.self))
      .verified(leaf: received.leaf, by: [office.issuer.log.key.publicKey])
    #expect(checkpoint.size == 1 && received.claims.status == registered.statusReference)
    #expect(try office.audit().isClean)
  }

  @Test func withoutAPathTheBytesComeBackAndAreRegistered() throws {
    let office = try Office()
    let issued = try office.issue(1, to: nil)
    #expect(try office.files == [])
    let registered = try #require(try office.issuer.registry.report(number: office.number(1)))
    #expect(
      registered.files == [
        FileRecord(format: "pdf", sha256: Array(SHA256.hash(data: issued.bytes)))
      ])
  }

  /// Of a report that says what was not found, whoever issues it must stand for how it is known.
  @Test func declaredCoverageIsNotEnoughForARealNoViolationReport() throws {
    let office = try Office()
    var (report, subject) = try office.noViolationReport(1)
    #expect(report.coverageBasis == .declared)
    let press = try office.noViolationPress()
    #expect(throws: NoViolationError.declaredCoverage) {
      try office.issuer.issue(report, by: press, subject: subject, to: "\(office.folder)/a.pdf")
    }
    #expect(try office.files == [] && office.issuer.registry.logSize() == 0)
    var trusting = office.issuer
    trusting.trustsDeclaredCoverage = true
    #expect(try trusting.prepare(report, by: press, subject: subject).report.coverageBasis == .declared)
    report.coverageBasis = .deliveries
    #expect(try office.issuer.prepare(report, by: press, subject: subject).report.coverageBasis == .deliveries)
    // A public report concludes nothing.
    let (other, code) = try office.report(2)
    #expect(other.coverageBasis == .declared)
    #expect(try office.issuer.prepare(other, by: office.press, subject: code).pageCount > 0)
  }

  /// They name no recipient, so nobody knows who still holds one.
  @Test func publicReportsLiveSideBySide() throws {
    let office = try Office()
    #expect(try office.issue(1, to: "1.pdf").superseded == [])
    #expect(try office.issue(2, to: "2.pdf").superseded == [])
    let statuses = try (1...2).map { try office.issuer.registry.report(number: office.number($0))?.status }
    #expect(statuses == [.valid, .valid])
    #expect(try office.audit().isClean)
  }

  @Test func aNumberIsGivenOnce() throws {
    let office = try Office()
    try office.issue(1, to: "1.pdf")
    let number = try office.number(1)
    #expect(throws: RegistryError.numberTaken(number)) { try office.issue(1, to: "2.pdf") }
    #expect(try office.files == ["1.pdf"] && office.issuer.registry.logSize() == 1)
    #expect(try office.issuer.registry.report(number: number)?.status == .valid, "it did not replace itself")
  }

  /// No folder, a folder in the file's place: known before the transaction commits.
  @Test func whatCannotBeWrittenIsNotRegistered() throws {
    let office = try Office()
    try office.issue(1, to: "1.pdf")
    #expect(throws: FileError.self) { try office.issue(2, to: "no/such/folder.pdf") }
    try FileManager.default.createDirectory(atPath: office.folder + "/b.pdf", withIntermediateDirectories: false)
    #expect(throws: FileError.self) { try office.issue(3, to: "b.pdf") }
    #expect(try office.files == ["1.pdf", "b.pdf"] && office.issuer.registry.logSize() == 1)
    #expect(try office.issuer.registry.report(number: office.number(1))?.status == .valid, "nothing replaced it")
    #expect(try office.audit().isClean)
  }

  /// What fails inside the transaction takes everything with it: registry, log, supersession and the hidden file.
  @Test func aFailureAfterTheFileWasWrittenLeavesNothing() throws {
    let office = try Office()
    try office.issue(1, to: "1.pdf")
    let (report, subject) = try office.report(2)
    let composed = try office.press.compose(report, host: "verify.example.cn")
    let hidden = office.folder + "/.2.pdf.part"
    struct Crash: Error {}
    let request = Registry.Request(
      number: try office.number(2), kind: .enterprise, subject: subject, checkCode: try #require(CheckCode("7K3M9QXA")),
      supersession: .init(sameQuestion: true), issuedAt: Self.time, expiresAt: Self.time + 30 * 86_400)
    #expect(throws: Crash.self) {
      try office.issuer.registry.issue(request, log: office.issuer.log) { status in
        try Token.sign(
          composed.claims(
            catalogueVersion: office.catalogue.version, for: .es256,
            expiresAt: composed.report.identity.issuedAt.secondsSince1970 + 30 * 86_400, status: status),
          with: office.issuer.key)
      } finish: { admission -> (Int, [FileRecord]) in
        #expect(admission.index == 1)
        try Data([1]).write(to: URL(filePath: hidden))
        throw Crash()
      }
    }
    #expect(try office.issuer.registry.report(number: office.number(2)) == nil)
    #expect(try office.issuer.registry.report(number: office.number(1))?.status == .valid)
    #expect(try office.issuer.registry.logSize() == 1 && office.audit().isClean)
  }

  /// The file would lack its time stamp: its number is revoked, and what it was to replace holds on.
  @Test func aTimeStampThatDoesNotComeLeavesARevokedNumberAndNoFile() throws {
    let office = try Office()
    try office.issue(1, to: "1.pdf")
    var issuer = office.issuer
    issuer.signer.timeStamper = TimeStamper(
      url: "http://127.0.0.1:9/tsa", roots: CertificateRoots(), timeout: 1, now: { Self.time })
    let (report, subject) = try office.report(2)
    #expect(throws: SignatureError.self) {
      try issuer.issue(
        report, by: office.press, subject: subject, to: office.folder + "/2.pdf",
        supersession: office.supersession(after: 1), judgeAgain: nil)
    }
    #expect(try office.files == ["1.pdf"])
    let registry = office.issuer.registry
    #expect(try registry.report(number: office.number(1))?.status == .valid)
    #expect(try registry.report(number: office.number(2))?.status == .revoked && registry.pendingReports() == [])
    #expect(try office.audit().isClean && registry.logSize() == 2)
    #expect(try office.issue(3, to: "2.pdf", after: 1).superseded == [office.number(1)])
  }

  /// What is at a path may be an issued report: it stays, and nothing is registered, unless somebody says otherwise.
  @Test func aFileThatIsThereIsWrittenOverOnlyByWhoSaysSo() throws {
    let office = try Office()
    try office.issue(1, to: "a.pdf")
    let path = office.folder + "/a.pdf"
    #expect(throws: FileError.exists(path: path)) { try office.issue(2, to: "a.pdf") }
    #expect(try office.issuer.registry.logSize() == 1 && office.audit().isClean)
    let (report, subject) = try office.report(3)
    _ = try office.issuer.issue(report, by: office.press, subject: subject, to: path, overwrites: true)
    let audit = try office.audit()
    #expect(audit.isClean && audit.files == 1 && audit.replacedFiles == 1)
  }

  /// The name was free when issuing began, and is not when the file is to get it.
  @Test func aNameThatSomebodyTookMeanwhileIsNotTakenAway() throws {
    let office = try Office()
    let path = office.folder + "/a.pdf"
    var issuer = office.issuer
    issuer.registry = try Registry(
      database: SomethingInTheWay(office.folder + "/registry.sqlite") {
        try Data("a letter".utf8).write(to: URL(filePath: path))
      }, secret: [UInt8](repeating: 7, count: 32))
    try? FileManager.default.removeItem(atPath: path)
    let (report, subject) = try office.report(1)
    let error = try #require(throws: IssuingError.self) {
      try issuer.issue(report, by: office.press, subject: subject, to: path)
    }
    guard case .unpublished = error else {
      Issue.record("\(error)")
      return
    }
    #expect(FileManager.default.contents(atPath: path) == Data("a letter".utf8))
    #expect(try office.issuer.registry.recover(.onDisk).map(\.outcome) == [.occupied])
    try FileManager.default.removeItem(atPath: path)
    #expect(try office.issuer.registry.recover(.onDisk).map(\.outcome) == [.placed])
    #expect(try office.audit().isClean)
  }

  /// The one moment between commit and name: the error says where the file is, and `recover` puts it in its place.
  @Test func aFileWithoutItsNameIsNamedAndRecovered() throws {
    let office = try Office()
    let (report, subject) = try office.report(1)
    let path = office.folder + "/a.pdf"
    // Somebody makes a folder of that name while the report is being registered.
    var issuer = office.issuer
    issuer.registry = try Registry(
      database: SomethingInTheWay(office.folder + "/registry.sqlite") {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      }, secret: [UInt8](repeating: 7, count: 32))
    let error = try #require(throws: IssuingError.self) {
      try issuer.issue(report, by: office.press, subject: subject, to: path)
    }
    guard case .unpublished(let number, let hidden, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(try number == office.number(1) && error.remedy == .recoverReports)
    #expect(try office.files == [(hidden as NSString).lastPathComponent, "a.pdf"].sorted())
    #expect(try office.audit().isClean, "the hidden file is where the registry expects it")

    try FileManager.default.removeItem(atPath: path)
    let recovered = try office.issuer.registry.recover(.onDisk)
    #expect(recovered.map(\.outcome) == [.placed] && recovered.first?.path == path)
    #expect(try office.files == ["a.pdf"] && office.audit().isClean)
    #expect(try office.issuer.registry.recover(.onDisk) == [], "once is enough")
  }
}

/// A database after whose commit of a report something stands where the report's file should go.
private struct SomethingInTheWay: SQLDatabase {
  let database: SQLiteDatabase
  let put: @Sendable () throws -> Void
  init(_ file: String, put: @escaping @Sendable () throws -> Void) throws {
    (database, self.put) = (try SQLiteDatabase(path: file), put)
  }

  var dialect: SQLDialect { database.dialect }
  var location: String { database.location }

  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    let result = try database.write(durability, body)
    try put()
    return result
  }
  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try database.read(body) }
}
