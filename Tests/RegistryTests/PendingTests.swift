import Attestation
import Crypto
import DatabaseTesting
import Foundation
import ReportKinds
import ScratchFolders
import Testing

@testable import Registry

/// Between the two steps of issuing a report is nothing that anybody is told of, and it becomes a report or a revoked
/// number, whatever happens.
@Suite(.scratchFolders) struct PendingTests {
  private let request = sampleRequest(sampleNumber(1), supersedes: true)

  private func admit(
    _ registry: Registry, _ request: Registry.Request, files: [FileRecord] = [],
    at now: Int64 = sampleNow
  ) throws -> Registry.Admission {
    try registry.admit([request], files: [files], log: sampleLog, at: now) { references in
      try references.map { try sampleToken(request, $0) }
    }[0]
  }

  @discardableResult
  private func confirm(
    _ registry: Registry, _ request: Registry.Request, _ admission: Registry.Admission,
    _ file: FileRecord = FileRecord(sha256: sampleSecret, path: "/reports/1.pdf")
  ) throws -> [String] {
    try registry.confirm([request], [admission], [.init((), files: [file])])[0].superseded
  }

  @Test(arguments: Store.allCases)
  func whatIsPendingAnswersNoQuestion(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let admission = try admit(registry, request)
    let received = try ReceivedToken(admission.token)
    #expect(try registry.report(number: request.number) == nil)
    #expect(try registry.report(leaf: received.leaf) == nil)
    #expect(try registry.report(received.claims.status) == nil)
    #expect(try registry.report(number: request.number, of: sampleSubject) == nil)
    #expect(try registry.report(number: request.number, checkCode: sampleCode, at: sampleNow) == .refused)
    #expect(try registry.reports(limit: 10).map(\.number) == [sampleNumber(0)])
    #expect(try registry.fileDigest(of: request.number, format: "pdf") == nil)
    let unknown = RegistryError.noSuchReport(number: request.number)
    #expect(throws: unknown) { try registry.proof(number: request.number, signedBy: sampleLog) }
    #expect(throws: unknown) {
      try registry.setStatus(of: request.number, to: .revoked, reason: "有误", at: sampleNow)
    }
    #expect(throws: unknown) { try registry.object(to: request.number, of: sampleSubject, text: "有误", at: sampleNow) }
    // It has not come out, and so replaces nothing; but its number and its place in the log are its own.
    #expect(try registry.status(sampleNumber(0)) == .valid)
    #expect(throws: RegistryError.numberTaken(request.number)) { try registry.issue(request) }
    #expect(try registry.logSize() == 2)
    let audit = try registry.audit()
    #expect(audit.isClean && audit.reports == 2 && audit.pending == 1)
  }

  @Test(arguments: Store.allCases)
  func whatIsConfirmedIsAReportLikeAnyOther(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let admission = try admit(registry, request)
    let checkpoint = try admission.proof.verified(
      leaf: ReceivedToken(admission.token).leaf, by: [sampleLogKey.publicKey])
    #expect(checkpoint.size == 2)
    #expect(try confirm(registry, request, admission) == [sampleNumber(0)])
    let report = try #require(try registry.report(number: request.number))
    #expect(
      report.token == admission.token && report.status == .valid && report.files.map(\.path) == ["/reports/1.pdf"])
    #expect(try registry.fileDigest(of: request.number, format: "pdf") == sampleSecret)
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    #expect(try registry.pendingReports() == [])
    #expect(try registry.audit().isClean)
    #expect(throws: RegistryError.notPending(number: request.number)) { try confirm(registry, request, admission) }
  }

  /// Whoever holds its file, by whatever way, holds a revoked report.
  @Test(arguments: Store.allCases)
  func whatIsWithdrawnIsRevokedAndReplacedNothing(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let admission = try admit(registry, request)
    #expect(try registry.withdraw([request.number, "unknown"], at: sampleNow + 5).map(\.number) == [request.number])
    let report = try #require(try registry.report(leaf: ReceivedToken(admission.token).leaf))
    #expect(report.status == .revoked && report.reason == "出具未完成" && report.files == [])
    #expect(try registry.status(sampleNumber(0)) == .valid)
    #expect(try registry.statusLists()[0][report.statusReference.index] == .revoked)
    #expect(try registry.audit().isClean)
    // Too late: nothing is changed any more.
    let before = try registry.everything()
    #expect(throws: RegistryError.notPending(number: request.number)) { try confirm(registry, request, admission) }
    #expect(try registry.withdraw([request.number], at: sampleNow + 9) == [])
    #expect(try registry.everything() == before)
  }

  /// A newer report came out while the older one was still waiting for its time stamp.
  @Test(arguments: Store.allCases)
  func anOlderReportNeverReplacesANewerOne(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let older = try admit(registry, request)
    let newer = sampleRequest(sampleNumber(2), supersedes: true)
    try registry.issue(newer)
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    #expect(try confirm(registry, request, older) == [])
    #expect(try registry.status(request.number) == .superseded && registry.status(newer.number) == .valid)
    #expect(try registry.audit().isClean)

    // And where the older one is given up, that stands in its history.
    let third = sampleRequest(sampleNumber(3), supersedes: true)
    _ = try admit(registry, third)
    try registry.issue(sampleRequest(sampleNumber(4), supersedes: true))
    #expect(try registry.withdraw([third.number], at: sampleNow).count == 1)
    #expect(try registry.statusChanges(of: third.number).map(\.to) == [.superseded, .revoked])
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func ofAGroupAllAreConfirmedOrNone(store: Store) throws {
    let registry = try store.registry()
    let requests = (1...3).map { sampleRequest(sampleNumber($0), subject: "\($0)") }
    let files = requests.map { _ in [FileRecord]() }
    let admissions = try registry.admit(requests, files: files, log: sampleLog, at: sampleNow) { references in
      try zip(requests, references).map { try sampleToken($0, $1) }
    }
    try registry.withdraw([sampleNumber(2)], at: sampleNow)
    #expect(throws: RegistryError.notPending(number: sampleNumber(2))) {
      try registry.confirm(
        requests, admissions, admissions.map { .init($0.index, files: [FileRecord(sha256: sampleSecret)]) })
    }
    #expect(try registry.pendingReports().map(\.number) == [sampleNumber(1), sampleNumber(3)])
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aTurnIsNotTakenByAReportThatNeverCameOut(store: Store) throws {
    let registry = try store.registry()
    func turn(_ number: String, at now: Int64) throws -> Registry.Turn {
      try registry.takeTurn(
        .init(number: number, kind: .enterprise, subject: sampleSubject, day: 20_000),
        most: .init(ofQuestion: 1, ofKind: 20), at: now)
    }
    #expect(try turn(request.number, at: sampleNow) == .granted)
    _ = try admit(registry, request)
    #expect(try turn(sampleNumber(2), at: sampleNow + 60) == .none(number: nil))
    #expect(try turn(sampleNumber(2), at: sampleNow + 301) == .granted)
  }

  /// The process ended: the file may be there, in part or whole, or not at all.
  @Test(arguments: Store.allCases)
  func whatWasBrokenOffIsGivenUpWithItsFile(store: Store) throws {
    let registry = try store.registry()
    let folder = try scratchFolder()
    func file(_ name: String) -> FileRecord {
      FileRecord(
        format: String(name.suffix(3)), sha256: nil, path: "\(folder)/\(name)", part: "\(folder)/.\(name).part")
    }
    _ = try admit(registry, sampleRequest(sampleNumber(0)), files: [file("0.pdf"), file("0.txt")], at: sampleNow - 100)
    _ = try admit(registry, sampleRequest(sampleNumber(1)), files: [file("1.pdf")], at: sampleNow - 100)
    _ = try admit(registry, sampleRequest(sampleNumber(2)), files: [file("2.pdf")], at: sampleNow - 10)
    for name in [".0.pdf.part", ".0.txt.part", ".2.pdf.part"] {
      try Data("whole or not".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }
    #expect(try registry.recover(.onDisk) == [], "none of them was issued")
    let givenUp = try registry.withdrawPending(before: sampleNow - 50, at: sampleNow, .onDisk)
    #expect(givenUp.map(\.number) == [sampleNumber(0), sampleNumber(1)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [".2.pdf.part"])
    #expect(try registry.pendingReports().map(\.number) == [sampleNumber(2)], "that one may be at work")
    let audit = try registry.audit(files: .onDisk)
    #expect(audit.isClean && audit.files == 0 && audit.pending == 1)
  }

  /// Killed after any statement of either step, a report is pending, or issued with all that belongs to it.
  @Test(arguments: Store.allCases)
  func afterAnyStatementOfTheSecondStepAllOrNothing(store: Store) throws {
    let location = try store.location()
    let registry = try location.registry()
    try registry.issue(0)
    let admission = try admit(registry, request)
    let before = try registry.everything()
    var statements = 0
    while true {
      let failing = try Registry(
        database: FailingDatabase(base: try location.database(), allowed: statements), secret: sampleSecret)
      do {
        try confirm(failing, request, admission)
        break
      } catch is FailingDatabase.Failure {
        #expect(try registry.everything() == before, "after \(statements) statements")
      }
      statements += 1
    }
    #expect(statements > 5)
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    #expect(try registry.audit().isClean)
  }
}
