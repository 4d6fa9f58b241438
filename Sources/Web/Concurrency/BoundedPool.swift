import Synchronization

/// A pool with a bounded queue.
public struct BoundedPool: Sendable {
  private let pool: BlockingPool
  private let most: Int
  private let inHand = InHand()

  /// - Parameter waiting: the maximum number of tasks that wait for a thread.
  public init(threads: Int, waiting: Int) { (pool, most) = (BlockingPool(threads: threads), threads + waiting) }

  /// - Throws: `PoolIsFull`; `CancellationError` if the task was cancelled before the work began; what the work throws.
  public func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    let isIn = inHand.count.withLock { count in
      guard count < most else { return false }
      count += 1
      return true
    }
    guard isIn else { throw PoolIsFull() }
    defer { inHand.count.withLock { $0 -= 1 } }
    return try await pool.run(work)
  }

  /// The number of running and waiting tasks.
  public var count: Int { inHand.count.withLock { $0 } }

  private final class InHand: Sendable {
    let count = Mutex(0)
  }
}

/// The queue is full.
public struct PoolIsFull: Error {
  public init() {}
}
