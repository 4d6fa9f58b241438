import Database

/// A file of a report: what it must contain, and where it was to be written.
public struct FileRecord: Sendable, Equatable {
  /// The file extension, such as `pdf`. A report has at most one file of a format.
  public var format: String
  /// SHA-256 of the whole file; nil if it is not known.
  public var sha256: [UInt8]?
  /// Absolute; nil for a file without a known path, such as one sent to standard output or a browser.
  public var path: String?
  /// The hidden path, in the same folder, until the report is registered. Absolute.
  public var part: String?

  public init(format: String, sha256: [UInt8]?, path: String? = nil, part: String? = nil) {
    (self.format, self.sha256, self.path, self.part) = (format, sha256, path, part)
  }

  static let columns = "report_file.format AS format, sha256, path, part"
  /// Beside a report's row.
  static let join = "LEFT JOIN report_file ON report_file.number = report.number"

  /// Nil for a report without files.
  init?(_ row: SQLRow) throws(DatabaseError) {
    guard let format = try row.optionalText("format") else { return nil }
    self.init(
      format: format, sha256: try row.optionalBlob("sha256"), path: try row.optionalText("path"),
      part: try row.optionalText("part"))
  }

  /// A file of which nothing is known is not stored.
  fileprivate var isKnown: Bool { sha256 != nil || path != nil || part != nil }
}

/// `report_file`: a row for each file of a report. A caller must already hold the locks that the report needs.
enum ReportFileTable {
  /// Files of different reports; replaces what was known of those of the same formats.
  static func save(
    _ files: [(number: String, file: FileRecord)], _ secret: RegistrySecret, _ session: any SQLSession
  ) throws(DatabaseError) {
    let table = SealedTable.file
    try session.insert(
      files.filter(\.file.isKnown).map { number, file in
        let row: [SQLValue] = [
          .text(number), .text(file.format), .optional(file.sha256), .optional(file.path), .optional(file.part),
        ]
        return row + [.blob(table.seal(of: row, secret))]
      },
      into: table.name, table.columns + [table.seal],
      onConflict: """
        ON CONFLICT (number, format) DO UPDATE SET
          sha256 = excluded.sha256, path = excluded.path, part = excluded.part, row_seal = excluded.row_seal
        """)
  }

  /// Deletes all files of a report.
  static func remove(_ number: String, _ session: any SQLSession) throws(DatabaseError) {
    try session.execute("DELETE FROM report_file WHERE number = $1", [.text(number)])
  }
}
