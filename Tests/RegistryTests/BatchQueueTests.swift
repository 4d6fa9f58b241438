import DatabaseTesting
import ErrorCauses
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

@Suite(.scratchFolders) struct BatchQueueTests {
  private func begun(_ store: Store, rows: Int) throws -> (registry: Registry, queue: BatchQueue) {
    let registry = try store.registry()
    let queue = BatchQueue(registry)
    try queue.begin("b", description: "d", tasks: (1...rows).map { (task: "task \($0)", problem: nil) }, at: sampleNow)
    return (registry, queue)
  }

  private func take(_ queue: BatchQueue, _ worker: String, _ limit: Int = 10, at now: Int64 = sampleNow) throws
    -> [BatchQueue.Taken]
  {
    try queue.take("b", worker: worker, limit: limit, now: now, lease: 60)
  }

  private func issue(_ registry: Registry, _ tasks: [BatchTask], from number: Int = 0) throws {
    _ = try registry.issueGroup(
      tasks.enumerated().map { offset, task in
        var request = sampleRequest(sampleNumber(number + offset), subject: "subject \(task.row)")
        request.task = task
        return request
      })
  }

  @Test(arguments: Store.allCases)
  func rowsAreTakenOnceAndDoneWithTheirReport(store: Store) throws {
    let (registry, queue) = try begun(store, rows: 5)
    let first = try take(queue, "a", 3)
    let second = try take(queue, "b")
    #expect(first.map(\.text) == ["task 1", "task 2", "task 3"] && second.map(\.text) == ["task 4", "task 5"])
    try issue(registry, first.map(\.task))
    try queue.fail(second[0].task, problem: Wording("no such file", "没有这个文件"))
    #expect(try queue.counts("b") == [.done: 3, .failed: 1, .taken: 1])
    let rows = try queue.rows("b", after: 0)
    #expect(rows.map(\.state) == [.done, .done, .done, .failed, .taken])
    #expect(rows[0].outcome == "{}" && rows[3].problem == Wording("no such file", "没有这个文件"))
    #expect(try registry.audit().isClean)
  }

  /// What an overtaken worker makes is undone as a whole: no row is ever done twice.
  @Test(arguments: Store.allCases)
  func whoseLeaseEndedCannotEndTheRow(store: Store) throws {
    let (registry, queue) = try begun(store, rows: 2)
    let slow = try take(queue, "slow")
    #expect(try take(queue, "quick", at: sampleNow + 59).isEmpty)
    let quick = try take(queue, "quick", at: sampleNow + 61)
    #expect(quick.map(\.task.row) == [1], "rows that were taken before come one at a time")
    try issue(registry, quick.map(\.task))
    #expect(throws: RegistryError.taskLost(batch: "b", row: 1)) {
      try issue(registry, slow.map(\.task), from: 10)
    }
    #expect(throws: RegistryError.taskLost(batch: "b", row: 1)) {
      try queue.postpone(slow[0].task, problem: Wording("late", "太晚"), until: sampleNow)
    }
    #expect(try registry.logSize() == 1)
    // Its second row nobody else has: that one it may still end.
    try issue(registry, [slow[1].task], from: 20)
    #expect(try queue.counts("b") == [.done: 2])
  }

  @Test(arguments: Store.allCases)
  func aRowThatKillsItsWorkersIsSetAsideAndTakesNoOtherWithIt(store: Store) throws {
    let (_, queue) = try begun(store, rows: 3)
    var now = sampleNow
    for _ in 0..<30 {
      now += 100
      for taken in try take(queue, "mortal", at: now) where taken.task.row != 2 {
        try queue.fail(taken.task, problem: Wording("-", "-"))
      }
    }
    let rows = try queue.rows("b", after: 0)
    #expect(rows.map(\.state) == [.failed, .setAside, .failed])
    #expect(rows[1].problem?.english == "5 workers ended while they had this row in hand" && rows[1].attempts == 5)
    #expect(try queue.tryAgain("b", now: now) == 3)
    #expect(try queue.counts("b") == [.waiting: 3])
  }

  @Test(arguments: Store.allCases)
  func aRowInTroubleWaitsAndIsSetAsideInTheEnd(store: Store) throws {
    let (_, queue) = try begun(store, rows: 1)
    var now = sampleNow
    for attempt in 1...5 {
      let taken = try take(queue, "a", at: now)
      #expect(taken.map(\.task.attempt) == [attempt])
      now += 10
      try queue.postpone(
        try #require(taken.first).task, problem: Wording("disk \(attempt)", "磁盘 \(attempt)"), until: now)
      #expect(try take(queue, "a", at: now - 1).isEmpty)
    }
    #expect(try queue.rows("b", after: 0).map(\.state) == [.setAside])
    #expect(try queue.rows("b", after: 0).map(\.problem) == [Wording("disk 5", "磁盘 5")])
  }

  @Test(arguments: Store.allCases)
  func whatIsGivenBackIsAsIfNeverTaken(store: Store) throws {
    let (registry, queue) = try begun(store, rows: 4)
    let taken = try take(queue, "a")
    try issue(registry, [taken[0].task])
    try queue.giveBack(taken.map(\.task), now: sampleNow)
    #expect(try queue.counts("b") == [.done: 1, .waiting: 3])
    let again = try take(queue, "b")
    #expect(again.map(\.task.attempt) == [1, 1, 1])
    try queue.endLeases("b", now: sampleNow)
    #expect(try take(queue, "c").map(\.task.attempt) == [2])
    #expect(try queue.openBatches() == ["b"])
    try queue.remove("b")
    #expect(try queue.openBatches() == [] && queue.description(of: "b") == nil)
  }

  @Test(arguments: Store.allCases)
  func whatWasNoOrderIsNeverTried(store: Store) throws {
    let queue = BatchQueue(try store.registry())
    try queue.begin(
      "b", description: "", tasks: [(task: "../x", problem: Wording("a path trick", "路径有诈"))], at: sampleNow)
    #expect(try queue.tryAgain("b", now: sampleNow) == 0)
    #expect(try take(queue, "a").isEmpty)
    #expect(try queue.rows("b", after: 0).map(\.problem) == [Wording("a path trick", "路径有诈")])
  }

  @Test(arguments: Store.allCases)
  func manyWorkersAtOnceDoEveryRowOnce(store: Store) throws {
    let (registry, queue) = try begun(store, rows: 120)
    let numbers = Atomic<Int>(0)
    let threads = DispatchQueue(label: "workers", attributes: .concurrent)
    let group = DispatchGroup()
    let problems = Mutex<[String]>([])
    for worker in 0..<4 {
      threads.async(group: group) {
        do {
          while true {
            let taken = try take(queue, "w\(worker)", 7)
            if taken.isEmpty { return }
            let first = numbers.add(taken.count, ordering: .relaxed).oldValue
            try issue(registry, taken.map(\.task), from: first)
          }
        } catch { problems.withLock { $0.append("\(error)") } }
      }
    }
    group.wait()
    #expect(problems.withLock { $0 } == [])
    #expect(try queue.counts("b") == [.done: 120])
    #expect(try registry.logSize() == 120)
    #expect(try registry.audit().isClean)
  }

  /// A row that can be made only of the others is added when these are done, and only once.
  @Test(arguments: Store.allCases)
  func aLastRowIsAddedOnce(store: Store) throws {
    let (registry, queue) = try begun(store, rows: 1)
    try issue(registry, try take(queue, "a").map(\.task))
    try queue.append("b", row: 2, task: "last", at: sampleNow)
    try queue.append("b", row: 2, task: "another", at: sampleNow)
    let taken = try take(queue, "a")
    #expect(taken.map(\.text) == ["last"])
    try issue(registry, taken.map(\.task), from: 10)
    #expect(try queue.counts("b") == [.done: 2])
  }
}
