import Foundation

/// How long to retry before giving up.
package struct Patience: Sendable {
  /// How often a transaction is tried that the database rolls back because of a conflict.
  package var tries = 10
  /// Seconds for which a locked database is retried, beyond what it waits by itself.
  package var lockedSeconds = 0.0
  /// Seconds on a monotonic clock.
  package var now: @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
  package var sleep: @Sendable (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
  /// From 0 to 1.
  package var random: @Sendable () -> Double = { .random(in: 0...1) }

  package init() {}
}

/// A database that is asked again if it rolled a transaction back because of a conflict, or if it was locked. The whole
/// transaction is repeated: what it read may have changed.
package struct PatientDatabase: SQLDatabase {
  package let base: any SQLDatabase
  package var patience: Patience

  package init(base: any SQLDatabase, patience: Patience = Patience()) {
    (self.base, self.patience) = (base, patience)
  }

  package var dialect: SQLDialect { base.dialect }
  package var location: String { base.location }

  package func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try base.read(body) }

  package func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    let end = patience.now() + patience.lockedSeconds
    var undone = 0
    while true {
      do { return try base.write(durability, body) } catch DatabaseError.conflict(let location) {
        undone += 1
        guard undone < patience.tries else { throw DatabaseError.locked(location: location) }
        // Two transactions that conflicted would conflict again if both came back at the same moment, so the pause is
        // random: up to 20 ms at first, half a second at last.
        pause(upTo: min(0.5, 0.01 * Double(1 << min(undone, 6))))
      } catch DatabaseError.locked(let location) {
        guard patience.now() < end else { throw DatabaseError.locked(location: location) }
        pause(upTo: 1)
      }
    }
  }

  /// At least half of it, so that this is not a busy wait.
  private func pause(upTo seconds: Double) { patience.sleep(seconds * (1 + patience.random()) / 2) }
}
