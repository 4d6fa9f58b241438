import Database

extension SchemaStep {
  /// Rows of the journal that stand in files.
  static let journalSegments = SchemaStep(name: "segments of the journal") { dialect in
    [
      table(
        """
        journal_segment (
          first_row \(dialect.integer) NOT NULL PRIMARY KEY,
          last_row \(dialect.integer) NOT NULL,
          head \(dialect.blob) NOT NULL,
          file_sha256 \(dialect.blob) NOT NULL,
          archived_at \(dialect.integer) NOT NULL,
          row_seal \(dialect.blob) NOT NULL
        )
        """, dialect)
    ]
  }
}
