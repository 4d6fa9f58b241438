/// In what the two databases differ where SQL must say it.
public enum SQLDialect: Sendable {
  case sqlite, postgres

  /// Type of 64-bit numbers.
  var integer: String { self == .sqlite ? "INTEGER" : "BIGINT" }
  var blob: String { self == .sqlite ? "BLOB" : "BYTEA" }
  /// SQLite checks column types only when asked to.
  var tableOptions: String { self == .sqlite ? " STRICT" : "" }
  /// Locks the rows of a `SELECT` till the transaction ends. In SQLite the transaction has the whole file locked.
  var forUpdate: String { self == .sqlite ? "" : " FOR UPDATE" }
  /// As `forUpdate`, but without the rows that another transaction has locked.
  var skipLocked: String { self == .sqlite ? "" : " FOR UPDATE SKIP LOCKED" }
}

/// How safe a transaction is once it is said to be done.
public enum Durability: Sendable {
  /// It outlives a power cut.
  case full
  /// It outlives the process, but a power cut may take the last moments. For counts that only slow guessing down.
  case relaxed
}

/// Statements within one transaction. Placeholders are `$1`, `$2`, …; SQL is what both dialects understand.
public protocol SQLSession {
  /// - Returns: how many rows were changed.
  @discardableResult
  func execute(_ sql: String, _ values: [SQLValue]) throws(RegistryError) -> Int
  func query(_ sql: String, _ values: [SQLValue]) throws(RegistryError) -> [SQLRow]
}

extension SQLSession {
  @discardableResult
  func execute(_ sql: String) throws(RegistryError) -> Int { try execute(sql, []) }
  func query(_ sql: String) throws(RegistryError) -> [SQLRow] { try query(sql, []) }
}

/// A database that the registry's rules run on. Usable from many threads; several processes may use the same one.
public protocol SQLDatabase: Sendable {
  var dialect: SQLDialect { get }
  /// Where it is, for messages; never with a password.
  var place: String { get }
  /// Runs `body` in one transaction, which is undone where `body` throws. `body` must not use the database but through
  /// its session.
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R
  /// Runs `body` on one snapshot, unmoved by what others write meanwhile.
  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R
}

extension SQLDatabase {
  public func write<R>(_ body: (any SQLSession) throws -> R) throws -> R { try write(.full, body) }
}
