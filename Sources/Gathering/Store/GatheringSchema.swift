import Database

extension Schema {
  /// The tables of Gathering. A new step is added at the end.
  /// - Parameter addTraits: finds by what held rows are found whose names nobody bears, and keeps it.
  static func gathering(addTraits: @escaping @Sendable (any SQLSession) throws -> Void) -> Schema {
    Schema(
      stepTable: "gather_schema_step",
      steps: [
        .deliveriesAndRecords, .decisions, .erasures, .alikeNames { session, _ in try addTraits(session) },
        .rowsOfCategories, .indicesOfRecords, .withdrawnHeldRows, .namesOfFiles,
      ])
  }
}

extension SchemaStep {
  /// `sequence` numbers all that happens to the store, deliveries and decisions alike: what stood after number n is what
  /// was born by n and had not died by n. Nothing is deleted, so any past state can be read; of what was erased, that it was there.
  fileprivate static let deliveriesAndRecords = SchemaStep(name: "deliveries and records") { dialect in
    let (integer, blob) = (dialect.integer, dialect.blob)
    return [
      table("gather_value (name TEXT NOT NULL PRIMARY KEY, value \(blob) NOT NULL)", dialect),
      table(
        """
        gather_source (
          id \(integer) NOT NULL PRIMARY KEY,
          issuer TEXT NOT NULL,
          name TEXT NOT NULL,
          UNIQUE (issuer, name)
        )
        """, dialect),
      // covers_since: the number from which the delivery covers its days; null: not yet.
      table(
        """
        gather_delivery (
          sequence \(integer) NOT NULL PRIMARY KEY,
          issuer TEXT NOT NULL,
          source \(integer) NOT NULL,
          kind TEXT NOT NULL,
          day_from \(integer) NOT NULL,
          day_through \(integer) NOT NULL,
          all_since \(integer),
          received_at \(integer) NOT NULL,
          taken_at \(integer) NOT NULL UNIQUE,
          author TEXT NOT NULL,
          person TEXT NOT NULL,
          is_confirmed \(integer) NOT NULL,
          has_failed \(integer) NOT NULL,
          covers_since \(integer),
          remark TEXT,
          rows_new \(integer) NOT NULL,
          rows_replaces \(integer) NOT NULL,
          rows_same \(integer) NOT NULL,
          rows_outdated \(integer) NOT NULL,
          rows_withdraws \(integer) NOT NULL,
          rows_held \(integer) NOT NULL,
          rows_no_data \(integer) NOT NULL,
          ended \(integer) NOT NULL,
          defects \(integer) NOT NULL
        )
        """, dialect),
      ("CREATE INDEX gather_delivery_by_source ON gather_delivery (source, sequence)", []),
      table(
        """
        gather_delivery_category (
          sequence \(integer) NOT NULL,
          category TEXT NOT NULL,
          PRIMARY KEY (sequence, category)
        )
        """, dialect),
      table(
        """
        gather_file (
          sequence \(integer) NOT NULL,
          source \(integer) NOT NULL,
          sha256 \(blob) NOT NULL,
          name TEXT NOT NULL,
          PRIMARY KEY (sequence, sha256)
        )
        """, dialect),
      ("CREATE INDEX gather_file_by_content ON gather_file (source, sha256)", []),
      // Days that a delivery left open. `held`: the row that names nobody; null: the delivery as a whole.
      table(
        """
        gather_opening (
          sequence \(integer) NOT NULL,
          source \(integer) NOT NULL,
          category TEXT NOT NULL,
          day_from \(integer) NOT NULL,
          day_through \(integer) NOT NULL,
          reason TEXT NOT NULL,
          held \(integer),
          settled \(integer)
        )
        """, dialect),
      ("CREATE INDEX gather_opening_by_source ON gather_opening (source, sequence)", []),
      ("CREATE INDEX gather_opening_by_held ON gather_opening (held) WHERE held IS NOT NULL", []),
      // subject: a code, or the key of a person's number, which is in sealed_number.
      table(
        """
        gather_subject (
          issuer TEXT NOT NULL,
          subject TEXT NOT NULL,
          kind TEXT NOT NULL,
          sealed_number \(blob),
          born \(integer) NOT NULL,
          PRIMARY KEY (issuer, subject)
        )
        """, dialect),
      // basis: who says the name: `registrar`, `former` (the registrar, of earlier days), `row`, `operator`.
      table(
        """
        gather_name (
          issuer TEXT NOT NULL,
          subject TEXT NOT NULL,
          comparable TEXT NOT NULL,
          basis TEXT NOT NULL,
          name TEXT NOT NULL,
          day \(integer) NOT NULL,
          born \(integer) NOT NULL,
          PRIMARY KEY (issuer, subject, comparable, basis)
        )
        """, dialect),
      ("CREATE INDEX gather_name_by_name ON gather_name (comparable)", []),
    ] + records(dialect) + [
      table(
        """
        gather_held (
          id \(integer) NOT NULL PRIMARY KEY,
          issuer TEXT NOT NULL,
          source \(integer) NOT NULL,
          category TEXT NOT NULL,
          content \(blob) NOT NULL,
          day \(integer),
          document \(blob),
          reason TEXT NOT NULL,
          has_name \(integer) NOT NULL,
          table_name TEXT NOT NULL,
          row_number \(integer) NOT NULL,
          sealed_text \(blob) NOT NULL,
          born \(integer) NOT NULL,
          died \(integer),
          settlement TEXT
        )
        """, dialect),
      ("CREATE INDEX gather_held_by_document ON gather_held (document) WHERE document IS NOT NULL", []),
      ("CREATE INDEX gather_held_by_content ON gather_held (content)", []),
      // Whom a held row, or a record under another name, may be about. subject: of the record; null: the row is held.
      table(
        """
        gather_mention (
          key \(blob) NOT NULL,
          id \(integer) NOT NULL,
          subject TEXT,
          PRIMARY KEY (key, id)
        )
        """, dialect),
      table(
        """
        gather_mapping (
          issuer TEXT NOT NULL,
          source \(integer) NOT NULL,
          version \(integer) NOT NULL,
          body TEXT NOT NULL,
          person TEXT NOT NULL,
          made_at \(integer) NOT NULL,
          PRIMARY KEY (source, version)
        )
        """, dialect),
    ]
  }

  /// Each decision is an event with a number of its own, so that moments before it stay as they were.
  fileprivate static let decisions = SchemaStep(name: "decisions") { dialect in
    let (integer, text) = (dialect.integer, "TEXT NOT NULL")
    return [
      // action: of the registry, where two persons are written down. It is done once.
      table(
        """
        gather_decision (
          sequence \(integer) NOT NULL PRIMARY KEY,
          issuer \(text),
          action \(text),
          kind \(text),
          held \(integer),
          delivery \(integer),
          subject TEXT,
          reason TEXT,
          UNIQUE (issuer, action)
        )
        """, dialect),
      // Held rows that became records.
      table(
        "gather_assignment (held \(integer) NOT NULL PRIMARY KEY, subject \(text), sequence \(integer) NOT NULL)",
        dialect),
      // What was in force and is missing from a snapshot that nobody has accepted yet.
      table(
        """
        gather_missing (
          sequence \(integer) NOT NULL,
          subject \(text),
          id \(integer) NOT NULL,
          PRIMARY KEY (sequence, subject, id)
        )
        """, dialect),
    ]
  }

  /// erased: the number of the decision that erased what the row said, because its time was over. The row itself stays as a
  /// stone: it has its keyed digests, so that what its source delivers again is recognised and does not come back.
  fileprivate static let erasures = SchemaStep(name: "erasures") { dialect in
    ["gather_record", "gather_held"].map { ("ALTER TABLE \($0) ADD COLUMN erased \(dialect.integer)", []) }
  }

  /// Traits of the names of held rows that nobody bore when they came (`AlikeNames`), under keyed hashes.
  fileprivate static func alikeNames(
    fill: @escaping @Sendable (any SQLSession, SQLDialect) throws -> Void
  ) -> SchemaStep {
    SchemaStep(
      name: "alike names",
      statements: { dialect in
        [
          table(
            """
            gather_trait (
              key \(dialect.blob) NOT NULL,
              id \(dialect.integer) NOT NULL,
              PRIMARY KEY (key, id)
            )
            """, dialect)
        ]
      }, fill: fill)
  }

  /// How many rows of a delivery were of a category that it answers for; null: it came before they were counted.
  fileprivate static let rowsOfCategories = SchemaStep(name: "rows of categories") { dialect in
    [("ALTER TABLE gather_delivery_category ADD COLUMN row_count \(dialect.integer)", [])]
  }

  /// PostgreSQL: a subject's records are found by one index instead of two, for each costs a random page for each new
  /// record. The index for snapshots begins with the category: SQLite took one that began with the source for the records
  /// of a subject, too, and read all of the source's for each row.
  fileprivate static let indicesOfRecords = SchemaStep(name: "indices of records") { dialect in
    let bySource: [Statement] = [
      ("DROP INDEX gather_record_by_source", []),
      ("CREATE INDEX gather_record_by_category ON gather_record (category, source)", []),
    ]
    switch dialect {
    case .sqlite: return bySource
    case .postgres:
      return bySource + [
        ("ALTER TABLE gather_record DROP CONSTRAINT gather_record_pkey", []),
        ("DROP INDEX gather_record_by_subject", []),
        ("ALTER TABLE gather_record ADD PRIMARY KEY (subject, decision, id)", []),
      ]
    }
  }

  /// withdrawn: the last day of the withdrawals by which a held row was settled, or that came after.
  fileprivate static let withdrawnHeldRows = SchemaStep(name: "withdrawn held rows") { dialect in
    [("ALTER TABLE gather_held ADD COLUMN withdrawn \(dialect.integer)", [])]
  }

  /// A later table of the same name mends one that could not be read.
  fileprivate static let namesOfFiles = SchemaStep(name: "names of files") { _ in
    [("CREATE INDEX gather_file_by_name ON gather_file (source, name)", [])]
  }

  /// state: `said`, `withdrawn` or `repaired`: what the source says of the group.
  private static func records(_ dialect: SQLDialect) -> [Statement] {
    let (integer, blob) = (dialect.integer, dialect.blob)
    let columns = """
      id \(integer) NOT NULL,
      issuer TEXT NOT NULL,
      subject TEXT NOT NULL,
      source \(integer) NOT NULL,
      category TEXT NOT NULL,
      decision \(blob) NOT NULL,
      content \(blob) NOT NULL,
      day \(integer),
      day_through \(integer) NOT NULL,
      state TEXT NOT NULL,
      is_sealed \(integer) NOT NULL,
      body \(blob) NOT NULL,
      born \(integer) NOT NULL,
      died \(integer),
      ended \(integer),
      ended_day \(integer)
      """
    let indices: [Statement] = [
      ("CREATE INDEX gather_record_by_subject ON gather_record (subject, decision)", []),
      ("CREATE INDEX gather_record_by_source ON gather_record (source, category)", []),
    ]
    switch dialect {
    case .sqlite: return [table("gather_record (\(columns), PRIMARY KEY (id))", dialect)] + indices
    case .postgres:
      // In parts, so that an index of 200 million rows stays in memory where it is used.
      let parts = 16
      let pieces: [Statement] = (0..<parts).map { part in
        (
          "CREATE TABLE gather_record_\(part) PARTITION OF gather_record FOR VALUES WITH (MODULUS \(parts), REMAINDER \(part))",
          []
        )
      }
      return [("CREATE TABLE gather_record (\(columns), PRIMARY KEY (subject, id)) PARTITION BY HASH (subject)", [])]
        + pieces + indices
    }
  }
}
