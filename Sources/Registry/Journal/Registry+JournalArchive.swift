import Database
import DurableFiles
import Hexadecimal

extension Registry {
  /// Moves the journal's oldest rows into a file: writes it, reads it again and checks it, enters it as a segment, and deletes
  /// the rows; the last two in one transaction. After a crash, either all rows are there, perhaps with a file beside them that
  /// nobody needs, or the segment is entered and the file complete.
  /// - Parameters:
  ///   - time: rows before it are moved, up to the first one that is not before it; seconds since 1970, like `now`.
  ///   - folder: an existing one.
  ///   - progress: is told how many rows are written, of how many.
  /// - Returns: nil if there are none to be moved.
  /// - Throws: `RegistryError.damaged` for a journal that the audit would object to: nothing is deleted; `FileError`.
  public func archiveJournal(
    before time: Int64, into folder: String, at now: Int64, progress: (_ done: UInt64, _ of: UInt64) -> Void
  ) throws -> JournalSegment? {
    let start = try database.read { try archived($0) }
    guard let last = try lastRow(before: time, after: start.size), last.size > start.size else { return nil }
    let rows = start.size + 1...last.size
    let file = JournalFile(path: folder + "/" + JournalSegment.fileName(rows))
    try refuseExisting(file.path)
    let head = JournalFile.Head(
      first: rows.lowerBound, last: rows.upperBound, previous: hexadecimal(start.hash), head: hexadecimal(last.hash))
    try file.write(head) { add in
      try forEachRow(rows) { row in
        try add(row)
        if row.sequence.isMultiple(of: 10_000) { progress(row.sequence - start.size, UInt64(rows.count)) }
      }
    }
    let content: JournalFile.Content
    do { content = try file.check() } catch let problem as JournalFile.Problem {
      // Disk or database: whichever, nothing is deleted by what does not hold.
      throw RegistryError.damaged(what: file.path, problem: problem.description)
    }
    guard content.head == head else {
      throw RegistryError.damaged(what: file.path, problem: "is not what was written to it")
    }
    let segment = JournalSegment(rows: rows, head: last.hash, sha256: content.sha256, archivedAt: now)
    try enter(segment, after: start)
    return segment
  }

  /// The segments, the oldest first.
  public func journalSegments() throws -> [JournalSegment] {
    try database.read { session in
      try JournalSegment.all(session).map { row in
        try SealedTable.segment.check(row, secret)
        return try JournalSegment(row)
      }
    }
  }

  /// Number and hash of the last row that is in a file.
  private func archived(_ session: any SQLSession) throws -> ChainHead {
    guard let row = try JournalSegment.all(session).last else { return ChainHead(size: 0, hash: HashChain.start) }
    try SealedTable.segment.check(row, secret)
    let segment = try JournalSegment(row)
    return ChainHead(size: segment.rows.upperBound, hash: segment.head)
  }

  /// The last row of those from `start` on that are all before a time.
  private func lastRow(before time: Int64, after start: UInt64) throws -> ChainHead? {
    try database.read { session in
      let later = try session.query(
        "SELECT MIN(sequence) AS sequence FROM journal WHERE COALESCE(counted_until, asked_at) >= $1", [.integer(time)]
      ).first
      let end = try later?.optionalInteger("sequence").map { UInt64(clamping: $0 - 1) }
      let row = try session.query(
        "SELECT sequence, hash FROM journal WHERE sequence <= $1 ORDER BY sequence DESC LIMIT 1",
        [.unsigned(end ?? UInt64(Int64.max))]
      ).first
      return try row.map { ChainHead(size: try $0.unsigned("sequence"), hash: try $0.blob("hash")) }
    }
  }

  private func forEachRow(_ rows: ClosedRange<UInt64>, _ visit: (JournalLine) throws -> Void) throws {
    var next = rows.lowerBound
    while next <= rows.upperBound {
      let page = try database.read { session in
        try session.query(
          """
          SELECT \(JournalLine.columns.joined(separator: ", ")) FROM journal WHERE sequence BETWEEN $1 AND $2
          ORDER BY sequence LIMIT \(auditPage)
          """, [.unsigned(next), .unsigned(rows.upperBound)])
      }
      guard !page.isEmpty else {
        throw RegistryError.damaged(what: "verification \(next)", problem: "is missing")
      }
      for row in page { try visit(JournalLine(row)) }
      next = try page[page.count - 1].unsigned("sequence") + 1
    }
  }

  private func enter(_ segment: JournalSegment, after start: ChainHead) throws {
    try database.write { session in
      _ = try ChainHead.lock(.journal, session, database.dialect)
      guard try archived(session) == start else {
        throw RegistryError.invalid(what: "archive of the journal", problem: "another process archived the same rows")
      }
      let table = SealedTable.segment
      try session.insert(
        [segment.fields + [.blob(table.seal(of: segment.fields, secret))]], into: table.name,
        table.columns + [table.seal])
      let deleted = try session.execute(
        "DELETE FROM journal WHERE sequence <= $1", [.unsigned(segment.rows.upperBound)])
      guard deleted == segment.rows.count else {
        throw RegistryError.damaged(what: "table journal", problem: "has rows that were never written")
      }
    }
  }
}
