import NIOPosix

/// Threads for blocking work (databases, pictures, files), so that no connection has to wait behind it.
public struct BlockingPool: Sendable {
  private let pool: NIOThreadPool

  /// Runs until the process ends.
  public init(threads: Int) {
    pool = NIOThreadPool(numberOfThreads: threads)
    pool.start()
  }

  public func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await pool.runIfActive(work)
  }
}
