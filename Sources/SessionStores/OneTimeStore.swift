import Secrets
import Synchronization

/// Values of unfinished steps. A cookie ties each to the browser that began it, and it can be taken once. Stored in
/// memory, and bounded.
public final class OneTimeStore<Value: Sendable>: Sendable {
  /// How long a value is kept.
  public let seconds: Double
  private struct Entry {
    var value: Value
    /// Monotonic seconds.
    var begunAt: Double
  }
  private let most: Int
  private let kept = Mutex<[String: Entry]>([:])

  /// - Parameter most: the maximum number of values; beyond it the oldest is dropped. The limits per client keep a
  ///   single client from filling the store.
  public init(seconds: Double, most: Int = 10_000) { (self.seconds, self.most) = (seconds, most) }

  /// - Returns: the value of the cookie that ties the step to the browser.
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

  /// Removes and returns a value.
  public func take(_ cookie: String?, at now: Double) -> Value? {
    // Of another length it is none; to look for a long one would take long.
    guard let cookie, cookie.utf8.count == 43, let entry = kept.withLock({ $0.removeValue(forKey: cookie) }),
      now - entry.begunAt <= seconds
    else { return nil }
    return entry.value
  }
}
