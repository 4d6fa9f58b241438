import NIOPosix
import Synchronization

/// Threads for blocking work (databases, pictures, files), so that no connection has to wait behind it.
public struct BlockingPool: Sendable {
  private let pool: NIOThreadPool
  private let places: Places

  /// Runs until the process ends.
  /// - Parameter waiting: the most work that may wait for a thread. Where a database hangs, work that nobody waits for any
  ///   more still holds memory until a thread is free to drop it.
  public init(threads: Int, waiting: Int = 4096) {
    pool = NIOThreadPool(numberOfThreads: threads)
    places = Places(count: threads + waiting)
    pool.start()
  }

  /// - Throws: `PoolIsFull`; `CancellationError` for work that was cancelled before it began; what the work throws.
  public func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    guard places.take() else { throw PoolIsFull() }
    defer { places.giveBack() }
    return try await pool.runIfActive(work)
  }
}

/// Too much work waits.
public struct PoolIsFull: Error, Sendable {
  public init() {}
}

private final class Places: Sendable {
  private let free: Atomic<Int>
  init(count: Int) { free = Atomic(count) }

  func take() -> Bool {
    guard free.subtract(1, ordering: .relaxed).newValue >= 0 else {
      giveBack()
      return false
    }
    return true
  }

  func giveBack() { free.add(1, ordering: .relaxed) }
}
