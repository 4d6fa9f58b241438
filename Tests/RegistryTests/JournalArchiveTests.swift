import Attestation
import Database
import DatabaseTesting
import Foundation
import ScratchFolders
import Testing

@testable import Registry

/// Rows of the journal that stand in files: the chain goes through them.
@Suite(.scratchFolders) struct JournalArchiveTests {
  private let day: Int64 = 86_400

  /// Ten days with a row each, and a count.
  private func filled(_ store: Store) throws -> (registry: Registry, receipts: [JournalReceipt]) {
    let registry = try store.registry()
    var receipts: [JournalReceipt] = []
    for index in 0..<10 {
      let time = sampleNow + Int64(index) * day
      receipts += try registry.record([
        JournalEntry(
          at: time, channel: "api", agency: "GD-07", leaf: MerkleTree.leafHash([UInt8(index)]), result: "VALID")
      ])
      try registry.recordCounts([
        JournalCount(period: time...time + 9, channel: "api", result: "BAD_SIGNATURE", count: 5)
      ])
    }
    return (registry, receipts)
  }

  private func archive(_ registry: Registry, days: Int64, _ folder: String) throws -> JournalSegment? {
    try registry.archiveJournal(before: sampleNow + days * day, into: folder, at: sampleNow) { _, _ in }
  }

  @Test(arguments: Store.allCases)
  func theChainGoesThroughTheFiles(store: Store) throws {
    let (registry, receipts) = try filled(store)
    let folder = try scratchFolder()
    #expect(try archive(registry, days: 0, folder) == nil)
    let first = try #require(try archive(registry, days: 3, folder))
    #expect(first.rows == 1...6 && first.fileName == "journal-1-6.jsonl")
    #expect(try archive(registry, days: 3, folder) == nil, "what is moved is moved once")
    #expect(try archive(registry, days: 5, folder)?.rows == 7...10)
    #expect(try registry.count("journal") == 10 && registry.journalSegments().map(\.rows) == [1...6, 7...10])
    #expect(try registry.record([sampleEntry(1)]).map(\.sequence) == [21])

    let alone = try registry.audit()
    #expect(alone.findings == [] && alone.segments == 2 && alone.verifications == 6)
    let whole = try registry.audit(held: .init(receipts: receipts, journalFolder: folder))
    #expect(whole.findings == [] && whole.verifications == 11 && whole.countedVerifications == 50)
    // A receipt of a row in a file is checked by the file, and by nothing else.
    let unseen = try registry.audit(held: .init(receipts: [receipts[0]]))
    #expect(unseen.findings.map(\.kind) == [.history])
    #expect(unseen.findings.first?.problem.contains("journal-1-6.jsonl") == true)
    var forged = receipts[1]
    forged.hash[0] ^= 1
    #expect(
      try registry.audit(held: .init(receipts: [forged], journalFolder: folder)).findings.map(\.kind) == [.history])
    #expect(try registry.verification(sequence: 1) == nil && registry.verification(sequence: 11) != nil)
  }

  /// All of the journal may go; what comes later follows it.
  @Test(arguments: Store.allCases)
  func anEmptyJournalGoesOn(store: Store) throws {
    let (registry, _) = try filled(store)
    let folder = try scratchFolder()
    #expect(try archive(registry, days: 99, folder)?.rows == 1...20)
    #expect(try registry.audit(held: .init(journalFolder: folder)).findings == [])
    #expect(try registry.record([sampleEntry(1)]).map(\.sequence) == [21])
    #expect(try registry.audit(held: .init(journalFolder: folder)).findings == [])
  }

  @Test(arguments: Store.allCases)
  func aSegmentThatIsMissingOrChangedIsFound(store: Store) throws {
    let (registry, _) = try filled(store)
    let folder = try scratchFolder()
    for days in [2, 4, 6] { _ = try archive(registry, days: Int64(days), folder) }
    let path = folder + "/journal-5-8.jsonl"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    for (change, problem) in [
      (text.replacing("GD-07", with: "GD-08", maxReplacements: 1), "was changed"),
      (text.replacing("\"counted\":5", with: "\"counted\":4", maxReplacements: 1), "was changed"),
      ((lines[0...1] + lines[3...]).joined(separator: "\n") + "\n", "is missing"),
      (lines.dropLast().joined(separator: "\n") + "\n", "ends with row"),
      (String(text.dropLast()), "is no whole file"), ("", "is no whole file"),
      (text.replacing("\"askedAt\"", with: " \"askedAt\"", maxReplacements: 1), "is another one than was written"),
    ] {
      try Data(change.utf8).write(to: URL(fileURLWithPath: path))
      let findings = try registry.audit(held: .init(journalFolder: folder)).findings
      #expect(findings.map(\.subject) == ["segment 5-8"], "\(problem)")
      #expect(findings.first?.problem.contains(problem) == true, "\(findings)")
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(
      try registry.audit(held: .init(journalFolder: folder)).findings.map(\.problem).first?.contains("read") == true)
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(try registry.audit(held: .init(journalFolder: folder)).findings == [])
    // Whoever takes a segment out, or puts rows back, is noticed.
    try registry.tamper("DELETE FROM journal_segment WHERE first_row = 5")
    #expect(try registry.audit().findings.map(\.kind) == [.journal])
    try registry.tamper("DELETE FROM journal_segment")
    #expect(try registry.audit().findings.map(\.kind).contains(.journal))
  }

  /// Nothing is deleted by a file that does not hold, nor written over another.
  @Test(arguments: Store.allCases)
  func whatDoesNotHoldIsNotArchived(store: Store) throws {
    let (registry, _) = try filled(store)
    let folder = try scratchFolder()
    try Data("other".utf8).write(to: URL(fileURLWithPath: folder + "/journal-1-6.jsonl"))
    #expect(throws: (any Error).self) { try archive(registry, days: 3, folder) }
    #expect(throws: (any Error).self) { try archive(registry, days: 3, folder + "/nowhere") }
    try registry.tamper("UPDATE journal SET agency = 'OTHER' WHERE sequence = 3")
    let other = try scratchFolder()
    #expect(throws: RegistryError.self) { try archive(registry, days: 3, other) }
    try registry.tamper("UPDATE journal SET agency = 'GD-07' WHERE sequence = 3")
    #expect(try registry.count("journal") == 20 && registry.audit().segments == 0)
    #expect(try registry.audit().isClean)
  }
}
