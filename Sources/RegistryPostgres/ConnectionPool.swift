import Foundation
import Registry

/// Connections that are used again. The last one given back is taken first, so that few are open when few are needed.
///
/// Unchecked: everything that changes is under the condition's lock.
final class ConnectionPool: @unchecked Sendable {
  private let url: String
  private let place: String
  private let limit: Int
  private let condition = NSCondition()
  private var idle: [PostgresConnection] = []
  private var open = 0

  /// Seconds that somebody waits for a connection.
  private static let patience = 10.0

  init(url: String, place: String, limit: Int) { (self.url, self.place, self.limit) = (url, place, max(1, limit)) }

  func take() throws(RegistryError) -> PostgresConnection {
    if let connection = try takeIdle() { return connection }
    // A place was kept for this one; connecting takes long, and nobody waits for it.
    do { return try PostgresConnection(url: url, place: place) } catch {
      forget()
      throw error
    }
  }

  /// Nil: a new one may be opened, and counts as open.
  private func takeIdle() throws(RegistryError) -> PostgresConnection? {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    condition.lock()
    defer { condition.unlock() }
    while idle.isEmpty && open >= limit {
      guard condition.wait(until: deadline) else { throw .locked(place: place) }
    }
    if let connection = idle.popLast() { return connection }
    open += 1
    return nil
  }

  /// One that is lost or still in a transaction is closed instead.
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
