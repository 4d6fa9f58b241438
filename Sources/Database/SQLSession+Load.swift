extension SQLSession {
  @discardableResult
  package func load(
    _ rows: some Sequence<[SQLValue]>, into table: String, _ columns: [String]
  ) throws(DatabaseError) -> Int {
    do { return try load(into: table, columns) { add in for row in rows { try add(row) } } } catch {
      guard let error = error as? DatabaseError else { preconditionFailure("an array throws nothing: \(error)") }
      throw error
    }
  }

  /// Gives `body` a table that nobody else sees, for rows on their way into others. Afterwards it is gone.
  ///
  /// Neither database knows how many rows such a table has, and plans joins badly, before `ANALYZE` was run on it. Tables
  /// of the same name have the same columns, since statements stay prepared.
  /// - Parameter columns: with their constraints, as in `CREATE TABLE`, without the brackets.
  package func withTemporaryTable<R>(
    _ name: String, _ columns: String, in dialect: SQLDialect, _ body: () throws -> R
  ) throws -> R {
    try execute("CREATE TEMPORARY TABLE \(name) (\(columns))\(dialect.temporaryOptions)")
    let result = try body()
    // If `body` throws, the table goes with the transaction.
    try execute("DROP TABLE \(dialect.temporarySchema).\(name)")
    return result
  }
}

extension SQLDatabase {
  /// A transaction that takes in much. Between two statements it may read files for half an hour; any other is ended by a
  /// PostgreSQL server after a minute of silence, so that a hanging process does not block everyone. Like any other it may be
  /// repeated as a whole after a conflict, and so may what gives the rows.
  package func writeMuch<R>(_ body: (any SQLSession) throws -> R) throws -> R {
    try write { session in
      if dialect == .postgres { try session.execute("SET LOCAL idle_in_transaction_session_timeout = '30min'") }
      return try body(session)
    }
  }
}
