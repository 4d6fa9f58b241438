import Secrets
import Synchronization

/// Values of steps that were begun and not finished, each tied by a cookie to the browser that began it and given out once.
/// In memory, and bounded.
public final class OneTimeStore<Value: Sendable>: Sendable {
  /// For which a value is kept.
  public let seconds: Double
  private struct Entry {
    var value: Value
    /// Monotonic seconds.
    var begunAt: Double
  }
  private let most: Int
  private let kept = Mutex<[String: Entry]>([:])

  /// - Parameter most: beyond so many the oldest is forgotten; the limits per client keep anybody from filling it alone.
  public init(seconds: Double, most: Int = 10_000) { (self.seconds, self.most) = (seconds, most) }

  /// - Returns: the value of the cookie that ties it to the browser.
  public func begin(_ value: Value, at now: Double) -> String {
    let cookie = randomText()
    kept.withLock { kept in
      if kept.count >= most { kept = kept.filter { now - $0.value.begunAt <= seconds } }
      if kept.count >= most, let oldest = kept.min(by: { $0.value.begunAt < $1.value.begunAt }) {
        kept[oldest.key] = nil
      }
      kept[cookie] = Entry(value: value, begunAt: now)
    }
    return cookie
  }

  /// Gives a value out, once.
  public func take(_ cookie: String?, at now: Double) -> Value? {
    guard let cookie, let entry = kept.withLock({ $0.removeValue(forKey: cookie) }), now - entry.begunAt <= seconds
    else { return nil }
    return entry.value
  }
}
