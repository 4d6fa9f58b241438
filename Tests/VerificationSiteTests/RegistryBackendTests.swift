import Attestation
import BlockingWork
import Database
import DatabaseSQLite
import DatabaseTesting
import Foundation
import Installation
import PDFReading
import ReportKinds
import ScratchFolders
import Testing
import VerifierSetup
import Verifying
import WebTesting

@testable import Registry
@testable import VerificationSite
@testable import Web

/// The backend over a real registry, in a folder of its own.
private struct Office: Sendable {
  static let number = "20261118181640123K7Q2Z"
  static let checkCode = CheckCode(random: 0x12_3456_789a)

  let folder: String
  let home: Home
  let registry: Registry
  let keys: KeyStore.Contents
  let time = TestTime()
  let backend: RegistryBackend
  let files: FilePool
  var now: Int64 { fixtureNow + Int64(time.now) }

  init() throws {
    folder = try scratchFolder() + "/home"
    home = try Home(path: folder, environment: [:])
    let time = time
    let now: @Sendable () -> Int64 = { fixtureNow + Int64(time.now) }
    keys = try home.openKeys(now: now())
    let resources = try Resources(given: nil, executable: nil, workingFolder: templateFolder + "/../..")
    files = FilePool(reader: try .besideThisProgram(), processors: 2)
    registry = try home.openRegistry()
    backend = RegistryBackend(
      home: home, registry: registry,
      formats: sampleFormats, reproduce: reproducesNothing,
      resources: resources, pool: BlockingPool(threads: 4),
      files: files, now: now)
  }

  func claims(_ status: ReportClaims.StatusReference) throws -> ReportClaims {
    try ReportClaims(
      issuedAt: now, expiresAt: now + 30 * 86_400, kind: .enterprise, catalogueVersion: 1, number: Self.number,
      subject: "示例（广东）贸易有限公司", ident: "91440300MA5EXAMP0C", days: 20_000...20_775, recordCount: 3, pages: 8,
      digest: Array(0..<32), status: status, terms: nil)
  }

  /// As another process would: by a registry of its own on the same file.
  func elsewhere() throws -> Registry { try home.openRegistry() }

  func issue(_ files: [FileRecord] = []) throws -> Token {
    let request = Registry.Request(
      number: Self.number, kind: .enterprise, subject: "91440300MA5EXAMP0C", checkCode: Self.checkCode,
      supersession: .none, issuedAt: now, expiresAt: now + 30 * 86_400)
    return try elsewhere().issue(request, log: LogSigner(key: keys.log)) { status in
      try Token.sign(try claims(status), with: keys.reports)
    } finish: { admission in
      (admission.token, files)
    }
  }
}

private func upload(_ bytes: [UInt8], from client: UInt64) -> Upload {
  Upload(bytes: bytes, place: UploadMemory(limit: 1 << 30).place(for: IPAddress(high: 0, low: client)) {})
}

@Suite(.scratchFolders) struct RegistryBackendTests {
  private let inquiry = Inquiry(channel: .apiCode, agency: "GD-07")

  @Test func aRegisteredReportIsValidAndAReceiptIsGiven() async throws {
    let office = try Office()
    let token = try office.issue()
    let answer = try await office.backend.verify(token: token, from: .digits, for: inquiry)
    #expect(answer.verification.answer == .valid && answer.verification.claims?.number == Office.number)
    #expect(
      !answer.verification.notes.contains(.statusNotChecked) && !answer.verification.notes.contains(.logNotChecked))

    let receipt = try #require(answer.receipt)
    #expect(receipt.code == "VALID" && receipt.channel == "api-code" && receipt.number.hasPrefix("1-"))
    let signed = try SignedReceipt(bytes: receipt.signed).verified(by: office.keys.trustList.keys, at: office.now)
    #expect(signed.number == receipt.number && signed.leaf?.bytes == receipt.leaf && signed.answer == "VALID")

    var again = try #require(try await office.backend.receipt(number: receipt.number))
    #expect(try SignedReceipt(bytes: again.signed).verified(by: office.keys.trustList.keys, at: office.now) == signed)
    again.signed = receipt.signed
    #expect(again == receipt)
    for guess in ["1-000000000000", "2-" + receipt.number.dropFirst(2), "1", "0-", "x", "-1-A", receipt.number + "0"] {
      #expect(try await office.backend.receipt(number: guess) == nil, "\(guess)")
    }
  }

  /// Whoever makes up codes and numbers leaves a number behind, however often they ask.
  @Test func strangersFillNoJournal() async throws {
    let office = try Office()
    _ = try office.issue()
    let forged = try Token.sign(try office.claims(.init(7)), with: SigningKey())
    for _ in 0..<40 {
      let answer = try await office.backend.verify(token: forged, from: .digits, for: inquiry)
      #expect(answer.verification.answer.code == "UNKNOWN_KEY" && answer.receipt == nil)
      let byNumber = try await office.backend.verify(
        number: Office.number, checkCode: "0000-0000", comparingFile: nil, for: Inquiry(channel: .pageNumber))
      #expect(byNumber == .refused)
      office.time.pass(10)
    }
    // Nothing before its time, each count once, and at the end what there is.
    try await office.backend.settle(isLast: false)
    #expect(try office.elsewhere().journalHead() == nil)
    office.time.pass(3200)
    for _ in 0..<2 { try await office.backend.settle(isLast: false) }
    #expect(try office.elsewhere().journalHead()?.sequence == 2)
    _ = try await office.backend.verify(token: forged, from: .digits, for: inquiry)
    try await office.backend.settle(isLast: false)
    for _ in 0..<2 { try await office.backend.settle(isLast: true) }
    #expect(try office.elsewhere().journalHead()?.sequence == 3)
    let audit = try office.elsewhere().audit(keys: [office.keys.log.publicKey])
    #expect(audit.isClean && audit.verifications == 0 && audit.countedVerifications == 81)
  }

  /// It is ready if it can be written, and however many ask, one write in five seconds tells.
  @Test func whatCannotBeWrittenIsNotReady() async throws {
    let office = try Office()
    for _ in 0..<20 { try await office.backend.checkReady() }
    office.time.pass(4)
    try await office.backend.checkReady()
    let writes = { try office.elsewhere().database.read { try $0.query("SELECT written_at FROM write_trial") } }
    #expect(try writes().map { try $0.integer("written_at") } == [office.now - 4])
    // As if the disk had gone read-only under it.
    _ = try office.elsewhere().database.write { session in try session.execute("DROP TABLE write_trial") }
    try await office.backend.checkReady()
    office.time.pass(2)
    for _ in 0..<2 {
      await #expect(throws: BackendFailure.self) { try await office.backend.checkReady() }
    }
    #expect(await office.backend.canAnswer(), "what only reads is answered")
  }

  /// A genuine report is told as one, without a receipt, and not ready is what cannot record. What was not recorded is counted
  /// when there is room again.
  @Test func onAFullDiskAnswersHaveNoReceipt() async throws {
    let office = try Office()
    let token = try office.issue()
    try office.registry.database.fillDisk(under: "journal")
    var (recorded, unrecorded, isReady) = (0, 0, true)
    // The last pages have room for a few rows.
    for _ in 0..<200 where isReady {
      let answer = try await office.backend.verify(token: token, from: .digits, for: inquiry)
      #expect(answer.verification.answer == .valid)
      #expect((answer.receipt == nil) == answer.verification.notes.contains(.notRecorded))
      if answer.receipt == nil { unrecorded += 1 } else { recorded += 1 }
      #expect(answer.unrecorded?.contains("no space is left") ?? true)
      office.time.pass(6)
      do { try await office.backend.checkReady() } catch {
        #expect("\(error)".contains("no space is left"))
        isReady = false
      }
    }
    #expect(!isReady && unrecorded > 0)
    #expect(await office.backend.canAnswer())
    await #expect(throws: RegistryError.self) { try await office.backend.settle(isLast: true) }

    try office.registry.database.freeDisk(under: "journal")
    office.time.pass(6)
    try await office.backend.checkReady()
    let answer = try await office.backend.verify(token: token, from: .digits, for: inquiry)
    #expect(answer.receipt != nil && !answer.verification.notes.contains(.notRecorded))
    let audit = try office.elsewhere().audit(keys: [office.keys.log.publicKey])
    #expect(audit.findings == [] && audit.verifications == recorded + 1)
    #expect(audit.countedVerifications == Int64(unrecorded))
  }

  /// What was issued as a PDF says nothing of a file of another format, but that it is none of those issued.
  @Test func theDigestIsThatOfTheFileOfTheSameFormat() throws {
    func told(_ files: [FileRecord], _ format: String?) throws -> IssuedFileDigest? {
      let office = try Office()
      let token = try ReceivedToken(office.issue(files))
      guard
        case .known(let known) = try RegistryStatuses(office.elsewhere())
          .finding(of: token, fileFormat: format)
      else { return nil }
      return known.file
    }
    let (pdf, text) = (
      FileRecord(format: "pdf", sha256: Array(repeating: 1, count: 32)),
      FileRecord(format: "txt", sha256: Array(repeating: 2, count: 32))
    )
    #expect(try told([pdf, text], "pdf") == .known(Array(repeating: 1, count: 32)))
    #expect(try told([pdf, text], "txt") == .known(Array(repeating: 2, count: 32)))
    #expect(try told([pdf, text], nil) == .unknown)
    #expect(try told([pdf], "txt") == .inDoubt("the report was issued in no file of this format"))
    #expect(
      try told([], "txt") == .unknown
        && told([FileRecord(format: "pdf", sha256: nil, path: "/a.pdf")], "txt") == .unknown)
  }

  /// Files that take for ever have all threads for files, and the registry's answers come all the same.
  @Test func numberAndCodeNeverWaitForFiles() async throws {
    let (office, gate) = (try Office(), Gate())
    let token = try office.issue()
    let (lanes, most) = (office.files.lanes, 2 * (2 + FilePool.mostWaiting))
    let work = (0..<most).map { number in
      Task { [place = upload([], from: UInt64(number)).place] in
        try await lanes.run(number % 2 == 0 ? .pictures : .documents, holding: place, gate.work)
      }
    }
    for _ in 0..<2000 where lanes.count.working + lanes.count.waiting < most {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(lanes.count.working == 4)
    let picture = upload(try fixture("code.png"), from: 1000)
    await #expect(throws: PoolIsFull.self) { try await office.backend.examine(picture: picture, .png) }
    await #expect(throws: PoolIsFull.self) {
      try await office.backend.verify(
        document: upload(Array("%PDF-1.7".utf8), from: 1000), as: PDFFormat(), for: inquiry)
    }
    #expect(try await office.backend.verify(token: token, from: .digits, for: inquiry).verification.answer == .valid)
    let code = Office.checkCode.description
    let byNumber = try await office.backend.verify(
      number: Office.number, checkCode: code, comparingFile: nil, for: inquiry)
    guard case .answer(let answer) = byNumber else { return #expect(Bool(false), "the number was not answered") }
    #expect(answer.verification.answer == .valid)
    for _ in work { gate.opened.signal() }
    for task in work { try await task.value }
    let read = try await office.backend.examine(picture: picture, .png)
    #expect(read.findings.map(\.verification.source) == [.image])
  }

  @Test func aRevocationElsewhereCountsAtOnce() async throws {
    let office = try Office()
    let token = try office.issue()
    #expect(try await office.backend.verify(token: token, from: .digits, for: inquiry).verification.answer == .valid)
    let elsewhere = try office.elsewhere()
    try elsewhere.setStatus(of: Office.number, to: .suspended, reason: "异议处理", at: office.now)
    #expect(
      try await office.backend.verify(token: token, from: .digits, for: inquiry).verification.answer
        == .status(.suspended))
    try elsewhere.setStatus(of: Office.number, to: .revoked, reason: "数据有误", at: office.now)
    let answer = try await office.backend.verify(token: token, from: .digits, for: inquiry)
    #expect(answer.verification.answer == .status(.revoked) && answer.verification.statusReason == "数据有误")
    #expect(answer.receipt?.code == "REVOKED")
  }

  @Test func aGoodSignatureThatNobodyRegisteredIsRefused() async throws {
    let office = try Office()
    _ = try office.issue()
    let token = try Token.sign(try office.claims(.init(7)), with: office.keys.reports)
    #expect(
      try await office.backend.verify(token: token, from: .digits, for: inquiry).verification.answer == .notRegistered)
  }

  @Test func numberAndCheckCodeFindTheReportHoweverManyMistype() async throws {
    let office = try Office()
    _ = try office.issue()
    let backend = office.backend
    for number in [Office.number, "20261118181640123AAAAA"] {
      for _ in 0..<12 {
        #expect(
          try await backend.verify(number: number, checkCode: "0000-0000", comparingFile: nil, for: inquiry) == .refused
        )
      }
    }
    guard
      case .answer(let answer) = try await backend.verify(
        number: Office.number, checkCode: Office.checkCode.description.lowercased(), comparingFile: nil,
        for: inquiry)
    else { return #expect(Bool(false), "the right pair was not answered") }
    #expect(answer.verification.answer == .valid && answer.verification.source == .number)
    #expect(
      try await backend.verify(number: Office.number, checkCode: "no code", comparingFile: nil, for: inquiry)
        == .refused)
  }

  @Test func whatIsPublishedHoldsWithoutAsking() async throws {
    let office = try Office()
    let token = try office.issue()
    try office.elsewhere().setStatus(of: Office.number, to: .revoked, reason: "数据有误", at: office.now)
    let root = try #require(try KeyStore(directory: office.home.keys).pinnedRoot())
    let list = try SignedTrustList(bytes: try #require(try await office.backend.trustList())).verified(byRoot: root)
    let place = try ReceivedToken(token).claims.status
    let status = try SignedStatusList(bytes: try #require(try await office.backend.statusList(place.list)))
      .verified(by: list.keys, at: office.now)
    #expect(status.content[place.index] == .revoked)
    #expect(try await office.backend.statusList(place.list &+ 1) == nil)
    let bundle = try SignedBundle(bytes: try #require(try await office.backend.bundle()))
      .verified(byRoot: root, at: office.now)
    #expect(bundle.checkpoint?.size == 1 && bundle.files.keys.contains("templates/enterprise.yaml"))
    #expect(try await office.backend.checkpoint() != nil)
    #expect(await office.backend.canAnswer())
    try await office.backend.checkReady()
  }
}
