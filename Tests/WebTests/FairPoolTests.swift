import BlockingWork
import Dispatch
import Synchronization
import Testing
import WebTesting

@testable import Web

/// Long work on uploads, for many clients at once.
@Suite struct FairPoolTests {
  private enum Lane { case only }
  private final class Order: Sendable {
    let clients = Mutex<[UInt64]>([])
  }
  private let memory = UploadMemory(limit: 100)
  private let gate = Gate()

  private func pool(workers: Int = 1, waiting: Int = 100, clientWidth: Int = 1) -> FairPool<Lane> {
    FairPool(workers: [.only: workers], waiting: waiting, clientWidth: clientWidth)
  }

  private func place(_ client: UInt64, _ bytes: Int = 1) throws -> UploadPlace {
    let place = memory.place(for: IPAddress(high: 0, low: client)) {}
    try place.grow(by: bytes)
    try place.settle()
    return place
  }

  private func waitUntil(_ isSo: () -> Bool) async throws {
    for _ in 0..<2000 where !isSo() { try await Task.sleep(for: .milliseconds(5)) }
    #expect(isSo())
  }

  /// Begins work that ends when the gate is opened, as soon as it waits or is at work.
  private func slow(_ pool: FairPool<Lane>, _ place: UploadPlace) async throws -> Task<Void, any Error> {
    let before = pool.count
    let work = gate.work
    let task = Task { try await pool.run(.only, holding: place, work) }
    try await waitUntil { pool.count.working + pool.count.waiting > before.working + before.waiting }
    return task
  }

  @Test func aSingleFileIsNextThoughTwentyCameBefore() async throws {
    let (pool, gate) = (pool(), gate)
    let order = Order()
    var tasks: [Task<Void, any Error>] = []
    for client: UInt64 in Array(repeating: 1, count: 20) + [2] {
      let place = try place(client)
      tasks.append(
        Task {
          try await pool.run(.only, holding: place) {
            gate.work()
            order.clients.withLock { $0.append(client) }
          }
        })
      let sent = tasks.count
      try await waitUntil { pool.count.working + pool.count.waiting == sent }
    }
    for _ in tasks { gate.opened.signal() }
    for task in tasks { try await task.value }
    #expect(order.clients.withLock { $0 } == [1, 2] + Array(repeating: 1, count: 19))
    #expect(pool.count == (0, 0) && memory.inHand.bytes == 0)
  }

  @Test func whatIsTooMuchIsTurnedAway() async throws {
    let pool = pool(waiting: 2)
    let begun = try await slow(pool, place(1))
    let (first, second) = (try await slow(pool, place(1)), try await slow(pool, place(1)))
    await #expect(throws: PoolIsFull.self) { try await pool.run(.only, holding: place(1)) {} }
    let work = gate.work
    let other = Task { [place = try place(2)] in try await pool.run(.only, holding: place, work) }
    await #expect(throws: PoolIsFull.self) { try await second.value }
    await #expect(throws: PoolIsFull.self) { try await pool.run(.only, holding: place(3)) {} }
    for _ in 0..<3 { gate.opened.signal() }
    for task in [begun, first, other] { try await task.value }
    #expect(gate.runs.withLock { $0 } == 3 && pool.count == (0, 0))
    // And it takes work again.
    #expect(try await pool.run(.only, holding: place(1)) { 7 } == 7)
  }

  /// What has arrived and waits for its turn makes room for others; what is being worked on does not.
  @Test func whatWaitsForItsTurnMakesRoom() async throws {
    let pool = pool(workers: 2)
    let first = try await slow(pool, place(1, 50))
    try await waitUntil { gate.runs.withLock { $0 } == 1 }
    let second = try await slow(pool, place(1, 45))
    let small = try place(2, 10)
    await #expect(throws: UploadMemory.Full.wasCut) { try await second.value }
    #expect(pool.count == (1, 0))
    let third = try await slow(pool, small)
    try await waitUntil { gate.runs.withLock { $0 } == 2 }
    #expect(throws: UploadMemory.Full.noMemory, "both are being worked on") { try place(3, 45) }
    for _ in 0..<2 { gate.opened.signal() }
    for task in [first, third] { try await task.value }
    #expect(pool.count == (0, 0))
  }

  /// Whoever asked has been told that it takes too long: what has not begun leaves at once, with its memory.
  @Test func whatNobodyWaitsForLeavesAtOnce() async throws {
    let pool = pool()
    let first = try await slow(pool, place(1, 10))
    let second = try await slow(pool, place(2, 20))
    #expect(memory.inHand == (2, 30))
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    try await waitUntil { memory.inHand == (1, 10) }
    #expect(pool.count == (1, 0))
    gate.opened.signal()
    try await first.value
    #expect(gate.runs.withLock { $0 } == 1)
  }

  /// Work that nobody waits for cannot be stopped, and so still has its thread and its memory.
  @Test func aWorkerIsTakenUntilTheWorkHasEnded() async throws {
    let pool = pool()
    let first = try await slow(pool, place(1, 60))
    try await waitUntil { gate.runs.withLock { $0 } == 1 }
    first.cancel()
    let second = try await slow(pool, place(2))
    try await Task.sleep(for: .milliseconds(50))
    #expect(pool.count == (1, 1) && gate.runs.withLock { $0 } == 1)
    #expect(throws: UploadMemory.Full.noMemory) { try place(3, 45) }
    gate.opened.signal()
    try await waitUntil { gate.runs.withLock { $0 } == 2 }
    gate.opened.signal()
    try await second.value
    try await first.value
    #expect(pool.count == (0, 0))
  }
}
