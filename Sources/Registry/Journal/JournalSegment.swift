import Database

/// Rows of the journal that stand in a file instead of the database. The chain goes through them: the journal's next row
/// follows the segment's last one.
public struct JournalSegment: Sendable, Equatable {
  /// The numbers of its rows; a segment begins where the one before ends.
  public var rows: ClosedRange<UInt64>
  /// The hash of its last row: 32 bytes.
  public var head: [UInt8]
  /// Of the file: 32 bytes.
  public var sha256: [UInt8]
  /// Seconds since 1970.
  public var archivedAt: Int64

  /// Without a folder.
  public var fileName: String { Self.fileName(rows) }

  static func fileName(_ rows: ClosedRange<UInt64>) -> String {
    "journal-\(rows.lowerBound)-\(rows.upperBound).jsonl"
  }

  var fields: [SQLValue] {
    [.unsigned(rows.lowerBound), .unsigned(rows.upperBound), .blob(head), .blob(sha256), .integer(archivedAt)]
  }

  /// - Throws: `RegistryError.damaged` for a row that says the impossible.
  init(_ row: SQLRow) throws {
    let (first, last) = (try row.unsigned("first_row"), try row.unsigned("last_row"))
    guard first <= last else {
      throw RegistryError.damaged(what: "table journal_segment, first_row \(first)", problem: "ends before it begins")
    }
    self.init(
      rows: first...last, head: try row.blob("head"), sha256: try row.blob("file_sha256"),
      archivedAt: try row.integer("archived_at"))
  }

  init(rows: ClosedRange<UInt64>, head: [UInt8], sha256: [UInt8], archivedAt: Int64) {
    (self.rows, self.head, self.sha256, self.archivedAt) = (rows, head, sha256, archivedAt)
  }

  /// In their order.
  static func all(_ session: any SQLSession) throws -> [SQLRow] {
    let table = SealedTable.segment
    return try session.query("SELECT \(table.selection) FROM \(table.name) ORDER BY first_row")
  }
}
