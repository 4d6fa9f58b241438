import Testing

@testable import Web

/// Whose turn it is, among tasks of many clients.
@Suite struct FairQueueTests {
  private enum Lane { case quick, slow }
  private typealias Queue = FairQueue<Lane>

  private func queue(workers: Int = 1, waiting: Int = 100, clientWidth: Int = 1) -> Queue {
    Queue(workers: [.quick: workers, .slow: workers], waiting: waiting, clientWidth: clientWidth)
  }
  private func client(_ number: Int) -> IPAddress { IPAddress(high: 0, low: UInt64(number)) }

  @Test func whoBringsOneFileIsNextWhateverOthersBroughtBefore() {
    var queue = queue()
    let first = (0..<20).map { _ in queue.add(of: client(1), in: .quick) }[0]
    #expect(queue.next() == first && queue.next() == nil)
    let single = queue.add(of: client(2), in: .quick)
    #expect(queue.next() == nil, "the worker is not free")
    queue.end(first)
    #expect(queue.next() == single)
  }

  @Test func clientsTakeTurnsAndEachKeepsItsOrder() {
    var queue = queue()
    let jobs = [1, 1, 1, 2, 2, 3].map { queue.add(of: client($0), in: .quick) }
    var order: [Int] = []
    while let job = queue.next() {
      order.append(jobs.firstIndex(of: job) ?? -1)
      queue.end(job)
    }
    #expect(order == [0, 3, 5, 1, 4, 2])
  }

  /// Whoever sends one file after the other has nothing that waits when the next one comes, and yet had a turn.
  @Test func aTurnIsRememberedWhenNothingOfItsClientIsLeft() {
    var queue = queue()
    func pass(_ number: Int) {
      _ = queue.add(of: client(number), in: .quick)
      if let job = queue.next() { queue.end(job) }
    }
    pass(1)
    let busy = queue.add(of: client(2), in: .quick)
    #expect(queue.next() == busy)
    _ = queue.add(of: client(1), in: .quick)
    let newcomer = queue.add(of: client(3), in: .quick)
    queue.end(busy)
    #expect(queue.next() == newcomer)
    queue.end(newcomer)
    for number in 10..<(10 + 5 * Int(Queue.memory)) { pass(number) }
    #expect(queue.remembered <= 2 * Int(Queue.memory))
  }

  @Test func whoHasFewestAtWorkIsNext() {
    var queue = queue(workers: 2, clientWidth: 2)
    let early = queue.add(of: client(2), in: .slow)
    #expect(queue.next() == early)
    let first = queue.add(of: client(1), in: .quick)
    #expect(queue.next() == first)
    queue.end(early)
    let blocker = queue.add(of: client(3), in: .quick)
    #expect(queue.next() == blocker)
    _ = queue.add(of: client(1), in: .quick)
    let other = queue.add(of: client(2), in: .quick)
    queue.end(blocker)
    #expect(queue.next() == other, "the one before has a task at work")
  }

  /// On two processors, one client's copies, pictures and PDFs leave one of them to others.
  @Test func oneClientHasItsShareOfAllLanesTogether() {
    var queue = queue(workers: 2)
    let slow = queue.add(of: client(1), in: .slow)
    let quick = queue.add(of: client(1), in: .quick)
    #expect(queue.next() == slow && queue.next() == nil)
    let other = queue.add(of: client(2), in: .quick)
    #expect(queue.next() == other)
    queue.end(slow)
    #expect(queue.next() == quick)
  }

  @Test func aLaneThatIsTakenHoldsNoOtherUp() {
    var queue = queue()
    for number in 1...3 { _ = queue.add(of: client(number), in: .slow) }
    #expect(queue.next()?.client == client(1) && queue.next() == nil)
    _ = queue.add(of: client(4), in: .quick)
    #expect(queue.next()?.client == client(4))
  }

  @Test func whereTooManyWaitTheNewestOfWhoHasTheMostLeaves() {
    var queue = queue(waiting: 3)
    let begun = queue.add(of: client(1), in: .quick)
    #expect(queue.next() == begun && queue.surplus(in: .quick) == nil)
    let waiting = (0..<3).map { _ in queue.add(of: client(1), in: .quick) }
    #expect(queue.surplus(in: .quick) == nil)
    let own = queue.add(of: client(1), in: .quick)
    #expect(queue.surplus(in: .quick) == own, "who has the most gets no more")
    _ = queue.add(of: client(2), in: .quick)
    #expect(queue.surplus(in: .quick) == waiting[2])
    _ = queue.add(of: client(3), in: .quick)
    #expect(queue.surplus(in: .quick) == waiting[1])
    let late = queue.add(of: client(4), in: .quick)
    #expect(queue.surplus(in: .quick) == late, "each has one")
    _ = queue.add(of: client(4), in: .slow)
    #expect(queue.surplus(in: .slow) == nil, "each lane has a queue of its own")
  }
}
