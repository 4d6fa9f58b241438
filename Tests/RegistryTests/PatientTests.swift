import Attestation
import Synchronization
import Testing

@testable import Registry

/// A transaction that the database undid is made anew, for so long; what will not change by itself is told at once.
@Suite struct PatientTests {
  /// A database that refuses the first transactions, each with the next of the errors. Every transaction takes a second.
  private final class Stubborn: SQLDatabase {
    let errors: Mutex<[RegistryError]>
    let transactions = Mutex(0)
    let time: Time
    var dialect: SQLDialect { .sqlite }
    var place: String { "here" }

    init(_ errors: [RegistryError], _ time: Time) {
      self.errors = Mutex(errors)
      self.time = time
    }

    func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try body(Nothing()) }
    func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
      transactions.withLock { $0 += 1 }
      time.seconds.withLock { $0 += 1 }
      let result = try body(Nothing())
      if let error = errors.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw error }
      return result
    }
  }

  private struct Nothing: SQLSession {
    func execute(_ sql: String, _ values: [SQLValue]) throws(RegistryError) -> Int { 0 }
    func query(_ sql: String, _ values: [SQLValue]) throws(RegistryError) -> [SQLRow] { [] }
  }

  private final class Time: Sendable {
    let seconds = Mutex(0.0)
    let pauses = Mutex<[Double]>([])
    func patience(locked: Double) -> Patience {
      Patience(
        lockedSeconds: locked, now: { self.seconds.withLock { $0 } },
        sleep: { pause in
          self.seconds.withLock { $0 += pause }
          self.pauses.withLock { $0.append(pause) }
        }, random: { 1 })
    }
  }

  /// - Returns: how often the transaction was made, and what came of it.
  private func outcome(
    _ errors: [RegistryError], locked: Double = 0, time: Time = Time()
  ) -> (transactions: Int, error: RegistryError?) {
    let base = Stubborn(errors, time)
    let database = PatientDatabase(base: base, patience: time.patience(locked: locked))
    do {
      #expect(try database.write { _ in 7 } == 7)
      return (base.transactions.withLock { $0 }, nil)
    } catch {
      return (base.transactions.withLock { $0 }, error as? RegistryError)
    }
  }

  private let conflict = RegistryError.conflict(place: "here")
  private let locked = RegistryError.locked(place: "here")

  @Test func aTransactionThatMetAnotherIsMadeAnew() {
    #expect(outcome([]) == (1, nil))
    #expect(outcome([conflict, conflict]) == (3, nil))
    #expect(outcome(Array(repeating: conflict, count: 9)) == (10, nil))
  }

  @Test func notForEver() {
    #expect(outcome(Array(repeating: conflict, count: 50)) == (10, locked))
  }

  @Test func whoComesAgainComesLaterEachTimeButSoon() {
    let time = Time()
    _ = outcome(Array(repeating: conflict, count: 9), time: time)
    let pauses = time.pauses.withLock { $0 }
    #expect(pauses == pauses.sorted() && pauses.count == 9 && pauses.allSatisfy { (0.01...0.5).contains($0) })
  }

  @Test func aLockedDatabaseIsToldAtOnceToWhoHasNoTime() {
    #expect(outcome([locked]) == (1, locked))
  }

  @Test func aBatchWaitsForALockedDatabaseAndGoesOn() {
    #expect(outcome(Array(repeating: locked, count: 20), locked: 60) == (21, nil))
    #expect(outcome([locked, conflict, locked, conflict], locked: 60) == (5, nil))
  }

  @Test func aBatchDoesNotWaitForEver() {
    let (transactions, error) = outcome(Array(repeating: locked, count: 500), locked: 60)
    #expect(error == locked && (20...40).contains(transactions))
  }

  @Test func whatWillNotChangeByItselfIsToldAtOnce() {
    for error in [RegistryError.diskFull(place: "here"), .outcomeUnknown(place: "here"), .numberTaken("1")] {
      #expect(outcome([error], locked: 60) == (1, error))
    }
  }

  @Test(arguments: Store.allCases)
  func theWholeTransactionIsMadeAnew(store: Store) throws {
    let place = try store.place()
    let base = Undoing(base: try place.database(), times: 3)
    let registry = try Registry(database: base, secret: sampleSecret)
    try registry.issue(sampleRequest(sampleNumber(0)))
    base.left.withLock { $0 = 3 }
    let request = sampleRequest(sampleNumber(1), supersedes: true)
    var signed = 0
    let admission = try registry.issue(
      request, log: sampleLog,
      sign: {
        signed += 1
        return try sampleToken(request, $0)
      }, finish: { ($0, FileRecord(sha256: nil)) })
    #expect(signed == 4)
    #expect(try registry.report(number: request.number)?.token == admission.token, "the token of the last try")
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    let audit = try registry.audit()
    #expect(audit.isClean && audit.reports == 2 && audit.statusChanges == 1)
  }
}

/// A database that undoes transactions when they are done, as PostgreSQL does where two met.
private final class Undoing: SQLDatabase {
  let base: any SQLDatabase
  let left: Mutex<Int>
  var dialect: SQLDialect { base.dialect }
  var place: String { base.place }
  init(base: any SQLDatabase, times: Int) {
    self.base = base
    left = Mutex(times)
  }

  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try base.read(body) }
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    try base.write(durability) { session in
      let result = try body(session)
      let isUndone = left.withLock { left in
        left -= 1
        return left >= 0
      }
      if isUndone { throw RegistryError.conflict(place: place) }
      return result
    }
  }
}
