import BlockingWork
import Synchronization
import Testing

@testable import Web

@Suite struct TurnstileTests {
  private struct Failure: Error {}

  private final class Inside: Sendable {
    private let count = Mutex((now: 0, most: 0))
    var now: Int { count.withLock { $0.now } }
    var most: Int { count.withLock { $0.most } }

    func enter() {
      count.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
    }
    func leave() { count.withLock { $0.now -= 1 } }
  }

  @Test func onlySoManyPassAtOnce() async throws {
    let (turnstile, inside) = (Turnstile(width: 2), Inside())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<50 {
        group.addTask {
          try await turnstile.pass {
            inside.enter()
            await Task.yield()
            inside.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(inside.now == 0 && (1...2).contains(inside.most))
    #expect(turnstile.waitingCount == 0)
  }

  @Test func whoDoesNotWaitIsTurnedAway() async throws {
    let turnstile = Turnstile(width: 1)
    let refused = try await turnstile.passAtOnce {
      await #expect(throws: PoolIsFull.self) { _ = try await turnstile.passAtOnce { 1 } }
    }
    #expect(refused != nil)
    #expect(try await turnstile.passAtOnce { 7 } == 7)
  }

  @Test func whatFailsMakesRoom() async throws {
    let turnstile = Turnstile(width: 1)
    for _ in 0..<3 {
      await #expect(throws: Failure.self) { try await turnstile.pass { throw Failure() } }
    }
    #expect(try await turnstile.pass { 7 } == 7)
  }

  /// Whoever was told that it takes too long waits no more, and takes no turn.
  @Test func whoNoLongerWaitsTakesNoTurn() async throws {
    let turnstile = Turnstile(width: 1)
    let waiting = try await turnstile.pass {
      let waiting = Task { try await turnstile.pass { 1 } }
      for _ in 0..<2000 where turnstile.waitingCount < 1 { try await Task.sleep(for: .milliseconds(5)) }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
      #expect(turnstile.waitingCount == 0)
      return waiting
    }
    waiting.cancel()
    #expect(try await turnstile.pass { 7 } == 7)
  }
}
