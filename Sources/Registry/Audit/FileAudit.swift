import Attestation
import Database

/// Checks the chain of issued files row by row, and that the rows of the reports' files agree with it.
struct IssuedFilesAudit {
  let session: any SQLSession

  func run(_ audit: inout Audit) throws {
    var chain = ChainAudit(
      .file, label: IssuedFiles.label, rowName: "issued file", columns: ["sequence", "log_index", "sha256"])
    let selection =
      """
      SELECT t.sequence AS sequence, t.log_index AS log_index, t.sha256 AS sha256, t.previous AS previous,
        t.hash AS hash, r.number AS number,
        (SELECT COUNT(*) FROM report_file o WHERE o.number = r.number AND o.sha256 = t.sha256) AS found
      FROM issued_file t LEFT JOIN report r ON r.log_index = t.log_index
      """
    try chain.checkRows(selection, session, &audit) { chain, row, audit in
      guard let number = try row.optionalText("number") else {
        return audit.add(.file, "issued file \(chain.sequence)", "is of no report")
      }
      if try row.integer("found") == 0 {
        audit.add(.file, "report \(number)", "its SHA-256 is not that of the file that was issued")
      }
    }
    chain.finish(try ChainHead.read(.file, session), &audit)
    try checkReports(&audit)
  }

  private func checkReports(_ audit: inout Audit) throws {
    let strangers = try session.query(
      """
      SELECT r.number AS number FROM report r JOIN report_file f ON f.number = r.number
      WHERE f.sha256 IS NOT NULL
      GROUP BY r.log_index, r.number
      HAVING COUNT(*) > (SELECT COUNT(*) FROM issued_file i WHERE i.log_index = r.log_index)
      ORDER BY r.log_index
      """)
    for row in strangers {
      audit.add(.file, "report \(try row.text("number"))", "has the SHA-256 of a file that was never issued")
    }
    let orphans = try session.query(
      """
      SELECT f.number AS number FROM report_file f LEFT JOIN report r ON r.number = f.number
      WHERE r.number IS NULL ORDER BY f.number
      """)
    for row in orphans { audit.add(.file, "report \(try row.text("number"))", "has a file and is not registered") }
    let pending = try session.query("SELECT COUNT(*) AS count FROM report WHERE pending_since IS NOT NULL")
    audit.pending = Int(try pending.first?.integer("count") ?? 0)
  }
}

/// Checks that the reports' files are where they were put, with the bytes that were issued.
struct FileAudit {
  let rows: [FileRow]
  let files: ReportFiles
  /// Where to look for a file that is no longer in its own folder.
  let otherFolders: [String]

  /// The files of one extension in a folder that are at no report's path, by SHA-256.
  private var strays: [Folder: [[UInt8]: String]] = [:]
  private struct Folder: Hashable {
    let path: String
    let fileExtension: String
  }
  private let paths: Set<String>

  init(rows: [FileRow], files: ReportFiles, otherFolders: [String]) {
    (self.rows, self.files, self.otherFolders) = (rows, files, otherFolders)
    paths = Set(rows.map(\.path))
  }

  /// A file is in order if it is at its path, or under its hidden name, where `recover` will find it. If it is missing and a
  /// later report was written to the same path, the caller chose to overwrite it.
  mutating func run(_ audit: inout Audit) throws {
    for row in rows {
      let found = try files.digest(row.path)
      if row.replacedBy != nil, found != row.sha256 {
        audit.replacedFiles += 1
        continue
      }
      audit.files += 1
      if found == row.sha256 { continue }
      if let part = row.part, try files.digest(part) == row.sha256 { continue }
      let problem =
        if let path = try path(of: row) {
          "was moved to \(path)" + (found == nil ? "" : ", and another file is in its place")
        } else if found == nil {
          "is missing"
        } else {
          "was changed: it has other bytes than were issued"
        }
      audit.add(.file, "report \(row.number)", "its file \(row.path) \(problem)")
    }
  }

  private mutating func path(of row: FileRow) throws -> String? {
    let own = row.path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    for folder in [own] + otherFolders {
      let searched = Folder(path: folder, fileExtension: row.format)
      if strays[searched] == nil {
        var found: [[UInt8]: String] = [:]
        for path in try files.list(folder, row.format) where !paths.contains(path) {
          if let digest = try files.digest(path) { found[digest] = path }
        }
        strays[searched] = found
      }
      if let path = strays[searched]?[row.sha256] { return path }
    }
    return nil
  }
}
