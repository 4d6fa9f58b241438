import Database

extension SchemaStep {
  /// Seals of rows. What was written before is sealed here, and only here: a row without a seal is a finding from then on.
  static func seals(_ secret: RegistrySecret) -> SchemaStep {
    SchemaStep(name: "seals of rows") { dialect in
      SealedTable.first.map { table in ("ALTER TABLE \(table.name) ADD COLUMN \(table.seal) \(dialect.blob)", []) }
    } fill: { session, _ in
      for table in SealedTable.first { try table.sealAll(secret, session) }
    }
  }
}
