import Attestation
import Database
import DatabaseTesting
import Foundation
import ReportKinds
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

@Suite(.scratchFolders) struct IssueTests {
  struct Stop: Error, Equatable {}

  @Test(arguments: Store.allCases)
  func aReportIsRegisteredWithItsTokenAndAProof(store: Store) throws {
    let registry = try store.registry()
    for index in 0..<20 {
      let request = sampleRequest(sampleNumber(index), subject: "subject \(index)")
      let admission = try registry.issue(request)
      #expect(admission.index == UInt64(index))
      let payload = try ReceivedToken(admission.token).leaf
      let checkpoint = try admission.proof.verified(leaf: payload, by: [sampleLogKey.publicKey])
      #expect(checkpoint.size == UInt64(index) + 1)

      let report = try #require(try registry.report(number: request.number))
      #expect(report.token == admission.token)
      #expect(report.status == .valid)
      #expect(report.kind == .enterprise)
      #expect(report.issuedAt == request.issuedAt && report.expiresAt == request.expiresAt)
      #expect(report.logIndex == admission.index)
      #expect(try registry.report(leaf: payload) == report)
      #expect(try registry.report(try ReceivedToken(admission.token).claims.status) == report)
    }
    #expect(try registry.logSize() == 20)
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aTakenNumberIsRefusedAndNothingIsSigned(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(1)
    let request = sampleRequest(sampleNumber(1), subject: "another")
    #expect(throws: RegistryError.numberTaken(request.number)) {
      try registry.issue(
        request, log: sampleLog,
        sign: { _ in
          Issue.record("signed a token for a number that is taken")
          throw Stop()
        }, finish: { ($0, []) })
    }
    #expect(try registry.logSize() == 1)
  }

  @Test(arguments: Store.allCases)
  func whatFailsOnTheWayLeavesNothing(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(sampleRequest(sampleNumber(0), supersedes: true))
    let before = try registry.everything()
    let request = sampleRequest(sampleNumber(1), supersedes: true)

    #expect(throws: Stop.self) {
      try registry.issue(
        request, log: sampleLog, sign: { _ in throw Stop() }, finish: { ($0, []) })
    }
    #expect(try registry.everything() == before)
    #expect(throws: Stop.self) {
      try registry.issue(
        request, log: sampleLog, sign: { try sampleToken(request, $0) },
        finish: { _ -> (Int, [FileRecord]) in throw Stop() })
    }
    #expect(try registry.everything() == before)

    // And the next one goes as if nothing had been.
    try registry.issue(request)
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    #expect(try registry.audit().isClean)
  }

  /// A process that is killed says nothing to the database: its connection just ends. Here each statement in turn is the
  /// last.
  @Test(arguments: Store.allCases)
  func afterAnyStatementAllOrNothing(store: Store) throws {
    let location = try store.location()
    let registry = try location.registry()
    try registry.issue(sampleRequest(sampleNumber(0)))
    let before = try registry.everything()
    let request = sampleRequest(sampleNumber(1), supersedes: true)
    var statements = 0
    while true {
      let failing = try Registry(
        database: FailingDatabase(base: try location.database(), allowed: statements), secret: sampleSecret)
      do {
        try failing.issue(request)
        break
      } catch is FailingDatabase.Failure {
        #expect(try registry.everything() == before, "after \(statements) statements")
      }
      statements += 1
    }
    #expect(statements > 10)
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aTokenOfAnotherReportIsRefused(store: Store) throws {
    let registry = try store.registry()
    let request = sampleRequest(sampleNumber(1))
    let others: [(String, Registry.Request)] = [
      ("number", sampleRequest(sampleNumber(2))), ("kind", sampleRequest(sampleNumber(1), kind: .noViolation)),
      ("time of issue", sampleRequest(sampleNumber(1), issuedAt: sampleNow + 1)),
    ]
    for (claim, other) in others {
      #expect(throws: RegistryError.tokenDiffers(claim: claim)) {
        try registry.issue(
          request, log: sampleLog, sign: { try sampleToken(other, $0) }, finish: { ($0, []) })
      }
    }
    #expect(throws: RegistryError.tokenDiffers(claim: "place in the status list")) {
      try registry.issue(
        request, log: sampleLog, sign: { try sampleToken(request, .init($0.value ^ 1)) },
        finish: { ($0, []) })
    }
    #expect(throws: TokenRefusal.self) {
      try registry.issue(
        request, log: sampleLog, sign: { _ in Token(bytes: [1]) }, finish: { ($0, []) })
    }
    #expect(try registry.logSize() == 0)
  }

  @Test(arguments: Store.allCases)
  func aNewReportSupersedesThoseOfTheSameSubjectAndKind(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(sampleRequest(sampleNumber(0)))
    try registry.issue(sampleRequest(sampleNumber(1), kind: .noViolation))
    try registry.issue(sampleRequest(sampleNumber(2), subject: "another"))
    try registry.issue(sampleRequest(sampleNumber(3)))
    try registry.setStatus(of: sampleNumber(3), to: .suspended, reason: "异议处理中", at: sampleNow)
    try registry.issue(sampleRequest(sampleNumber(4)))
    try registry.setStatus(of: sampleNumber(4), to: .revoked, reason: "数据有误", at: sampleNow)
    try registry.issue(sampleRequest(sampleNumber(5), supersedes: true, issuedAt: sampleNow + 60))

    let statuses = try (0...5).map { try registry.status(sampleNumber($0)) }
    #expect(statuses == [.superseded, .valid, .valid, .superseded, .revoked, .valid])
    let old = try #require(try registry.report(number: sampleNumber(0)))
    #expect(old.reason == "superseded by \(sampleNumber(5))")
    #expect(old.statusChangedAt == sampleNow + 60)
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func twoWhoIssueAtOnceMakeOneLog(store: Store) throws {
    let location = try store.location()
    let failures = Mutex<[String]>([])
    // Each with connections of its own, as two processes have.
    let registries = try (0..<2).map { _ in try location.registry() }
    let threads = registries.enumerated().flatMap { process, registry in
      (0..<2).map { thread in
        Thread {
          for index in 0..<50 {
            do {
              try registry.issue(
                sampleRequest(
                  sampleNumber(process * 1000 + thread * 100 + index), subject: "subject \(index % 10)",
                  supersedes: true))
            } catch { failures.withLock { $0.append("\(error)") } }
          }
        }
      }
    }
    for thread in threads { thread.start() }
    while !threads.allSatisfy(\.isFinished) { Thread.sleep(forTimeInterval: 0.01) }

    #expect(failures.withLock { $0 } == [])
    let registry = try location.registry()
    let audit = try registry.audit()
    #expect(audit.findings == [])
    #expect(audit.reports == 200 && audit.checkpoints == 200)
    // Of each subject the last one holds.
    #expect(try registry.reports(.init(status: .valid), limit: 1000).count == 10)
  }

  @Test(arguments: Store.allCases)
  func aStatusIndexIsNeverUsedTwice(store: Store) throws {
    // A list of 16 indices, and a generator that likes the same ones.
    let draws = Mutex<UInt32>(0)
    let indices = StatusIndexAllocator(
      size: 16, lists: 2,
      draw: { size in
        draws.withLock {
          $0 += 1
          return $0 / 3 % size
        }
      })
    let registry = try store.location().registry(statusIndices: indices)
    for index in 0..<16 { try registry.issue(index) }
    let references = try (0..<16).map { try #require(try registry.report(number: sampleNumber($0))).statusReference }
    #expect(Set(references.map(\.value)).count == 16)
    // Half full is left for the next, and when all are, that is said.
    #expect(references.map(\.list) == Array(repeating: 0, count: 8) + Array(repeating: 1, count: 8))
    #expect(throws: RegistryError.statusListsFull(location: registry.location)) { try registry.issue(16) }
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func statusIndicesAreRandom(store: Store) throws {
    let registry = try store.registry()
    let indices = try (0..<8).map { index in
      try registry.issue(index)
      return try #require(try registry.report(number: sampleNumber(index))).statusReference.index
    }
    #expect(indices.sorted() != indices || Set(indices.map { $0 >> 20 }).count > 1)
    #expect(Set(indices).count == 8)
  }

  @Test(arguments: Store.allCases)
  func anotherSecretIsRefused(store: Store) throws {
    let location = try store.location()
    let registry = try location.registry()
    #expect(throws: RegistryError.otherSecret(location: registry.location)) {
      try location.registry(secret: [UInt8](repeating: 7, count: 32))
    }
    #expect(throws: RegistryError.self) { try location.registry(secret: [1, 2, 3]) }
    _ = try location.registry()
  }

  @Test(arguments: Store.allCases)
  func theDatabaseHoldsNoSubjectAndNoCode(store: Store) throws {
    let registry = try store.registry()
    let request = sampleRequest(sampleNumber(0), kind: .personal, subject: "11010519491231002X")
    _ = try registry.issue(
      request, log: sampleLog,
      sign: { reference in
        var shown = request
        shown.subject = "**************002X"
        return try sampleToken(shown, reference, subject: "张*")
      }, finish: { ($0, []) })
    let text = try registry.everything()
    #expect(text.contains(sampleNumber(0)))
    for secret in ["11010519491231002X", sampleCode.compact, sampleCode.description] {
      #expect(!text.contains(secret))
      #expect(!text.contains(Array(secret.utf8).map { "\($0)" }.joined(separator: ", ")))
    }
  }
}

/// A database whose connection ends after so many statements of a writing transaction.
struct FailingDatabase: SQLDatabase {
  struct Failure: Error {}
  let base: any SQLDatabase
  let allowed: Int
  var dialect: SQLDialect { base.dialect }
  var location: String { base.location }

  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try base.read(body) }

  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    try base.write(durability) { session in
      let counting = CountingSession(base: session, rest: allowed)
      do {
        let result = try body(counting)
        if counting.hasFailed { throw Failure() }
        return result
      } catch { throw counting.hasFailed ? Failure() : error }
    }
  }
}

private final class CountingSession: SQLSession {
  let base: any SQLSession
  var rest: Int
  var hasFailed = false
  init(base: any SQLSession, rest: Int) { (self.base, self.rest) = (base, rest) }

  private func count() throws(DatabaseError) {
    guard rest > 0 else {
      hasFailed = true
      throw .unreachable(location: "test", problem: "gone")
    }
    rest -= 1
  }
  func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int {
    try count()
    return try base.execute(sql, values)
  }
  func query(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
    try count()
    return try base.query(sql, values)
  }
  func load(into table: String, _ columns: [String], _ rows: (_ add: RowSink) throws -> Void) throws -> Int {
    try count()
    return try base.load(into: table, columns, rows)
  }
}

extension Registry {
  /// All that the tables hold, to be compared.
  func everything() throws -> String {
    let tables = [
      "report ORDER BY log_index", "status_list ORDER BY list", "status_change ORDER BY sequence",
      "log_node ORDER BY level, place", "log_checkpoint ORDER BY size", "chain_tail ORDER BY chain",
      "journal ORDER BY sequence", "failed_lookup ORDER BY bucket", "issued_file ORDER BY sequence",
      "report_file ORDER BY number, format", "pending_action ORDER BY id", "action_change ORDER BY sequence",
    ]
    return try database.read { session in
      try tables.map { table in "\(table): \(try session.query("SELECT * FROM \(table)", []))" }
        .joined(separator: "\n")
    }
  }
}
