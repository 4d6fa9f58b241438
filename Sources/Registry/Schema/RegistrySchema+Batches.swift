import Database

extension SchemaStep {
  /// Rows of running batches: their tasks and results. They are removed with the batch, whose results are then a file.
  static let batches = SchemaStep(name: "batches") { dialect in
    let integer = dialect.integer
    return [
      table(
        """
        batch (
          id TEXT NOT NULL PRIMARY KEY,
          begun_at \(integer) NOT NULL,
          description TEXT NOT NULL
        )
        """, dialect),
      table(
        """
        batch_row (
          batch TEXT NOT NULL,
          place \(integer) NOT NULL,
          task TEXT NOT NULL,
          state \(integer) NOT NULL,
          attempts \(integer) NOT NULL,
          due \(integer) NOT NULL,
          worker TEXT NOT NULL,
          problem TEXT,
          outcome TEXT,
          log_index \(integer),
          carried \(dialect.blob),
          PRIMARY KEY (batch, place)
        )
        """, dialect),
      ("CREATE INDEX batch_row_open ON batch_row (batch, attempts, place) WHERE state < 2", []),
      ("CREATE INDEX batch_row_by_worker ON batch_row (worker) WHERE state = 1", []),
    ]
  }
}
