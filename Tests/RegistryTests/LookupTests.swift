import Attestation
import Database
import DatabaseTesting
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

@Suite(.scratchFolders) struct LookupTests {
  private let number = sampleNumber(0)
  private let wrong = CheckCode(random: 1)

  @Test(arguments: Store.allCases)
  func theRightCodeFindsTheReport(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    guard case .found(let report) = try registry.report(number: number, checkCode: sampleCode, at: sampleNow) else {
      Issue.record("not found")
      return
    }
    #expect(report.number == number)
    // The same code belongs to one number.
    try registry.issue(sampleRequest(sampleNumber(1), checkCode: wrong))
    #expect(try registry.report(number: sampleNumber(1), checkCode: sampleCode, at: sampleNow) == .refused)
  }

  @Test(arguments: Store.allCases)
  func anUnknownNumberAndAWrongCodeAreTheSame(store: Store) throws {
    var registry = try store.registry()
    #expect(registry.wrongCodesAnHour == 10_000)
    registry.wrongCodesAnHour = 10
    try registry.issue(0)
    for index in [0, 77] {
      let answers = try (0..<12).map {
        try registry.report(number: sampleNumber(index), checkCode: wrong, at: sampleNow + $0)
      }
      #expect(
        answers == Array(repeating: .refused, count: 10)
          + Array(repeating: .throttled(until: sampleNow + 3600), count: 2))
    }
  }

  @Test(arguments: Store.allCases)
  func throttlingHoldsForTheRightCodeTooAndEndsAfterAnHour(store: Store) throws {
    var registry = try store.registry()
    #expect(registry.wrongCodesAnHour == 10_000)
    registry.wrongCodesAnHour = 10
    try registry.issue(0)
    for _ in 0..<10 { _ = try registry.report(number: number, checkCode: wrong, at: sampleNow) }
    for later in [0, 1, 3599] as [Int64] {
      #expect(
        try registry.report(number: number, checkCode: sampleCode, at: sampleNow + later)
          == .throttled(until: sampleNow + 3600))
    }
    guard case .found = try registry.report(number: number, checkCode: sampleCode, at: sampleNow + 3600) else {
      Issue.record("still throttled after an hour")
      return
    }
    // A new hour has ten new tries.
    let answers = try (0..<11).map { _ in try registry.report(number: number, checkCode: wrong, at: sampleNow + 3600) }
    #expect(answers == Array(repeating: .refused, count: 10) + [.throttled(until: sampleNow + 7200)])
  }

  @Test(arguments: Store.allCases)
  func rightCodesAreNotCounted(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    for _ in 0..<30 {
      guard case .found = try registry.report(number: number, checkCode: sampleCode, at: sampleNow) else {
        Issue.record("a clerk with the right code was refused")
        return
      }
    }
    for _ in 0..<9 { _ = try registry.report(number: number, checkCode: wrong, at: sampleNow) }
    guard case .found = try registry.report(number: number, checkCode: sampleCode, at: sampleNow) else {
      Issue.record("refused after nine wrong tries")
      return
    }
  }

  @Test(arguments: Store.allCases)
  func triesAtOnceAreAllCounted(store: Store) throws {
    let location = try store.location()
    try location.registry().issue(0)
    let refused = Mutex(0)
    let registries = try (0..<2).map { _ in
      var registry = try location.registry()
      registry.wrongCodesAnHour = 10
      return registry
    }
    DispatchQueue.concurrentPerform(iterations: 40) { turn in
      let answer = try? registries[turn % 2].report(number: number, checkCode: wrong, at: sampleNow)
      if answer == .refused { refused.withLock { $0 += 1 } }
    }
    #expect(refused.withLock { $0 } == 10)
  }

  @Test(arguments: Store.allCases)
  func countsAreForgottenWhenTheirHourIsOver(store: Store) throws {
    let registry = try store.registry()
    for index in 0..<50 { _ = try registry.report(number: sampleNumber(index), checkCode: wrong, at: sampleNow) }
    #expect(try registry.count("failed_lookup") == 50)
    _ = try registry.report(number: sampleNumber(99), checkCode: wrong, at: sampleNow + 3600)
    #expect(try registry.count("failed_lookup") == 1)
  }

  /// Whoever mistypes a number learns it, and nothing else is answered either way.
  @Test(arguments: Store.allCases)
  func onAFullDiskWrongCodesAreRefusedAllTheSame(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    try registry.database.fillDisk(under: "failed_lookup")
    for index in 0..<500 {
      #expect(try registry.report(number: sampleNumber(index), checkCode: wrong, at: sampleNow) == .refused)
    }
    #expect(try registry.count("failed_lookup") < 500, "the disk was never full")
    guard case .found = try registry.report(number: number, checkCode: sampleCode, at: sampleNow) else {
      Issue.record("the right code was refused")
      return
    }
  }

  /// Whatever is guessed, the table has so many rows at most.
  @Test func guessesShareASmallNumberOfCounts() throws {
    let secret = try RegistrySecret(sampleSecret)
    let buckets = (0..<2000).map { LookupThrottle(secret.hash(guessed: sampleNumber($0)), limit: 1, now: 0).bucket }
    #expect(buckets.allSatisfy { (0..<LookupThrottle.buckets).contains($0) } && Set(buckets).count > 1950)
    #expect(LookupThrottle.buckets == 1_048_576)
  }

  /// A clock that was a day ahead once must not close a number for a day.
  @Test(arguments: Store.allCases)
  func aClockSetBackThrottlesNobody(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    for _ in 0..<11 { _ = try registry.report(number: number, checkCode: wrong, at: sampleNow + 86_400) }
    #expect(try registry.report(number: number, checkCode: wrong, at: sampleNow) == .refused)
  }

  /// The same statements on both ways, so that the time tells nothing either; measured, and far from exact here, since
  /// other tests run at the same time.
  @Test(arguments: Store.allCases)
  func guessingTakesTheSameWork(store: Store) throws {
    let location = try store.location()
    let issuing = try location.registry()
    for index in 0..<50 { try issuing.issue(index) }
    let counted = StatementLog()
    let registry = try Registry(
      database: LoggingDatabase(base: try location.database(), log: counted), secret: sampleSecret)
    _ = counted.take()
    _ = try registry.report(number: sampleNumber(7), checkCode: wrong, at: sampleNow)
    let ofWrong = counted.take()
    _ = try registry.report(number: sampleNumber(999), checkCode: wrong, at: sampleNow)
    let ofUnknown = counted.take()
    #expect(ofWrong == ofUnknown)
    #expect(ofWrong.count == 4)
  }
}

extension Registry {
  func count(_ table: String) throws -> Int64 {
    try database.read { session in try session.query("SELECT COUNT(*) AS count FROM \(table)")[0].integer("count") }
  }
}

final class StatementLog: Sendable {
  private let statements = Mutex<[String]>([])
  func add(_ sql: String) { statements.withLock { $0.append(sql) } }
  func take() -> [String] {
    statements.withLock { all in
      defer { all = [] }
      return all
    }
  }
}

struct LoggingDatabase: SQLDatabase {
  let base: any SQLDatabase
  let log: StatementLog
  var dialect: SQLDialect { base.dialect }
  var location: String { base.location }
  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R {
    try base.read { try body(LoggingSession(base: $0, log: log)) }
  }
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    try base.write(durability) { try body(LoggingSession(base: $0, log: log)) }
  }
}

private struct LoggingSession: SQLSession {
  let base: any SQLSession
  let log: StatementLog
  func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int {
    log.add(sql)
    return try base.execute(sql, values)
  }
  func query(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
    log.add(sql)
    return try base.query(sql, values)
  }
  func load(into table: String, _ columns: [String], _ rows: (_ add: RowSink) throws -> Void) throws -> Int {
    log.add("load into \(table)")
    return try base.load(into: table, columns, rows)
  }
}
