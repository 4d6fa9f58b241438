import Synchronization

/// Waits for work with a time limit in seconds.
///
/// The work is not a child task of the caller: a hanging database call cannot be stopped, but the caller can stop
/// waiting for it. A single clock ticks for all waiting callers. One sleeping task per call would be simpler, but even
/// a cancelled one keeps its memory until its time is over, and there are thousands of calls a second.
final class Deadlines: Sendable {
  private struct Entry {
    var at: ContinuousClock.Instant
    var expire: @Sendable () -> Void
  }
  private struct State {
    var entries: [UInt64: Entry] = [:]
    var next: UInt64 = 0
    var isTicking = false
  }
  private static let tick = Duration.milliseconds(100)
  private let state = Mutex(State())

  /// - Throws: `ServiceError.busy` when the time is up, at most one tick late; `CancellationError` if the caller is cut off; what
  ///   the work throws.
  func wait<Result: Sendable>(
    seconds: Double, for work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let once = Once<Result>()
    let id = add(Entry(at: .now + .seconds(seconds)) { once.settle(.failure(ServiceError.busy)) })
    defer { remove(id) }
    let worker = Task {
      do { once.settle(.success(try await work())) } catch { once.settle(.failure(error)) }
    }
    defer { worker.cancel() }
    return try await withTaskCancellationHandler {
      try await once.value()
    } onCancel: {
      once.settle(.failure(CancellationError()))
    }
  }

  private func add(_ entry: Entry) -> UInt64 {
    let (id, starts) = state.withLock { state in
      state.next += 1
      state.entries[state.next] = entry
      defer { state.isTicking = true }
      return (state.next, !state.isTicking)
    }
    if starts { Task { await run() } }
    return id
  }

  private func remove(_ id: UInt64) { state.withLock { _ = $0.entries.removeValue(forKey: id) } }

  private func run() async {
    while state.withLock({ state in
      state.isTicking = !state.entries.isEmpty
      return state.isTicking
    }) {
      try? await Task.sleep(for: Self.tick)
      let now = ContinuousClock.now
      let expired = state.withLock { $0.entries.values.filter { $0.at <= now } }
      for entry in expired { entry.expire() }
    }
  }
}
