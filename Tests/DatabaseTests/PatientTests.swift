import Database
import Synchronization
import Testing

/// A transaction that the database undid is made anew, for so long; what will not change by itself is told at once.
@Suite struct PatientTests {
  /// A database that refuses the first transactions, each with the next of the errors. Every transaction takes a second.
  private final class Stubborn: SQLDatabase {
    let errors: Mutex<[DatabaseError]>
    let transactions = Mutex(0)
    let time: Time
    var dialect: SQLDialect { .sqlite }
    var location: String { "here" }

    init(_ errors: [DatabaseError], _ time: Time) {
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
    func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int { 0 }
    func query(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> [SQLRow] { [] }
    func load(into table: String, _ columns: [String], _ rows: (_ add: RowSink) throws -> Void) -> Int { 0 }
  }

  private final class Time: Sendable {
    let seconds = Mutex(0.0)
    let pauses = Mutex<[Double]>([])
    func patience(locked: Double) -> Patience {
      var patience = Patience()
      patience.lockedSeconds = locked
      patience.now = { self.seconds.withLock { $0 } }
      patience.sleep = { pause in
        self.seconds.withLock { $0 += pause }
        self.pauses.withLock { $0.append(pause) }
      }
      patience.random = { 1 }
      return patience
    }
  }

  /// - Returns: how often the transaction was made, and what came of it.
  private func outcome(
    _ errors: [DatabaseError], locked: Double = 0, time: Time = Time()
  ) -> (transactions: Int, error: DatabaseError?) {
    let base = Stubborn(errors, time)
    let database = PatientDatabase(base: base, patience: time.patience(locked: locked))
    do {
      #expect(try database.write { _ in 7 } == 7)
      return (base.transactions.withLock { $0 }, nil)
    } catch {
      return (base.transactions.withLock { $0 }, error as? DatabaseError)
    }
  }

  private let conflict = DatabaseError.conflict(location: "here")
  private let locked = DatabaseError.locked(location: "here")

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
    for error in [
      DatabaseError.diskFull(location: "here"), .outcomeUnknown(location: "here"),
      .constraint(location: "here", problem: ""),
    ] {
      #expect(outcome([error], locked: 60) == (1, error))
    }
  }
}
