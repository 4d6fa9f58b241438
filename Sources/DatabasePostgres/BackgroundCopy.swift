import Database
import Dispatch
import Synchronization

/// A COPY on its way to the server, while its sender prepares the next rows: both work at the same time. Until `wait` has
/// returned, nobody else may use the connection.
final class BackgroundCopy: Sendable {
  private let connection: PostgresConnection
  private let queue = DispatchQueue(label: "xinbao.copy")
  /// Pieces that may wait to be sent: a few megabytes, so that memory stays flat.
  private let room = DispatchSemaphore(value: 64)
  private let failure = Mutex<DatabaseError?>(nil)

  init(_ connection: PostgresConnection) { self.connection = connection }

  func send(_ bytes: [UInt8]) {
    room.wait()
    queue.async {
      self.unlessFailed { () throws(DatabaseError) in try self.connection.sendCopy(bytes) }
      self.room.signal()
    }
  }

  func end() {
    queue.async { self.unlessFailed { () throws(DatabaseError) in try self.connection.endCopy() } }
  }

  /// The server undoes the transaction.
  func giveUp() {
    queue.async { self.unlessFailed { self.connection.giveUpCopy() } }
  }

  private func unlessFailed(_ body: () throws(DatabaseError) -> Void) {
    if failure.withLock({ $0 != nil }) { return }
    do throws(DatabaseError) { try body() } catch { failure.withLock { $0 = error } }
  }

  /// Waits until the server has all rows.
  func wait() throws(DatabaseError) {
    queue.sync {}
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
