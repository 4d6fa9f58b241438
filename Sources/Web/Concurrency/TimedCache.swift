import Synchronization

/// A value that is made again when it is older than a number of seconds. Only one caller makes it at a time; the others
/// get the old one meanwhile.
public final class TimedCache<Value: Sendable>: Sendable {
  private struct State {
    var value: Value?
    var madeAt: Int64 = 0
    var isMaking = false
  }
  private let seconds: Int64
  private let make: @Sendable (_ now: Int64) throws -> Value
  private let state = Mutex(State())

  /// - Parameter seconds: how long a value is used.
  public init(seconds: Int64, make: @escaping @Sendable (_ now: Int64) throws -> Value) {
    (self.seconds, self.make) = (seconds, make)
  }

  /// May block while the value is made.
  /// - Parameter now: seconds since 1970.
  /// - Throws: what making it throws; the old value is not used instead.
  public func value(at now: Int64) throws -> Value {
    let kept = state.withLock { state -> Value? in
      let isFresh = state.madeAt <= now && now - state.madeAt < seconds
      if let value = state.value, isFresh || state.isMaking { return value }
      state.isMaking = true
      return nil
    }
    if let kept { return kept }
    do {
      let value = try make(now)
      state.withLock { $0 = State(value: value, madeAt: now) }
      return value
    } catch {
      state.withLock { $0.isMaking = false }
      throw error
    }
  }
}
