import BlockingWork
import Synchronization
import Testing

@testable import Web

@Suite struct GroupCommitTests {
  private struct Refused: Error {}

  @Test func everyItemGetsItsOwnReceiptAndManyShareATransaction() async throws {
    let sizes = Mutex<[Int]>([])
    let commits = GroupCommit<Int, String>(pool: BlockingPool(threads: 2), largest: 50) { items in
      sizes.withLock { $0.append(items.count) }
      return items.map(String.init)
    }
    let receipts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for item in 0..<1000 { group.addTask { (item, try await commits.add(item)) } }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(receipts.count == 1000 && receipts.allSatisfy { String($0.key) == $0.value })
    let counts = sizes.withLock { $0 }
    #expect(counts.reduce(0, +) == 1000 && counts.max()! <= 50 && counts.count < 1000)
  }

  @Test func oneBadItemCostsTheOthersNothing() async throws {
    let commits = GroupCommit<Int, Int>(pool: BlockingPool(threads: 2)) { items in
      guard !items.contains(13) else { throw Refused() }
      return items
    }
    let written = await withTaskGroup(of: Int?.self) { group in
      for item in 0..<100 { group.addTask { try? await commits.add(item) } }
      return await group.reduce(into: Set<Int>()) { if let item = $1 { $0.insert(item) } }
    }
    #expect(written == Set(0..<100).subtracting([13]))
    await #expect(throws: Refused.self) { try await commits.add(13) }
  }
}
