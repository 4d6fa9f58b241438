/// Applies the steps of a schema that this program knows and the database lacks.
package struct Migration {
  private let database: any SQLDatabase
  private let schema: Schema

  package init(_ schema: Schema, of database: any SQLDatabase) { (self.schema, self.database) = (schema, database) }

  /// Applies all missing steps in one transaction. Harmless if nothing is missing; of two concurrent processes, one
  /// waits for the other and finds it done.
  /// - Throws: `DatabaseError`; `.newerSchema` for a step that this program does not know, or knows as another one.
  package func run() throws {
    // First without the writer's lock: opening a database must not wait for a writer.
    if try database.read({ session in try missingSteps(session).isEmpty }) { return }
    try database.write { session in
      // Two PostgreSQL transactions that create the same table at once would collide instead of waiting.
      if database.dialect == .postgres {
        _ = try session.query("SELECT pg_advisory_xact_lock($1) AS locked", [Self.lockKey])
      }
      // `place` is the step's position.
      try session.execute(
        """
        CREATE TABLE IF NOT EXISTS \(schema.stepTable) (
          place \(database.dialect.integer) NOT NULL PRIMARY KEY,
          name TEXT NOT NULL
        )\(database.dialect.tableOptions)
        """)
      for (position, step) in try missingSteps(session) {
        for statement in step.statements(database.dialect) { try session.execute(statement.sql, statement.values) }
        try step.fill?(session, database.dialect)
        try session.execute(
          "INSERT INTO \(schema.stepTable) (place, name) VALUES ($1, $2)",
          [.integer(Int64(position)), .text(step.name)])
      }
    }
  }

  /// "xinbao" in ASCII: any number that no other program uses for its locks. Shared by all schemas, so that migrations
  /// run one at a time.
  private static let lockKey = SQLValue.integer(0x78_696e_6261_6f)

  private func missingSteps(_ session: any SQLSession) throws(DatabaseError) -> [(position: Int, step: SchemaStep)] {
    let steps = schema.steps
    var applied: [SQLRow] = []
    if try hasSteps(session) {
      applied = try session.query("SELECT place, name FROM \(schema.stepTable) ORDER BY place")
    }
    for (position, row) in applied.enumerated() {
      let name = try row.text("name")
      guard try row.integer("place") == Int64(position), position < steps.count, steps[position].name == name else {
        throw .newerSchema(location: database.location, step: name)
      }
    }
    return steps.enumerated().dropFirst(applied.count).map { (position: $0.offset, step: $0.element) }
  }

  private func hasSteps(_ session: any SQLSession) throws(DatabaseError) -> Bool {
    let question =
      switch database.dialect {
      case .sqlite: "SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = $1"
      case .postgres: "SELECT 1 AS found FROM pg_class WHERE oid = to_regclass($1)"
      }
    return try !session.query(question, [.text(schema.stepTable)]).isEmpty
  }
}
