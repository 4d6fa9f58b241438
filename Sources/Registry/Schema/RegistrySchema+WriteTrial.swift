import Database

extension SchemaStep {
  /// When it was last tried whether the registry can be written.
  static let writeTrial = SchemaStep(name: "trials of writing") { dialect in
    [
      table(
        """
        write_trial (
          id \(dialect.integer) NOT NULL PRIMARY KEY,
          written_at \(dialect.integer) NOT NULL
        )
        """, dialect)
    ]
  }
}
