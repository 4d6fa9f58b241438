import Database

// Files of reports, and pending reports, which have none yet.

extension SchemaStep {
  static let filesAndPending = SchemaStep(name: "issued files and pending reports") { dialect in
    let (integer, blob) = (dialect.integer, dialect.blob)
    return [
      // Since when it has been waiting for its file; nil once it is issued.
      ("ALTER TABLE report ADD COLUMN pending_since \(integer)", []),
      ("CREATE INDEX report_pending ON report (pending_since) WHERE pending_since IS NOT NULL", []),
      table(
        """
        issued_file (
          sequence \(integer) NOT NULL PRIMARY KEY,
          log_index \(integer) NOT NULL UNIQUE,
          sha256 \(blob) NOT NULL,
          previous \(blob) NOT NULL,
          hash \(blob) NOT NULL
        )
        """, dialect),
      head(.file, hash: HashChain.start),
    ]
  } fill: { session, dialect in
    try IssuedFiles.fill(session, dialect)
  }
}
