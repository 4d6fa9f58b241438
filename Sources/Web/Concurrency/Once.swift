import Synchronization

/// Takes the first of several results and passes it to the one caller that waits for it.
final class Once<Success: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Success, any Error>)
    case settled(Result<Success, any Error>)
    case delivered
  }
  private let state = Mutex(State.open)

  /// Waits for the result. Called once.
  /// - Throws: what it was settled with.
  func value() async throws -> Success { try await withCheckedThrowingContinuation { deliver(to: $0) } }

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

  private func deliver(to continuation: CheckedContinuation<Success, any Error>) {
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
