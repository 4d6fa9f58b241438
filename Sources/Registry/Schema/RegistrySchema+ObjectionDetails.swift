import Database

extension SchemaStep {
  /// What an objection is about, what was sent with it, and how it ended. Sealed is what people send: a copy of a decision,
  /// and perhaps of an identity card.
  static let objectionDetails = SchemaStep(name: "objection details") { dialect in
    [
      ("ALTER TABLE objection ADD COLUMN record TEXT", []),
      ("ALTER TABLE objection ADD COLUMN closed_at \(dialect.integer)", []),
      ("ALTER TABLE objection ADD COLUMN closing TEXT", []),
      table(
        """
        objection_file (
          objection \(dialect.integer) NOT NULL,
          place \(dialect.integer) NOT NULL,
          media_type TEXT NOT NULL,
          sealed \(dialect.blob) NOT NULL,
          PRIMARY KEY (objection, place)
        )
        """, dialect),
    ]
  }
}
