import Database
import Hexadecimal

/// Checks the journal: the segments that stand in files, and the rows after them.
struct JournalAudit {
  let session: any SQLSession
  /// What others kept, by number, until its row is seen.
  private var receipts: [UInt64: [JournalReceipt]]
  /// Where the files are; nil: they are not looked at.
  private let folder: String?

  init(session: any SQLSession, receipts: [JournalReceipt], folder: String?) {
    (self.session, self.folder) = (session, folder)
    self.receipts = Dictionary(grouping: receipts, by: \.sequence)
  }

  mutating func run(_ audit: inout Audit) throws {
    var chain = ChainAudit(
      .journal, label: Registry.journalLabel, rowName: "verification",
      columns: ["sequence"] + JournalEntry.columns)
    chain.other = ChainAudit.Shape(
      label: JournalCount.label, columns: ["sequence"] + JournalCount.columns, marks: ["counted_until", "counted"])
    let segments = try JournalSegment.all(session).map { try JournalSegment($0) }
    for segment in segments {
      audit.segments += 1
      if segment.rows.lowerBound != chain.sequence + 1 {
        audit.add(
          .journal, Self.name(segment), "follows number \(chain.sequence): a segment between them is missing")
      }
      if let folder { check(segment, in: folder, after: chain.hash, &audit) }
      chain.skip(to: segment.rows.upperBound, hash: segment.head)
    }
    try chain.checkRows(chain.selection(from: "journal"), session, &audit) { chain, row, audit in
      look(at: chain.sequence, hash: chain.hash, &audit)
      let counted: Int64? = if case .integer(let count) = row.value("counted") { count } else { nil }
      Self.count(counted, &audit)
    }
    for sequence in receipts.keys.sorted() {
      let archived = folder == nil ? segments.first { $0.rows.contains(sequence) } : nil
      audit.add(
        .history, "verification \(sequence)",
        archived.map { "there is a receipt for it, and it stands in \($0.fileName): name its folder, too" }
          ?? "there is a receipt for it, but it is not in the journal")
    }
    chain.finish(try ChainHead.read(.journal, session), &audit)
  }

  private mutating func check(
    _ segment: JournalSegment, in folder: String, after previous: [UInt8], _ audit: inout Audit
  ) {
    do {
      let content = try JournalFile(path: "\(folder)/\(segment.fileName)").check { line in
        look(at: line.sequence, hash: [UInt8](hexadecimal: line.hash) ?? [], &audit)
        Self.count(line.counted, &audit)
      }
      let isIts =
        content.sha256 == segment.sha256 && content.head.previous == hexadecimal(previous)
        && content.head.head == hexadecimal(segment.head)
      if !isIts {
        audit.add(.journal, Self.name(segment), "its file \(segment.fileName) is another one than was written")
      }
    } catch { audit.add(.journal, Self.name(segment), "its file \(segment.fileName) \(error)") }
  }

  private mutating func look(at sequence: UInt64, hash: [UInt8], _ audit: inout Audit) {
    for receipt in receipts.removeValue(forKey: sequence) ?? [] where receipt.hash != hash {
      audit.add(.history, "verification \(sequence)", "is another than the receipt says: it was rewritten")
    }
  }

  private static func count(_ counted: Int64?, _ audit: inout Audit) {
    guard let counted else {
      audit.verifications += 1
      return
    }
    // What somebody else wrote may be any number.
    let sum = audit.countedVerifications.addingReportingOverflow(max(0, counted))
    audit.countedVerifications = sum.overflow ? .max : sum.partialValue
  }

  private static func name(_ segment: JournalSegment) -> String {
    "segment \(segment.rows.lowerBound)-\(segment.rows.upperBound)"
  }
}
