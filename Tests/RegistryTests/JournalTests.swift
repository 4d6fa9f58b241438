import Attestation
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
      do { _ = try registries[turn % 2].record((0..<30).map { sampleEntry($0) }) } catch {
        failures.withLock { $0 += 1 }
      }
    }
    #expect(failures.withLock { $0 } == 0)
    let audit = try registries[0].audit()
    #expect(audit.findings == [])
    #expect(audit.verifications == 600)
  }
}
