public import BlockingWork
import Synchronization

/// Combines the writes of many callers into one transaction.
///
/// A transaction costs one disk write whether it holds one row or a hundred. So while one is running, the next items
/// gather and are written together when it is done: a single caller never waits for others, and under load the disk is
/// not the limit.
public final class GroupCommit<Item: Sendable, Receipt: Sendable>: Sendable {
  private typealias Waiting = (item: Item, continuation: CheckedContinuation<Receipt, any Error>)
  private struct State {
    var waiting: [Waiting] = []
    var isRunning = false
  }
  private let state = Mutex(State())
  private let pool: BlockingPool
  private let largest: Int
  private let commit: @Sendable ([Item]) throws -> [Receipt]

  /// - Parameters:
  ///   - largest: the maximum number of items in a transaction.
  ///   - commit: writes all of the items or, if it throws, none; it returns a receipt for each, in their order. Calls
  ///     never overlap.
  public init(pool: BlockingPool, largest: Int = 500, commit: @escaping @Sendable ([Item]) throws -> [Receipt]) {
    (self.pool, self.largest, self.commit) = (pool, largest, commit)
  }

  /// Returns when the item is written.
  /// - Throws: what `commit` throws for this item.
  public func add(_ item: Item) async throws -> Receipt {
    try await withCheckedThrowingContinuation { continuation in
      let starts = state.withLock { state in
        state.waiting.append((item, continuation))
        defer { state.isRunning = true }
        return !state.isRunning
      }
      if starts { Task { await run() } }
    }
  }

  private func run() async {
    while true {
      let batch = state.withLock { state -> [Waiting] in
        let batch = Array(state.waiting.prefix(largest))
        state.waiting.removeFirst(batch.count)
        state.isRunning = !batch.isEmpty
        return batch
      }
      if batch.isEmpty { return }
      await write(batch)
    }
  }

  private func write(_ batch: [Waiting]) async {
    let items = batch.map(\.item)
    do {
      let commit = commit
      let receipts = try await pool.run { try commit(items) }
      precondition(receipts.count == batch.count, "a receipt for each item")
      for (waiting, receipt) in zip(batch, receipts) { waiting.continuation.resume(returning: receipt) }
    } catch {
      // One bad item must not fail the others.
      guard batch.count > 1 else { return batch[0].continuation.resume(throwing: error) }
      for waiting in batch { await write([waiting]) }
    }
  }
}
