import Database

/// A file of a report: what it must be, and where it was to go.
public struct FileRecord: Sendable, Equatable {
  /// As files of its kind end, such as `pdf`. A report has one file of a format at most.
  public var format: String
  /// Of the whole file; nil where it is not known.
  public var sha256: [UInt8]?
  /// Absolute; nil for a file that went to no path known, such as standard output or a browser.
  public var path: String?
  /// Its name until the registry has the report: hidden, in the same folder. Absolute.
  public var part: String?

  public static let pdf = "pdf"

  /// Of the files of one report: the PDF, which every verifier reads, goes first.
  static func order(_ table: String) -> String {
    "CASE \(table).format WHEN '\(pdf)' THEN 0 ELSE 1 END, \(table).format"
  }

  public init(format: String = pdf, sha256: [UInt8]?, path: String? = nil, part: String? = nil) {
    (self.format, self.sha256, self.path, self.part) = (format, sha256, path, part)
  }

  init(format: String, _ row: SQLRow) throws(DatabaseError) {
    self.init(
      format: format, sha256: try row.optionalBlob("sha256"), path: try row.optionalText("path"),
      part: try row.optionalText("part"))
  }

  /// Nothing is kept of a file of which nothing is known.
  fileprivate var isKnown: Bool { sha256 != nil || path != nil || part != nil }
}

/// `report_file`: a row for each file of a report. Its rows are written by whoever has locked what their report needs.
enum ReportFileTable {
  /// Puts the files of different reports in place of what was known of them.
  static func save(_ files: [(number: String, file: FileRecord)], _ session: any SQLSession) throws(DatabaseError) {
    for (number, file) in files where !file.isKnown {
      try session.execute(
        "DELETE FROM report_file WHERE number = $1 AND format = $2", [.text(number), .text(file.format)])
    }
    try session.insert(
      files.filter(\.file.isKnown).map { number, file in
        [.text(number), .text(file.format), .optional(file.sha256), .optional(file.path), .optional(file.part)]
      },
      into: "report_file", ["number", "format", "sha256", "path", "part"],
      onConflict: """
        ON CONFLICT (number, format) DO UPDATE SET
          sha256 = excluded.sha256, path = excluded.path, part = excluded.part
        """)
  }

  /// Forgets all files of a report.
  static func remove(_ number: String, _ session: any SQLSession) throws(DatabaseError) {
    try session.execute("DELETE FROM report_file WHERE number = $1", [.text(number)])
  }
}
