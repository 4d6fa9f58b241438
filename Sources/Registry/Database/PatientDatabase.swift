import Foundation

/// How long somebody tries before he says that it does not go.
struct Patience: Sendable {
  /// How often a transaction is tried that the database undid, because it met another one.
  var tries = 10
  /// Seconds for which a database that others hold is asked again, beyond what it waits by itself.
  var lockedSeconds = 0.0
  /// Seconds on a clock that never goes back.
  var now: @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
  var sleep: @Sendable (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
  /// From 0 to 1.
  var random: @Sendable () -> Double = { .random(in: 0...1) }
}

/// A database that is asked again where it undid a transaction for another's sake, or was held by others. The
/// transaction is made anew as a whole: what it read may have changed.
struct PatientDatabase: SQLDatabase {
  let base: any SQLDatabase
  var patience = Patience()

  var dialect: SQLDialect { base.dialect }
  var place: String { base.place }

  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R { try base.read(body) }

  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    let end = patience.now() + patience.lockedSeconds
    var undone = 0
    while true {
      do { return try base.write(durability, body) } catch RegistryError.conflict(let place) {
        undone += 1
        guard undone < patience.tries else { throw RegistryError.locked(place: place) }
        // Whoever met once would meet again if both came back at the same moment: 10 ms at first, half a second at last.
        pause(upTo: min(0.5, 0.01 * Double(1 << min(undone, 6))))
      } catch RegistryError.locked(let place) {
        guard patience.now() < end else { throw RegistryError.locked(place: place) }
        pause(upTo: 1)
      }
    }
  }

  /// At least half of it, so that waiting is not turning.
  private func pause(upTo seconds: Double) { patience.sleep(seconds * (1 + patience.random()) / 2) }
}
