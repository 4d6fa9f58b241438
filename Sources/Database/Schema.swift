/// The tables of one module, as the steps that create them. Several modules may share one database, each with its own
/// steps.
package struct Schema: Sendable {
  /// The table that records which steps were applied: no other schema in the database has the same.
  package let stepTable: String
  /// In order.
  package let steps: [SchemaStep]

  package init(stepTable: String, steps: [SchemaStep]) { (self.stepTable, self.steps) = (stepTable, steps) }
}

/// One change of the tables. New steps are only added at the end; a step that was shipped is never changed.
package struct SchemaStep: Sendable {
  package typealias Statement = (sql: String, values: [SQLValue])

  package let name: String
  package let statements: @Sendable (SQLDialect) -> [Statement]
  /// Runs after the statements, for values in existing rows that SQL alone cannot compute.
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
