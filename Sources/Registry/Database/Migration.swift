/// Brings the tables of a database up to the steps that this program knows.
struct Migration {
  let database: any SQLDatabase
  var steps = SchemaStep.all

  /// Harmless where nothing is to be done; of two processes at once, one waits for the other and finds it done.
  func run() throws {
    // Without the writer's lock first: opening a registry must not wait for who is issuing.
    if try database.read({ session in try missingSteps(session).isEmpty }) { return }
    try database.write { session in
      // Two transactions of PostgreSQL that make the same table at once would collide instead of waiting.
      if database.dialect == .postgres { _ = try session.query("SELECT pg_advisory_xact_lock($1)", [Self.lockKey]) }
      try session.execute(
        """
        CREATE TABLE IF NOT EXISTS schema_step (
          place \(database.dialect.integer) NOT NULL PRIMARY KEY,
          name TEXT NOT NULL
        )\(database.dialect.tableOptions)
        """)
      for (place, step) in try missingSteps(session) {
        for statement in step.statements(database.dialect) { try session.execute(statement.sql, statement.values) }
        try step.fill?(session, database.dialect)
        try session.execute(
          "INSERT INTO schema_step (place, name) VALUES ($1, $2)", [.integer(Int64(place)), .text(step.name)])
      }
    }
  }

  /// "xinbao" in ASCII: any number that others do not use for their locks.
  private static let lockKey = SQLValue.integer(0x78_696e_6261_6f)

  /// - Throws: `RegistryError.newerSchema` for a step that this program does not know, or knows at another place.
  private func missingSteps(_ session: any SQLSession) throws -> [(place: Int, step: SchemaStep)] {
    let applied = try hasSteps(session) ? session.query("SELECT place, name FROM schema_step ORDER BY place") : []
    for (place, row) in applied.enumerated() {
      let name = try row.text(1)
      guard try row.integer(0) == Int64(place), place < steps.count, steps[place].name == name else {
        throw RegistryError.newerSchema(place: database.place, step: name)
      }
    }
    return steps.enumerated().dropFirst(applied.count).map { (place: $0.offset, step: $0.element) }
  }

  private func hasSteps(_ session: any SQLSession) throws(RegistryError) -> Bool {
    switch database.dialect {
    case .sqlite:
      try !session.query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_step'").isEmpty
    case .postgres:
      try !session.query("SELECT 1 FROM pg_class WHERE oid = to_regclass('schema_step')").isEmpty
    }
  }
}
