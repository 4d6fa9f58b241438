import OpenIDConnect
import Synchronization

/// Log-ins that were begun and not finished, each tied to the browser that began it and good for one answer.
final class PendingLogIns: Sendable {
  /// Seconds: long enough to find a phone and scan a face.
  static let seconds = 600.0
  private struct Entry {
    var request: LogInRequest
    /// Monotonic seconds.
    var begunAt: Double
  }
  private let most: Int
  private let kept = Mutex<[String: Entry]>([:])

  /// - Parameter most: beyond so many the oldest is forgotten; the limits per client keep anybody from filling it alone.
  init(most: Int = 10_000) { self.most = most }

  /// - Returns: the value of the cookie that ties it to the browser.
  func begin(_ request: LogInRequest, at now: Double) -> String {
    let cookie = randomText()
    kept.withLock { kept in
      if kept.count >= most { kept = kept.filter { now - $0.value.begunAt <= Self.seconds } }
      if kept.count >= most, let oldest = kept.min(by: { $0.value.begunAt < $1.value.begunAt }) {
        kept[oldest.key] = nil
      }
      kept[cookie] = Entry(request: request, begunAt: now)
    }
    return cookie
  }

  /// Gives a request out, once.
  func take(_ cookie: String?, at now: Double) -> LogInRequest? {
    guard let cookie, let entry = kept.withLock({ $0.removeValue(forKey: cookie) }),
      now - entry.begunAt <= Self.seconds
    else { return nil }
    return entry.request
  }
}
