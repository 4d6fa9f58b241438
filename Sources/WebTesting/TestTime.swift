import Synchronization

/// A clock that goes when it is told to.
package final class TestTime: Sendable {
  private let seconds = Mutex(1000.0)
  package var now: Double { seconds.withLock { $0 } }

  package init() {}
  package func pass(_ more: Double) { seconds.withLock { $0 += more } }
}
