import Database

// What a subject does with reports on it.

extension SchemaStep {
  /// Texts that people write about their reports: the only personal data in this database.
  static let objections = SchemaStep(name: "objections") { dialect in
    // Numbered by the database, because operators type the number.
    let id = dialect == .sqlite ? "INTEGER NOT NULL PRIMARY KEY" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    return [
      table(
        """
        objection (
          id \(id),
          log_index \(dialect.integer) NOT NULL,
          objection TEXT NOT NULL,
          made_at \(dialect.integer) NOT NULL,
          state \(dialect.integer) NOT NULL,
          decided_at \(dialect.integer),
          note TEXT
        )
        """, dialect),
      ("CREATE INDEX objection_by_report ON objection (log_index)", []),
      ("CREATE UNIQUE INDEX objection_open ON objection (log_index) WHERE state = 0", []),
    ]
  }

  /// Which reports subjects printed today; rows of earlier days are deleted.
  static let selfPrints = SchemaStep(name: "self-prints") { dialect in
    [
      table(
        """
        self_print (
          number TEXT NOT NULL PRIMARY KEY,
          subject \(dialect.blob) NOT NULL,
          kind \(dialect.integer) NOT NULL,
          day \(dialect.integer) NOT NULL,
          reserved_at \(dialect.integer) NOT NULL
        )
        """, dialect),
      ("CREATE INDEX self_print_by_day ON self_print (day, subject, kind)", []),
    ]
  }
}
