/// The tables of one module: how they came to be what they are. Several modules may keep theirs in one database, each
/// with its own steps.
package struct Schema: Sendable {
  /// The table that says which of the steps were taken: no other schema of the database has the same.
  package let stepTable: String
  /// In order.
  package let steps: [SchemaStep]

  package init(stepTable: String, steps: [SchemaStep]) { (self.stepTable, self.steps) = (stepTable, steps) }
}

/// One change of the tables. Steps are only ever added at the end; one that was shipped is never changed.
package struct SchemaStep: Sendable {
  package typealias Statement = (sql: String, values: [SQLValue])

  package let name: String
  package let statements: @Sendable (SQLDialect) -> [Statement]
  /// What SQL alone cannot work out of the rows that are there already, after the statements.
  package let fill: (@Sendable (any SQLSession, SQLDialect) throws -> Void)?

  package init(
    name: String, statements: @escaping @Sendable (SQLDialect) -> [Statement],
    fill: (@Sendable (any SQLSession, SQLDialect) throws -> Void)? = nil
  ) {
    (self.name, self.statements, self.fill) = (name, statements, fill)
  }

  package static func table(_ definition: String, _ dialect: SQLDialect) -> Statement {
    ("CREATE TABLE \(definition)\(dialect.tableOptions)", [])
  }
}
