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

  /// - Throws: `ServiceError.busy` when the time is up, at most one tick late; what the work throws.
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
    return try await withCheckedThrowingContinuation { once.await($0) }
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

/// Takes the first of several results and passes it to the waiting caller.
private final class Once<Success: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Success, any Error>)
    case settled(Result<Success, any Error>)
    case delivered
  }
  private let state = Mutex(State.open)

  func settle(_ result: Result<Success, any Error>) {
    let waiting: CheckedContinuation<Success, any Error>? = state.withLock { state in
      switch state {
      case .open:
        state = .settled(result)
        return nil
      case .awaited(let continuation):
        state = .delivered
        return continuation
      case .settled, .delivered: return nil
      }
    }
    waiting?.resume(with: result)
  }

  func await(_ continuation: CheckedContinuation<Success, any Error>) {
    let result: Result<Success, any Error>? = state.withLock { state in
      guard case .settled(let result) = state else {
        state = .awaited(continuation)
        return nil
      }
      state = .delivered
      return result
    }
    if let result { continuation.resume(with: result) }
  }
}
