import Attestation
import Database

/// Which bytes were issued as a report's file, each a row of a hash chain. The answer "this is the file" rests on its
/// SHA-256, so the audit must detect one that was changed behind the program's back.
struct IssuedFiles {
  static let label = "xinbao issued file 1"

  private let session: any SQLSession
  private var head: ChainHead

  init(_ session: any SQLSession, _ dialect: SQLDialect) throws {
    self.session = session
    head = try ChainHead.lock(.file, session, dialect)
  }

  /// - Parameter index: the report's index in the log.
  mutating func add(_ index: UInt64, _ sha256: [UInt8]) throws {
    try session.execute(
      "INSERT INTO issued_file (sequence, log_index, sha256, previous, hash) VALUES ($1, $2, $3, $4, $5)",
      head.link(Self.label, [.unsigned(index), .blob(sha256)]))
  }

  func save() throws { try head.save(.file, session) }

  /// Adds the files of reports that were issued before this chain existed, in the order of the log.
  static func fill(_ session: any SQLSession, _ dialect: SQLDialect) throws {
    var files = try IssuedFiles(session, dialect)
    var next: Int64 = 0
    while true {
      let rows = try session.query(
        """
        SELECT log_index, file_sha256 FROM report WHERE log_index >= $1 AND file_sha256 IS NOT NULL
        ORDER BY log_index LIMIT \(auditPage)
        """, [.integer(next)])
      for row in rows {
        try files.add(try row.unsigned("log_index"), try row.blob("file_sha256"))
        next = try row.integer("log_index") + 1
      }
      if rows.count < auditPage { break }
    }
    try files.save()
  }
}

extension Registry {
  /// SHA-256 of the file of a format that was issued under a number; nil if no such report is registered, or its file is
  /// not known.
  /// - Parameter format: the file's extension.
  /// - Throws: `RegistryError.damaged` if the report's row contradicts the chain of issued files.
  public func fileDigest(of number: String, format: String) throws -> [UInt8]? {
    let rows = try database.read { session in
      try session.query(
        """
        SELECT report_file.sha256 AS sha256, issued_file.sha256 AS issued FROM report
        JOIN report_file ON report_file.number = report.number
        LEFT JOIN issued_file
          ON issued_file.log_index = report.log_index AND issued_file.sha256 = report_file.sha256
        WHERE report.number = $1 AND report_file.format = $2 AND \(RegisteredReport.isIssued)
          AND report_file.sha256 IS NOT NULL
        """, [.text(number), .text(format)])
    }
    guard let row = rows.first else { return nil }
    guard row.value("sha256") == row.value("issued") else {
      throw RegistryError.damaged(what: "report \(number)", problem: "its file is not the one that was issued")
    }
    return try row.blob("sha256")
  }
}
