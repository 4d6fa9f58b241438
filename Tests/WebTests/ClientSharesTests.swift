import Dispatch
import Synchronization
import Testing
import WebTesting

@testable import Web

/// One client cannot have all of what there is.
@Suite struct ClientSharesTests {
  private let one = IPAddress(high: 0, low: 1)
  private let other = IPAddress(high: 0, low: 2)

  @Test func oneClientHasItsShare() {
    let shares = ClientShares(most: 2)
    #expect(shares.enter(one) && shares.enter(one) && !shares.enter(one))
    #expect(shares.enter(other))
    shares.leave(one)
    #expect(shares.enter(one) && !shares.enter(one))
    for client in [one, one, other] { shares.leave(client) }
    #expect(shares.clientCount == 0, "whoever has nothing is forgotten")
  }

  @Test func aClientWaitsForItsOwnAndOthersDoNot() async throws {
    let (turnstiles, gate) = (ClientTurnstiles(width: 1), Gate())
    let pool = BlockingPool(threads: 4)
    let (one, other) = (one, other)
    let slow = (0..<3).map { _ in Task { try await turnstiles.pass(one) { try await pool.run(gate.work) } } }
    for _ in 0..<2000 where gate.runs.withLock({ $0 }) < 1 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await turnstiles.pass(other) { 7 } == 7)
    #expect(gate.runs.withLock { $0 } == 1 && turnstiles.clientCount == 1)
    for _ in slow { gate.opened.signal() }
    for task in slow { try await task.value }
    #expect(gate.runs.withLock { $0 } == 3 && turnstiles.clientCount == 0)
  }
}
