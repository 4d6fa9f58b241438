import Database
import Foundation

/// Reusable connections. The most recently returned one is taken first, so that few are open when few are needed.
///
/// Unchecked: all mutable state is under the condition's lock.
final class ConnectionPool: @unchecked Sendable {
  private let url: String
  private let location: String
  private let limit: Int
  private let condition = NSCondition()
  private var idle: [PostgresConnection] = []
  private var open = 0

  /// Seconds to wait for a connection.
  private static let patience = 10.0

  init(url: String, location: String, limit: Int) {
    (self.url, self.location, self.limit) = (url, location, max(1, limit))
  }

  func take() throws(DatabaseError) -> PostgresConnection {
    if let connection = try takeIdle() { return connection }
    // `takeIdle` already counted this connection as open, so that nobody waits for the lock while it connects.
    do { return try PostgresConnection(url: url, location: location) } catch {
      forget()
      throw error
    }
  }

  /// Nil: a new one may be opened, and already counts as open.
  private func takeIdle() throws(DatabaseError) -> PostgresConnection? {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    condition.lock()
    defer { condition.unlock() }
    while idle.isEmpty && open >= limit {
      guard condition.wait(until: deadline) else { throw .locked(location: location) }
    }
    if let connection = idle.popLast() { return connection }
    open += 1
    return nil
  }

  /// A connection that is lost or still in a transaction is closed instead.
  func giveBack(_ connection: PostgresConnection) {
    guard connection.isIdle else { return forget() }
    connection.isFirstUse = false
    condition.lock()
    idle.append(connection)
    condition.signal()
    condition.unlock()
  }

  private func forget() {
    condition.lock()
    open -= 1
    condition.signal()
    condition.unlock()
  }
}
