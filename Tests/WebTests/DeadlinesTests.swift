import BlockingWork
import Dispatch
import Synchronization
import Testing
import WebTesting

@testable import Web

@Suite struct DeadlinesTests {
  private let deadlines = Deadlines()
  private let pool = BlockingPool(threads: 1)
  private let gate = Gate()

  private func waitUntilWorkBegins() async throws {
    for _ in 0..<2000 where gate.runs.withLock({ $0 }) < 1 { try await Task.sleep(for: .milliseconds(5)) }
  }

  @Test func nobodyWaitsLongerThanItsTime() async throws {
    let (pool, work) = (pool, gate.work)
    await #expect(throws: ServiceError.busy) { try await deadlines.wait(seconds: 0.1) { try await pool.run(work) } }
    gate.opened.signal()
    #expect(try await deadlines.wait(seconds: 600) { 7 } == 7)
  }

  /// When a service is stopped, it waits for no file that takes longer than it may.
  @Test func whoIsCutOffWaitsNoMore() async throws {
    let (deadlines, pool, work) = (deadlines, pool, gate.work)
    let waiting = Task { try await deadlines.wait(seconds: 20) { try await pool.run(work) } }
    try await waitUntilWorkBegins()
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    gate.opened.signal()
  }
}
