import Database

// A row for each file of a report, and a column for the issuer of each report.

extension SchemaStep {
  /// Before this step a report had one file, described by columns of `report`: these are moved and dropped. All
  /// existing reports belong to the registry's only issuer.
  static let reportFilesAndIssuers = SchemaStep(name: "report files and issuers") { dialect in
    whoeverChangesReportsIsDone(dialect) + [
      table(
        """
        report_file (
          number TEXT NOT NULL,
          format TEXT NOT NULL,
          sha256 \(dialect.blob),
          path TEXT,
          part TEXT,
          PRIMARY KEY (number, format)
        )
        """, dialect),
      (
        """
        INSERT INTO report_file (number, format, sha256, path, part)
        SELECT number, 'pdf', file_sha256, file_path, file_part FROM report
        WHERE file_sha256 IS NOT NULL OR file_path IS NOT NULL OR file_part IS NOT NULL
        """, []
      ),
      ("CREATE INDEX report_file_by_path ON report_file (path) WHERE path IS NOT NULL", []),
      ("DROP INDEX report_by_path", []),
      ("ALTER TABLE report DROP COLUMN file_sha256", []),
      ("ALTER TABLE report DROP COLUMN file_path", []),
      ("ALTER TABLE report DROP COLUMN file_part", []),
    ] + severalFilesInTheChain(dialect)
      + ["report", "batch", "status_list"].map { table in
        ("ALTER TABLE \(table) ADD COLUMN issuer TEXT NOT NULL DEFAULT '\(Registry.onlyIssuer)'", [])
      }
  }

  /// A program of the previous release may be running. What it commits between the moving of the rows and the dropping
  /// of the columns would be lost, so this first locks the heads of all chains under which it changes reports, in
  /// order.
  private static func whoeverChangesReportsIsDone(_ dialect: SQLDialect) -> [Statement] {
    // SQLite has the whole file locked.
    guard dialect == .postgres else { return [] }
    return [ChainHead.Chain.log, .status, .file].map { chain in
      ("SELECT size FROM chain_tail WHERE chain = $1 FOR UPDATE", [.text(chain.rawValue)])
    }
  }

  /// The chain of issued files had at most one file of a report. Its rows stay the same, byte for byte.
  private static func severalFilesInTheChain(_ dialect: SQLDialect) -> [Statement] {
    switch dialect {
    case .postgres:
      [
        ("ALTER TABLE issued_file DROP CONSTRAINT issued_file_log_index_key", []),
        ("ALTER TABLE issued_file ADD UNIQUE (log_index, sha256)", []),
      ]
    case .sqlite:
      [
        ("ALTER TABLE issued_file RENAME TO issued_file_before", []),
        table(
          """
          issued_file (
            sequence INTEGER NOT NULL PRIMARY KEY,
            log_index INTEGER NOT NULL,
            sha256 BLOB NOT NULL,
            previous BLOB NOT NULL,
            hash BLOB NOT NULL,
            UNIQUE (log_index, sha256)
          )
          """, dialect),
        (
          """
          INSERT INTO issued_file (sequence, log_index, sha256, previous, hash)
          SELECT sequence, log_index, sha256, previous, hash FROM issued_file_before ORDER BY sequence
          """, []
        ),
        ("DROP TABLE issued_file_before", []),
      ]
    }
  }
}
