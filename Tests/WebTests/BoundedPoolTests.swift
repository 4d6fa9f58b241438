import Dispatch
import Synchronization
import Testing
import WebTesting

@testable import Web

/// So much is worked on at once, so much more waits, and the rest is turned away.
@Suite struct BoundedPoolTests {
  private func waitUntil(_ isSo: () -> Bool) async throws {
    for _ in 0..<2000 where !isSo() { try await Task.sleep(for: .milliseconds(5)) }
    #expect(isSo())
  }

  @Test func whatIsTooMuchIsTurnedAway() async throws {
    let (pool, gate) = (BoundedPool(threads: 1, waiting: 1), Gate())
    let first = Task { try await pool.run(gate.work) }
    try await waitUntil { gate.runs.withLock { $0 } == 1 }
    let second = Task { try await pool.run(gate.work) }
    try await waitUntil { pool.count == 2 }
    await #expect(throws: PoolIsFull.self) { try await pool.run(gate.work) }
    gate.opened.signal()
    gate.opened.signal()
    try await first.value
    try await second.value
    #expect(gate.runs.withLock { $0 } == 2 && pool.count == 0)
    // And it takes work again.
    #expect(try await pool.run { 7 } == 7)
  }

  /// Whoever asked has been told that it takes too long: what has not begun for him need not begin.
  @Test func whatNobodyWaitsForDoesNotBegin() async throws {
    let (pool, gate) = (BoundedPool(threads: 1, waiting: 4), Gate())
    let first = Task { try await pool.run(gate.work) }
    try await waitUntil { gate.runs.withLock { $0 } == 1 }
    let second = Task { try await pool.run(gate.work) }
    try await waitUntil { pool.count == 2 }
    second.cancel()
    gate.opened.signal()
    await #expect(throws: CancellationError.self) { try await second.value }
    try await first.value
    #expect(gate.runs.withLock { $0 } == 1 && pool.count == 0)
  }
}
