/// How safe a transaction is once it is said to be done.
public enum Durability: Sendable {
  /// It outlives a power cut.
  case full
  /// It outlives the process, but a power cut may take the last moments. For counts that only slow guessing down.
  case relaxed
}

/// Statements within one transaction. Placeholders are `$1`, `$2`, …; SQL is what both dialects understand. Each column
/// of a `SELECT` has a name of its own: what is computed gets one by `AS`.
public protocol SQLSession {
  /// - Returns: how many rows were changed.
  @discardableResult
  func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int
  func query(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> [SQLRow]
}

extension SQLSession {
  @discardableResult
  package func execute(_ sql: String) throws(DatabaseError) -> Int { try execute(sql, []) }
  package func query(_ sql: String) throws(DatabaseError) -> [SQLRow] { try query(sql, []) }
}

/// A database in which a module keeps its tables. Usable from many threads; several processes may use the same one.
public protocol SQLDatabase: Sendable {
  var dialect: SQLDialect { get }
  /// Where it is, for messages; never with a password.
  var location: String { get }
  /// Runs `body` in one transaction, which is undone where `body` throws. `body` must not use the database but through
  /// its session.
  /// - Throws: `DatabaseError`, or what `body` throws.
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R
  /// Runs `body` on one snapshot, unmoved by what others write meanwhile.
  /// - Throws: as `write`.
  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R
}

extension SQLDatabase {
  public func write<R>(_ body: (any SQLSession) throws -> R) throws -> R { try write(.full, body) }
}
