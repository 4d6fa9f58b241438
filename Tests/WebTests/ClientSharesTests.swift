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
    let memory = UploadMemory(limit: 100)
    func place(_ client: IPAddress) -> UploadPlace { memory.place(for: client) {} }
    let slow = (0..<3).map { _ in
      Task { [place = place(one)] in try await turnstiles.pass(one, holding: place) { try await pool.run(gate.work) } }
    }
    for _ in 0..<2000 where gate.runs.withLock({ $0 }) < 1 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await turnstiles.pass(other, holding: place(other)) { 7 } == 7)
    #expect(gate.runs.withLock { $0 } == 1 && turnstiles.clientCount == 1)
    for _ in slow { gate.opened.signal() }
    for task in slow { try await task.value }
    #expect(gate.runs.withLock { $0 } == 3 && turnstiles.clientCount == 0)
  }

  /// What has arrived and waits for its turn makes room for others; what is being worked on does not.
  @Test func whatWaitsForItsTurnMakesRoom() async throws {
    let (turnstiles, gate, pool) = (ClientTurnstiles(width: 1), Gate(), BlockingPool(threads: 2))
    let memory = UploadMemory(limit: 100)
    func upload(_ client: IPAddress, _ bytes: Int) throws -> Task<Void, any Error> {
      let place = memory.place(for: client) {}
      try place.grow(by: bytes)
      try place.settle()
      return Task { try await turnstiles.pass(client, holding: place) { try await pool.run(gate.work) } }
    }
    let first = try upload(one, 50)
    for _ in 0..<2000 where gate.runs.withLock({ $0 }) < 1 { try await Task.sleep(for: .milliseconds(5)) }
    let second = try upload(one, 45)
    let small = try upload(other, 10)
    await #expect(throws: UploadMemory.Full.wasCut) { try await second.value }
    for _ in 0..<2000 where gate.runs.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(memory.inHand == (2, 60))
    let large = memory.place(for: IPAddress(high: 0, low: 3)) {}
    #expect(throws: UploadMemory.Full.noMemory) { try large.grow(by: 45) }
    for _ in 0..<2 { gate.opened.signal() }
    try await first.value
    try await small.value
    #expect(turnstiles.clientCount == 0)
  }
}
