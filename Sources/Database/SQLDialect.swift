/// The differences between the two databases in SQL.
public enum SQLDialect: Sendable {
  case sqlite, postgres

  /// Type of 64-bit numbers.
  package var integer: String { self == .sqlite ? "INTEGER" : "BIGINT" }
  package var blob: String { self == .sqlite ? "BLOB" : "BYTEA" }
  /// SQLite checks column types only when asked to.
  package var tableOptions: String { self == .sqlite ? " STRICT" : "" }
  /// SQLite ends a temporary table with the connection, which the transactions share.
  package var temporaryOptions: String { self == .sqlite ? tableOptions : " ON COMMIT DROP" }
  package var temporarySchema: String { self == .sqlite ? "temp" : "pg_temp" }
  /// Locks the rows of a `SELECT` until the transaction ends. In SQLite the transaction has the whole file locked.
  package var forUpdate: String { self == .sqlite ? "" : " FOR UPDATE" }
  /// As `forUpdate`, but skips rows that another transaction has locked.
  package var skipLocked: String { self == .sqlite ? "" : " FOR UPDATE SKIP LOCKED" }
}
