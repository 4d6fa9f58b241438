import BlockingWork
import Synchronization

/// Lets a limited number of tasks through at once; the others wait in the order in which they came, or are turned away.
public final class Turnstile: Sendable {
  private struct State {
    var free: Int
    /// In the order in which they came.
    var waiting: [Once<Void>] = []
  }
  private let state: Mutex<State>

  public init(width: Int) { state = Mutex(State(free: width)) }

  /// - Throws: `CancellationError` if the waiting is ended; what the work throws.
  public func pass<Result>(_ work: () async throws -> Result) async throws -> Result {
    let turn = enter()
    try await withTaskCancellationHandler {
      try await turn.value()
    } onCancel: {
      turnAway(turn)
    }
    defer { leave() }
    return try await work()
  }

  /// - Throws: `PoolIsFull` instead of waiting.
  public func passAtOnce<Result>(_ work: () async throws -> Result) async throws -> Result {
    let isFree = state.withLock { state in
      guard state.free > 0 else { return false }
      state.free -= 1
      return true
    }
    guard isFree else { throw PoolIsFull() }
    defer { leave() }
    return try await work()
  }

  /// The number of tasks that wait.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  private func enter() -> Once<Void> {
    let turn = Once<Void>()
    let isFree = state.withLock { state in
      guard state.free > 0 else {
        state.waiting.append(turn)
        return false
      }
      state.free -= 1
      return true
    }
    if isFree { turn.settle(.success(())) }
    return turn
  }

  /// Ends the waiting of a task; of one that is through, nothing.
  private func turnAway(_ turn: Once<Void>) {
    let waited = state.withLock { state in
      guard let index = state.waiting.firstIndex(where: { $0 === turn }) else { return false }
      state.waiting.remove(at: index)
      return true
    }
    if waited { turn.settle(.failure(CancellationError())) }
  }

  private func leave() {
    let next: Once<Void>? = state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.settle(.success(()))
  }
}
