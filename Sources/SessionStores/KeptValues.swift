import Secrets
import Synchronization

/// Values that a page shows again under an address that nobody guesses: after a form was sent, the browser is led there, so
/// that neither going back nor loading again sends it once more. Stored in memory, for a time, and bounded.
public final class KeptValues<Value: Sendable>: Sendable {
  /// How long a value is kept after it was last changed.
  public let seconds: Double
  private struct Entry {
    var value: Value
    /// Monotonic seconds.
    var changedAt: Double
  }
  private let most: Int
  private let kept = Mutex<[String: Entry]>([:])

  /// - Parameter most: the maximum number of values; beyond it the oldest is dropped.
  public init(seconds: Double, most: Int) { (self.seconds, self.most) = (seconds, most) }

  /// - Returns: what it is found by.
  public func keep(_ value: Value, at now: Double) -> String {
    let key = randomText()
    kept.withLock { kept in
      kept = kept.filter { now - $0.value.changedAt <= seconds }
      if kept.count >= most, let oldest = kept.min(by: { $0.value.changedAt < $1.value.changedAt }) {
        kept[oldest.key] = nil
      }
      kept[key] = Entry(value: value, changedAt: now)
    }
    return key
  }

  /// Nil if there is none, or its time is over.
  public func value(_ key: String, at now: Double) -> Value? {
    kept.withLock { kept in
      guard let entry = kept[key] else { return nil }
      guard now - entry.changedAt <= seconds else {
        kept[key] = nil
        return nil
      }
      return entry.value
    }
  }

  /// - Returns: what `change` returns; nil if there is no such value, or its time is over.
  public func change<Result>(_ key: String, at now: Double, _ change: (inout Value) -> Result) -> Result? {
    kept.withLock { kept in
      guard var entry = kept[key], now - entry.changedAt <= seconds else { return nil }
      let result = change(&entry.value)
      entry.changedAt = now
      kept[key] = entry
      return result
    }
  }
}
