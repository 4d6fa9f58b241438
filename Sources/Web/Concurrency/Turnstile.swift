import Synchronization

/// Lets a limited number of tasks through at once; the others wait in the order in which they came.
public final class Turnstile: Sendable {
  private struct State {
    var free: Int
    var next: UInt64 = 0
    /// Numbers of tasks that have come and neither wait nor are through.
    var coming: Set<UInt64> = []
    /// Why some of them shall not wait.
    var turnedAway: [UInt64: any Error] = [:]
    var waiting: [(id: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
  }
  private let state: Mutex<State>

  public init(width: Int) { state = Mutex(State(free: width)) }

  /// - Parameter place: of the upload on which the task works; its memory may be given to others while the task waits.
  /// - Throws: `CancellationError`, or `UploadMemory.Full`, if the waiting is ended; what the work throws.
  public func pass<Result>(holding place: UploadPlace? = nil, _ work: () async throws -> Result) async throws -> Result
  {
    let id = state.withLock { state in
      state.next += 1
      state.coming.insert(state.next)
      return state.next
    }
    do throws(UploadMemory.Full) {
      try place?.wait { [weak self] in self?.turnAway(id, UploadMemory.Full.wasCut) }
    } catch {
      state.withLock { _ = $0.coming.remove(id) }
      throw error
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { enter(id, $0) }
    } onCancel: {
      turnAway(id, CancellationError())
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

  private func enter(_ id: UInt64, _ continuation: CheckedContinuation<Void, any Error>) {
    let outcome: Result<Void, any Error>? = state.withLock { state in
      state.coming.remove(id)
      if let error = state.turnedAway.removeValue(forKey: id) { return .failure(error) }
      guard state.free > 0 else {
        state.waiting.append((id, continuation))
        return nil
      }
      state.free -= 1
      return .success(())
    }
    if let outcome { continuation.resume(with: outcome) }
  }

  /// Ends the waiting of a task; of one that is through, nothing.
  private func turnAway(_ id: UInt64, _ error: any Error) {
    let waiting: CheckedContinuation<Void, any Error>? = state.withLock { state in
      if state.coming.contains(id) { state.turnedAway[id] = error }
      guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiting.remove(at: index).continuation
    }
    waiting?.resume(throwing: error)
  }

  private func leave() {
    let next: CheckedContinuation<Void, any Error>? = state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst().continuation }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
