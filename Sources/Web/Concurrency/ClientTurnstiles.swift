import Synchronization

/// A turnstile for each client: what one client sends waits for its own, and not others for it.
public final class ClientTurnstiles: Sendable {
  private struct Place {
    let turnstile: Turnstile
    /// Tasks that are in it or wait.
    var count = 0
  }
  private let width: Int
  private let places = Mutex<[IPAddress: Place]>([:])

  /// - Parameter width: of each.
  public init(width: Int) { self.width = width }

  /// Waits until fewer than `width` tasks of the client are at work.
  public func pass<Result>(_ client: IPAddress, _ work: () async throws -> Result) async throws -> Result {
    let turnstile = places.withLock { places in
      var place = places[client] ?? Place(turnstile: Turnstile(width: width))
      place.count += 1
      places[client] = place
      return place.turnstile
    }
    defer { leave(client) }
    return try await turnstile.pass(work)
  }

  private func leave(_ client: IPAddress) {
    places.withLock { places in
      guard var place = places[client] else { return }
      place.count -= 1
      places[client] = place.count > 0 ? place : nil
    }
  }

  /// Clients with tasks.
  var clientCount: Int { places.withLock { $0.count } }
}
