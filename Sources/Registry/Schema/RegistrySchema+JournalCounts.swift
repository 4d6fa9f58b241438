import Database

extension SchemaStep {
  /// Rows of the journal that count verifications; in all others both columns are null.
  static let countedVerifications = SchemaStep(name: "counted verifications") { dialect in
    [
      ("ALTER TABLE journal ADD COLUMN counted_until \(dialect.integer)", []),
      ("ALTER TABLE journal ADD COLUMN counted \(dialect.integer)", []),
    ]
  }
}
