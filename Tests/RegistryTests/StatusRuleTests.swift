import Attestation
import DatabaseTesting
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

/// From which status a report may come to which, and what the published lists say of it.
@Suite(.scratchFolders) struct StatusRuleTests {
  private let number = sampleNumber(0)

  /// Revoked is final, and nothing becomes what it is.
  @Test func everyStepIsAllowedOrNot() {
    let allowed: [ReportStatus: Set<ReportStatus>] = [
      .valid: [.revoked, .suspended, .superseded], .suspended: [.valid, .revoked, .superseded],
      .superseded: [.revoked], .revoked: [],
    ]
    for status in ReportStatus.allCases {
      for next in ReportStatus.allCases {
        #expect(status.mayBecome(next) == allowed[status]?.contains(next), "\(status) to \(next)")
      }
    }
  }

  @Test(arguments: Store.allCases)
  func aReportInDisputeIsRevoked(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow)
    try registry.setStatus(of: number, to: .revoked, reason: "异议成立", at: sampleNow + 1)
    #expect(try registry.status(number) == .revoked)
    #expect(try registry.statusChanges(of: number).map(\.from) == [.valid, .suspended])
  }

  @Test(arguments: Store.allCases)
  func aReasonHasUpToTwoHundredCharacters(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let reason = String(repeating: "长", count: 200)
    try registry.setStatus(of: number, to: .suspended, reason: reason, at: sampleNow)
    #expect(try registry.statusChanges(of: number).map(\.reason) == [reason])
    try registry.setStatus(of: number, to: .valid, reason: "two words", at: sampleNow)
    #expect(try registry.report(number: number)?.reason == "two words")
  }

  /// What verifiers without the registry go by.
  @Test(arguments: Store.allCases)
  func theListsSayWhatBecameOfEveryReport(store: Store) throws {
    let indices = StatusIndexAllocator(size: 8, lists: 3, draw: { [counter = Counter()] size in counter.next() % size })
    let registry = try store.location().registry(statusIndices: indices)
    #expect(try registry.statusLists().isEmpty)
    for index in 0..<6 { try registry.issue(index) }
    try registry.setStatus(of: sampleNumber(1), to: .revoked, reason: "x", at: sampleNow)
    try registry.setStatus(of: sampleNumber(2), to: .suspended, reason: "x", at: sampleNow)
    try registry.setStatus(of: sampleNumber(5), to: .suspended, reason: "x", at: sampleNow)
    try registry.setStatus(of: sampleNumber(5), to: .revoked, reason: "x", at: sampleNow)

    let lists = try registry.statusLists()
    #expect(
      lists.map(\.list).sorted() == [0, 1], "half full is left for the next one; a list without changes is told, too")
    for index in 0..<6 {
      let report = try #require(try registry.report(number: sampleNumber(index)))
      let list = try #require(lists.first { $0.list == report.statusReference.list })
      #expect(list[report.statusReference.index] == report.status, "report \(index)")
    }
    #expect(lists.first { $0.list == 0 } == StatusList(list: 0, set: try set(of: [1, 2], in: registry)))
  }

  private func set(of numbers: [Int], in registry: Registry) throws -> [(index: UInt32, status: ReportStatus)] {
    try numbers.map { number in
      let report = try #require(try registry.report(number: sampleNumber(number)))
      return (report.statusReference.index, report.status)
    }
  }

  @Test func statusIndicesFillWhatATokenCanName() {
    let indices = StatusIndexAllocator()
    #expect(Int(indices.size) == StatusList.capacity && indices.lists == 256)
    #expect((0..<200).contains { _ in indices.draw(2) == 0 } && (0..<200).contains { _ in indices.draw(2) == 1 })
  }

  @Test(arguments: Store.allCases)
  func aLimitOfNothingGivesNothing(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let made = try registry.object(to: number, of: sampleSubject, text: "有误", at: sampleNow)
    #expect(made.decidedAt == nil && made.note == nil)
    for limit in [0, -1] {
      #expect(try registry.reports(limit: limit).isEmpty)
      #expect(try registry.objections(all: true, limit: limit).isEmpty)
    }
    #expect(try registry.reports(limit: 1).count == 1 && registry.objections(all: true, limit: 1) == [made])
    let decided = try registry.decideObjection(made.id, accept: false, note: "无误", at: sampleNow + 5)
    #expect(decided.madeAt == sampleNow && decided.decidedAt == sampleNow + 5)
  }
}

/// Small numbers in their order, from any thread.
private final class Counter: Sendable {
  private let value = Mutex<UInt32>(0)
  func next() -> UInt32 {
    value.withLock {
      $0 += 1
      return $0 - 1
    }
  }
}
