import BlockingWork
import Synchronization

/// Threads for long work on uploads, which all clients share in a fair order (`FairQueue`).
///
/// There is no other queue behind it: a task leaves the order only for a thread that is free, and its thread is taken until the
/// work has ended, even if nobody waits for that any more. Until then its upload may have to make room for others.
public final class FairPool<Lane: Hashable & Sendable>: Sendable {
  private struct State {
    var queue: FairQueue<Lane>
    /// The turns that tasks wait for, by the task's number.
    var turns: [UInt64: Once<Void>] = [:]

    /// The turns that have come.
    mutating func begin() -> [Once<Void>] {
      var begun: [Once<Void>] = []
      while let job = queue.next() {
        if let turn = turns.removeValue(forKey: job.id) { begun.append(turn) }
      }
      return begun
    }
  }
  private let state: Mutex<State>
  private let pool: BlockingPool

  /// - Parameters:
  ///   - workers: the number of threads of each lane.
  ///   - waiting: the maximum number of tasks that wait in a lane.
  ///   - clientWidth: the maximum number of one client's tasks that are at work, in all lanes together.
  public init(workers: [Lane: Int], waiting: Int, clientWidth: Int) {
    state = Mutex(State(queue: FairQueue(workers: workers, waiting: waiting, clientWidth: clientWidth)))
    pool = BlockingPool(threads: workers.values.reduce(0, +))
  }

  /// Does the work when the turn of the upload's client has come.
  /// - Parameter place: of the upload; while the task waits, its memory may be given to others, and while it is at work, not.
  /// - Throws: before the work begins, `PoolIsFull`, `UploadMemory.Full` or `CancellationError`; then what the work throws.
  public func run<Result: Sendable>(
    _ lane: Lane, holding place: UploadPlace, _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    let (job, turn) = enter(place.client, lane)
    do throws(UploadMemory.Full) {
      try place.wait { [weak self] in self?.turnAway(job, UploadMemory.Full.wasCut) }
    } catch { turnAway(job, error) }
    try await withTaskCancellationHandler {
      try await turn.value()
    } onCancel: {
      turnAway(job, CancellationError())
    }
    defer { leave(job) }
    try place.begin()
    defer { place.rest() }
    return try await pool.run(work)
  }

  /// The number of tasks at work and of those that wait.
  public var count: (working: Int, waiting: Int) {
    state.withLock { ($0.queue.working.count, $0.queue.waiting.count) }
  }

  private func enter(_ client: IPAddress, _ lane: Lane) -> (FairQueue<Lane>.Job, Once<Void>) {
    let turn = Once<Void>()
    let (job, begun, surplus) = state.withLock { state in
      let job = state.queue.add(of: client, in: lane)
      state.turns[job.id] = turn
      return (job, state.begin(), state.queue.surplus(in: lane).flatMap { state.turns.removeValue(forKey: $0.id) })
    }
    for turn in begun { turn.settle(.success(())) }
    surplus?.settle(.failure(PoolIsFull()))
    return (job, turn)
  }

  /// Ends the waiting of a task; of one that is at work, nothing.
  private func turnAway(_ job: FairQueue<Lane>.Job, _ error: any Error) {
    let turn = state.withLock { $0.queue.remove(job) ? $0.turns.removeValue(forKey: job.id) : nil }
    turn?.settle(.failure(error))
  }

  private func leave(_ job: FairQueue<Lane>.Job) {
    let begun = state.withLock { state in
      state.queue.end(job)
      return state.begin()
    }
    for turn in begun { turn.settle(.success(())) }
  }
}
