import Synchronization

/// A burst at once, and a number per second in the long run.
public struct Rate: Sendable, Equatable {
  public var burst: Double
  public var perSecond: Double

  public init(burst: Double, perSecond: Double) { (self.burst, self.perSecond) = (burst, perSecond) }
}

/// A token bucket per client in bounded memory.
///
/// Clients are kept in two generations. When the young one is full, it becomes the old one and the previous old one is
/// dropped; a client that is seen again moves to the young one. So at most twice `capacity` clients are stored, and a
/// client is forgotten early only after `capacity` others were seen.
public final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    /// Monotonic seconds.
    var filledAt: Double
  }
  private struct State {
    var young: [IPAddress: Bucket] = [:]
    var old: [IPAddress: Bucket] = [:]
  }

  /// The name of the limit in logs and metrics.
  public let name: String
  public let rate: Rate
  private let capacity: Int
  private let state = Mutex(State())

  /// - Parameter capacity: the number of clients in a generation.
  public init(_ name: String, _ rate: Rate, capacity: Int = 50_000) {
    (self.name, self.rate, self.capacity) = (name, rate, capacity)
  }

  /// Takes one token from a client's bucket.
  /// - Parameter now: seconds of a clock that never goes back.
  /// - Returns: nil if there was one, otherwise the seconds until there will be one.
  public func take(_ client: IPAddress, at now: Double) -> Double? {
    state.withLock { state in
      var bucket = bucket(of: client, in: state, at: now)
      defer { remember(bucket, of: client, in: &state) }
      guard bucket.tokens >= 1 else { return (1 - bucket.tokens) / rate.perSecond }
      bucket.tokens -= 1
      return nil
    }
  }

  /// Counts work beyond the one token that let the client in. The bucket may be in debt afterwards: what was let in is done,
  /// and the client waits until its debt is paid.
  /// - Parameters:
  ///   - cost: tokens.
  ///   - now: as for `take`.
  public func charge(_ client: IPAddress, _ cost: Double, at now: Double) {
    state.withLock { state in
      var bucket = bucket(of: client, in: state, at: now)
      bucket.tokens -= cost
      remember(bucket, of: client, in: &state)
    }
  }

  var clientCount: Int { state.withLock { $0.young.count + $0.old.count } }

  private func bucket(of client: IPAddress, in state: State, at now: Double) -> Bucket {
    guard var bucket = state.young[client] ?? state.old[client] else {
      return Bucket(tokens: rate.burst, filledAt: now)
    }
    bucket.tokens = min(rate.burst, bucket.tokens + max(0, now - bucket.filledAt) * rate.perSecond)
    bucket.filledAt = now
    return bucket
  }

  private func remember(_ bucket: Bucket, of client: IPAddress, in state: inout State) {
    if state.young.count >= capacity, state.young[client] == nil {
      (state.old, state.young) = (state.young, [:])
    }
    state.young[client] = bucket
    state.old[client] = nil
  }
}
