import Synchronization

/// How much of what there is a limited number of, each client has: nobody may have all of it.
public final class ClientShares: Sendable {
  /// The maximum for one client.
  public let most: Int
  private let held = Mutex<[IPAddress: Int]>([:])

  /// - Parameter most: for one client.
  public init(most: Int) { self.most = most }

  /// - Returns: whether the client had fewer than the maximum; then it must `leave` again.
  func enter(_ client: IPAddress) -> Bool {
    held.withLock { held in
      let count = held[client] ?? 0
      guard count < most else { return false }
      held[client] = count + 1
      return true
    }
  }

  func leave(_ client: IPAddress) {
    held.withLock { held in
      let count = held[client] ?? 0
      held[client] = count > 1 ? count - 1 : nil
    }
  }

  /// Clients that have something.
  var clientCount: Int { held.withLock { $0.count } }
}
