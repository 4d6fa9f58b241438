import Synchronization
import Testing

@testable import Web

/// Uploads hold what has arrived of them, and none takes the memory of others.
@Suite struct UploadMemoryTests {
  private let clients = (0..<9).map { IPAddress(high: 0, low: $0) }
  private let memory = UploadMemory(limit: 100)

  private func arriving(_ client: Int) -> (place: UploadPlace, cuts: Counter) {
    let cuts = Counter()
    return (memory.place(for: clients[client]) { cuts.add() }, cuts)
  }

  @Test func whatHasArrivedIsHeldUntilNobodyNeedsIt() throws {
    var first: UploadPlace? = arriving(0).place
    try first?.grow(by: 30)
    try first?.grow(by: 10)
    let second = arriving(1).place
    #expect(memory.inHand == (2, 40))
    try first?.settle()
    #expect(memory.inHand == (2, 40), "it is being verified")
    first = nil
    #expect(memory.inHand == (1, 0))
    try second.grow(by: 1)
  }

  /// Ten clerks behind one address have all that nobody else needs, and what they hold beyond that goes first.
  @Test func oneClientHasWhatNobodyElseNeeds() throws {
    let (one, two) = (arriving(0), arriving(0))
    try one.place.grow(by: 60)
    try two.place.grow(by: 40)
    #expect(throws: UploadMemory.Full.clientLimit) { try two.place.grow(by: 1) }
    #expect(memory.inHand == (2, 100) && one.cuts.count == 0 && two.cuts.count == 0)
    let other = arriving(1)
    try other.place.grow(by: 50)
    #expect(memory.inHand == (2, 90) && one.cuts.count == 1 && two.cuts.count == 0)
  }

  /// However many small uploads are slow, they hold hardly anything.
  @Test func slowUploadsRefuseNobody() throws {
    let slow = try (0..<1000).map { number in
      let upload = arriving(1 + number % 8)
      if number < 8 { try upload.place.grow(by: 1) }
      return upload
    }
    try arriving(0).place.grow(by: 50)
    #expect(slow.allSatisfy { $0.cuts.count == 0 })
  }

  @Test func whoHoldsTheMostMakesRoom() throws {
    let (small, large, largest) = (arriving(1), arriving(2), arriving(2))
    try small.place.grow(by: 40)
    try large.place.grow(by: 20)
    try largest.place.grow(by: 25)
    let honest = arriving(0)
    try honest.place.grow(by: 15)
    #expect(memory.inHand == (4, 100))
    try honest.place.grow(by: 10)
    #expect(largest.cuts.count == 1 && large.cuts.count == 0 && small.cuts.count == 0)
    #expect(memory.inHand == (3, 85))
    #expect(throws: UploadMemory.Full.wasCut) { try largest.place.grow(by: 1) }
    #expect(throws: UploadMemory.Full.wasCut) { try largest.place.settle() }
  }

  /// Whoever holds more than the others is not helped at their cost.
  @Test func nobodyMakesRoomForWhoHoldsMore() throws {
    let (one, two, three) = (arriving(1), arriving(2), arriving(3))
    for upload in [one, two, three] { try upload.place.grow(by: 30) }
    let four = arriving(4)
    try four.place.grow(by: 10)
    try one.place.begin()
    #expect(throws: UploadMemory.Full.noMemory) { try four.place.grow(by: 25) }
    #expect([one, two, three].allSatisfy { $0.cuts.count == 0 })
    #expect(memory.inHand == (4, 100))
  }

  @Test func whatIsWorkedOnIsNotCut() throws {
    let (begun, arriving) = (arriving(1), arriving(2))
    try begun.place.grow(by: 50)
    try begun.place.settle()
    try begun.place.begin()
    try arriving.place.grow(by: 40)
    let other = self.arriving(0)
    try other.place.grow(by: 20)
    #expect(begun.cuts.count == 0 && arriving.cuts.count == 1)
    begun.place.rest()
    let third = self.arriving(3)
    try third.place.grow(by: 40)
    #expect(throws: UploadMemory.Full.wasCut, "between two works it makes room") { try begun.place.begin() }
  }

  private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }
}
