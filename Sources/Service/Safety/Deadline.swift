import Synchronization

/// Waits for work no longer than so many seconds.
///
/// The work is not a child of the caller: a database call that hangs cannot be stopped, only no longer be waited for.
/// - Throws: `ServiceError.busy` when the time is up; what the work throws.
func withDeadline<Result: Sendable>(
  seconds: Double, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let once = Once<Result>()
  let worker = Task { once.settle(await .result { try await work() }) }
  let timer = Task {
    try await Task.sleep(for: .seconds(seconds))
    once.settle(.failure(ServiceError.busy))
  }
  defer {
    worker.cancel()
    timer.cancel()
  }
  return try await withCheckedThrowingContinuation { once.await($0) }
}

extension Result where Failure == any Error {
  fileprivate static func result(_ work: () async throws -> Success) async -> Self {
    do { return .success(try await work()) } catch { return .failure(error) }
  }
}

/// Takes the first of several results, and gives it to the one who waits.
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
