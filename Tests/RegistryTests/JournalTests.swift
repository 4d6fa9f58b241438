import Attestation
import Database
import DatabaseTesting
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

func sampleEntry(_ index: Int, agency: String = "91440000SAMPLE", result: String = "VALID") -> JournalEntry {
  JournalEntry(
    at: sampleNow + Int64(index), channel: "page", agency: agency,
    leaf: index % 3 == 0 ? nil : MerkleTree.leafHash([UInt8(index % 256)]), result: result)
}

private func sampleCount(_ channel: String, _ count: Int64) -> JournalCount {
  JournalCount(period: sampleNow...sampleNow + 60, channel: channel, result: "BAD_SIGNATURE", count: count)
}

@Suite(.scratchFolders) struct JournalTests {
  @Test(arguments: Store.allCases)
  func verificationsAreChained(store: Store) throws {
    let registry = try store.registry()
    #expect(try registry.journalHead() == nil)
    #expect(try registry.record([]) == [])
    let first = try registry.record((0..<60).map { sampleEntry($0) })
    let second = try registry.record([sampleEntry(60, agency: "")])
    #expect(first.map(\.sequence) == Array(1...60))
    #expect(second.map(\.sequence) == [61])
    #expect(Set((first + second).map(\.hash)).count == 61)
    #expect(try registry.journalHead() == second[0])
    let audit = try registry.audit(held: .init(receipts: [first[0], first[59], second[0]]))
    #expect(audit.findings == [])
    #expect(audit.verifications == 61)
  }

  /// Rows of counts stand in the same chain, and nothing of them is changed unseen, nor is either kind made the other.
  @Test(arguments: Store.allCases)
  func countsAreChainedWithTheRows(store: Store) throws {
    let registry = try store.registry()
    let first = try registry.record([sampleEntry(1)])
    try registry.recordCounts([sampleCount("page", 700), sampleCount("api", 3)])
    try registry.recordCounts([])
    let last = try registry.record([sampleEntry(2)])
    #expect(last.map(\.sequence) == [4])
    let audit = try registry.audit(held: .init(receipts: first + last))
    #expect(audit.findings == [] && audit.verifications == 2 && audit.countedVerifications == 703)
    #expect(try registry.verification(sequence: 1)?.receipt == first[0])
    #expect(try registry.verification(sequence: 2) == nil, "nobody has a receipt of a count")
    for (change, undo) in [
      ("counted = 1 WHERE sequence = 1", "counted = NULL WHERE sequence = 1"),
      ("counted_until = 1 WHERE sequence = 1", "counted_until = NULL WHERE sequence = 1"),
      ("counted = counted - 1 WHERE sequence = 2", "counted = counted + 1 WHERE sequence = 2"),
      ("counted = 9223372036854775807 WHERE sequence = 2", "counted = 700 WHERE sequence = 2"),
      ("counted_until = counted_until + 1 WHERE sequence = 2", "counted_until = counted_until - 1 WHERE sequence = 2"),
      (
        "counted = NULL, counted_until = NULL WHERE sequence = 2",
        "counted = 700, counted_until = \(sampleNow + 60) WHERE sequence = 2"
      ),
      ("agency = 'OTHER' WHERE sequence = 2", "agency = '' WHERE sequence = 2"),
    ] {
      try registry.tamper("UPDATE journal SET \(change)")
      #expect(try registry.audit().findings.map(\.kind) == [.journal], "\(change)")
      try registry.tamper("UPDATE journal SET \(undo)")
    }
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func whatIsNoCountIsRefused(store: Store) throws {
    let registry = try store.registry()
    for count in [sampleCount("page", 0), sampleCount("页面", 1)] {
      #expect(throws: RegistryError.self) { try registry.recordCounts([sampleCount("page", 1), count]) }
    }
    #expect(try registry.journalHead() == nil)
  }

  /// Whether it can be written is tried over the same row.
  @Test(arguments: Store.allCases)
  func trialsOfWritingDoNotGrow(store: Store) throws {
    let location = try store.location()
    for time in 0..<5 { try location.registry().tryWriting(at: sampleNow + Int64(time)) }
    let rows = try location.registry().database.read { try $0.query("SELECT * FROM write_trial") }
    #expect(try rows.map { try $0.integer("written_at") } == [sampleNow + 4])
  }

  @Test(arguments: Store.allCases)
  func noNameGetsIn(store: Store) throws {
    let registry = try store.registry()
    for (entry, field) in [
      (sampleEntry(0, agency: "张三"), "agency"), (sampleEntry(0, agency: "Zhang San"), "agency"),
      (sampleEntry(0, agency: String(repeating: "a", count: 65)), "agency"), (sampleEntry(0, result: ""), "result"),
      (sampleEntry(0, result: "valid"), "result"),
      (JournalEntry(at: 0, channel: "页面", agency: "", leaf: nil, result: "VALID"), "channel"),
    ] {
      let error = #expect(throws: RegistryError.self) { try registry.record([sampleEntry(1), entry]) }
      #expect(error?.description.contains(field) == true)
    }
    #expect(try registry.journalHead() == nil)
  }

  @Test(arguments: Store.allCases)
  func manyWhoRecordAtOnceMakeOneChain(store: Store) throws {
    let location = try store.location()
    let registries = try (0..<2).map { _ in try location.registry() }
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 20) { turn in
      do {
        _ = try registries[turn % 2].record((0..<30).map { sampleEntry($0) })
        try registries[turn % 2].recordCounts([sampleCount("page", 5)])
      } catch {
        failures.withLock { $0 += 1 }
      }
    }
    #expect(failures.withLock { $0 } == 0)
    let audit = try registries[0].audit()
    #expect(audit.findings == [])
    #expect(audit.verifications == 600 && audit.countedVerifications == 100)
  }
}
