public import Database

/// A database on a PostgreSQL server, for many machines. Statements block the calling thread.
public struct PostgresDatabase: SQLDatabase {
  public var dialect: SQLDialect { .postgres }
  public let location: String
  private let pool: ConnectionPool

  /// - Parameters:
  ///   - url: `postgres://user@host/database`, as libpq parses it; the password is better kept in `~/.pgpass`.
  ///   - connections: the most to open at once; further callers wait.
  /// - Throws: `DatabaseError.unreachable` if no server answers.
  public init(url: String, connections: Int = 8) throws(DatabaseError) {
    location = try PostgresConnection.location(of: url)
    pool = ConnectionPool(url: url, location: location, limit: connections)
    let first = try pool.take()
    pool.giveBack(first)
  }

  /// What a URL says, as variables that the programs of PostgreSQL read: unlike arguments, other users do not see them.
  /// - Throws: `DatabaseError.address`.
  public static func environment(of url: String) throws(DatabaseError) -> [String: String] {
    try PostgresConnection.options(of: url).reduce(into: [:]) { variables, option in
      if let variable = option.variable { variables[variable] = option.value }
    }
  }

  /// Closes the segment of the write-ahead log, so that an archive of it reaches up to now, however little is written.
  /// - Returns: whether this user may (`GRANT EXECUTE ON FUNCTION pg_switch_wal() TO …`).
  @discardableResult public func closeSegment() -> Bool {
    (try? write { session in try session.query("SELECT pg_switch_wal()::text AS place", []) }) != nil
  }

  public func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    // Each statement sees what was committed before it: after waiting for the lock on a chain's head, it reads the
    // current head.
    try transaction("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE") { connection in
      if durability == .relaxed { try connection.run("SET LOCAL synchronous_commit = off") }
      return try body(PostgresSession(connection: connection))
    }
  }

  public func read<R>(_ body: (any SQLSession) throws -> R) throws -> R {
    try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { connection in
      try body(PostgresSession(connection: connection))
    }
  }

  private func transaction<R>(_ begin: String, _ body: (PostgresConnection) throws -> R) throws -> R {
    let connection = try self.begin(begin)
    // A connection that cannot leave its transaction is closed: the server then rolls it back.
    defer { pool.giveBack(connection) }
    let result: R
    do {
      result = try body(connection)
      try connection.finishCopy()
    } catch {
      try? connection.finishCopy()
      _ = try? connection.run("ROLLBACK")
      throw error
    }
    let done: String
    do { done = try connection.run("COMMIT") } catch {
      // An answer from the server means that nothing was committed; no answer tells nothing. A retry could repeat what
      // was already done, so the caller must check.
      if !connection.isAlive { throw DatabaseError.outcomeUnknown(location: location) }
      throw error
    }
    guard done == "COMMIT" else {
      throw DatabaseError.statement(location: location, problem: "a statement failed earlier, and all was undone")
    }
    return result
  }

  /// An idle connection may have been lost (if the server was restarted). Nothing was done on it yet, so a new one is
  /// as good.
  private func begin(_ sql: String) throws(DatabaseError) -> PostgresConnection {
    while true {
      let connection = try pool.take()
      do {
        try connection.run(sql)
        return connection
      } catch {
        let isLost = !connection.isAlive
        let wasNew = connection.isFirstUse
        pool.giveBack(connection)
        guard isLost, !wasNew else { throw error }
      }
    }
  }
}

private struct PostgresSession: SQLSession {
  let connection: PostgresConnection

  func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int {
    try connection.execute(sql, values).changed
  }

  func query(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
    try connection.execute(sql, values).rows
  }

  func load(into table: String, _ columns: [String], _ rows: (_ add: RowSink) throws -> Void) throws -> Int {
    let widths = try connection.integerWidths(of: table)
    var rowsAsBytes = BinaryCopy(integerWidths: columns.map { widths[$0] }, location: connection.location)
    let copy = try connection.startCopy("COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)")
    var count = 0
    do {
      try rows { (row) throws(DatabaseError) in
        try rowsAsBytes.add(row)
        count += 1
        if rowsAsBytes.isFull { copy.send(rowsAsBytes.take()) }
      }
    } catch {
      copy.giveUp()
      throw error
    }
    rowsAsBytes.end()
    copy.send(rowsAsBytes.take())
    copy.end()
    return count
  }
}
