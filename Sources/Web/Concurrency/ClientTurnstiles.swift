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
  /// - Parameter place: of the upload on which the task works. While it waits, its memory may be given to others; from the
  ///   beginning of the work to its end it is kept, even if nobody waits for that any more.
  /// - Throws: `CancellationError`, or `UploadMemory.Full`, before the work begins; what the work throws.
  public func pass<Result>(
    _ client: IPAddress, holding place: UploadPlace, _ work: () async throws -> Result
  ) async throws -> Result {
    let turnstile = places.withLock { places in
      var place = places[client] ?? Place(turnstile: Turnstile(width: width))
      place.count += 1
      places[client] = place
      return place.turnstile
    }
    defer { leave(client) }
    return try await turnstile.pass(holding: place) {
      try place.begin()
      defer { place.rest() }
      return try await work()
    }
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
