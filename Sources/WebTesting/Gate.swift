package import Dispatch
package import Synchronization

/// Work that goes on until it is let go.
package final class Gate: Sendable {
  package let opened = DispatchSemaphore(value: 0)
  package let runs = Mutex(0)

  package init() {}

  @Sendable package func work() {
    runs.withLock { $0 += 1 }
    opened.wait()
  }
}
