import Synchronization

/// Lets a limited number of tasks through at once; the others wait in the order in which they came.
public final class Turnstile: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state: Mutex<State>

  public init(width: Int) { state = Mutex(State(free: width)) }

  public func pass<Result>(_ work: () async throws -> Result) async rethrows -> Result {
    await enter()
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

  private func enter() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.free > 0 else {
          state.waiting.append(continuation)
          return false
        }
        state.free -= 1
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  private func leave() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
