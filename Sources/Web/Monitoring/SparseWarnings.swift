import Synchronization

/// Which warnings are due: each only when the same one was not given for a while.
final class SparseWarnings: Sendable {
  private let seconds: Double
  private let last = Mutex<[String: Double]>([:])

  init(seconds: Double) { self.seconds = seconds }

  /// - Parameter now: seconds on a clock that never goes back.
  /// - Returns: whether it is given now.
  func isDue(_ warning: String, at now: Double) -> Bool {
    last.withLock { last in
      if let before = last[warning], now - before < seconds { return false }
      last[warning] = now
      return true
    }
  }
}
