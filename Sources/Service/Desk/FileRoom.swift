import Synchronization
public import Verifying

/// Where files are looked into, apart from the registry's threads: a picture or PDF can take seconds, and an answer by
/// number or code must not wait behind it. As many files at once as there are processors, so many more wait, and what is
/// beyond that is turned away; a deadline ends the waiting for an answer, and what has not begun by then does not begin.
public struct FileRoom: Sendable {
  let pictures: BoundedPool
  let pdfs: BoundedPool
  private let reader: PictureReader

  /// - Parameters:
  ///   - reader: of pictures.
  ///   - processors: of the machine.
  public init(reader: PictureReader, processors: Int) {
    self.reader = reader
    // Two at least, so that on a small machine one bad picture does not hold up every other one.
    let threads = max(2, processors)
    (pictures, pdfs) = (BoundedPool(threads: threads, waiting: 16), BoundedPool(threads: threads, waiting: 16))
  }

  /// - Throws: `PictureRefusal`, `PoolIsFull`.
  func texts(in picture: [UInt8]) async throws -> [String] {
    let reader = reader
    return try await pictures.run { try reader.texts(in: picture) }
  }
}

/// A pool with a bounded queue.
struct BoundedPool: Sendable {
  private let pool: BlockingPool
  private let most: Int
  private let inHand = InHand()

  /// - Parameter waiting: for a thread, at most.
  init(threads: Int, waiting: Int) { (pool, most) = (BlockingPool(threads: threads), threads + waiting) }

  /// - Throws: `PoolIsFull`; `CancellationError` where the task was cancelled before the work began; what the work throws.
  func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    let isIn = inHand.count.withLock { count in
      guard count < most else { return false }
      count += 1
      return true
    }
    guard isIn else { throw PoolIsFull() }
    defer { inHand.count.withLock { $0 -= 1 } }
    return try await pool.run(work)
  }

  /// Of what runs and what waits.
  var count: Int { inHand.count.withLock { $0 } }

  private final class InHand: Sendable {
    let count = Mutex(0)
  }
}

struct PoolIsFull: Error {}
