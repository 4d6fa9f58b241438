/// How durable a committed transaction is.
public enum Durability: Sendable {
  /// It survives a power cut.
  case full
  /// It survives the process, but a power cut may lose the last moments. For counters that only slow guessing down.
  case relaxed
}

/// Takes a row, as values in the order of the columns.
public typealias RowSink = (_ row: [SQLValue]) throws(DatabaseError) -> Void

/// Statements within one transaction. Placeholders are `$1`, `$2`, …; the SQL must be valid in both dialects. Each
/// column of a `SELECT` has its own name: a computed one gets it by `AS`.
public protocol SQLSession {
  /// - Returns: how many rows were changed.
  @discardableResult
  func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int
  func query(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> [SQLRow]
  /// Adds many rows in one go, the fastest way that the database has. Memory stays the same, however many they are.
  /// - Parameters:
  ///   - columns: those that the rows have values for.
  ///   - rows: hands each row to its argument, as many values as there are columns; uses the database only through that.
  /// - Returns: how many rows were handed over.
  /// - Throws: `DatabaseError`, or what `rows` throws. The transaction is then of no more use: it must throw, too. What the
  ///   database has against a row may be thrown by the next statement, or by the transaction.
  @discardableResult
  func load(into table: String, _ columns: [String], _ rows: (_ add: RowSink) throws -> Void) throws -> Int
}

extension SQLSession {
  @discardableResult
  package func execute(_ sql: String) throws(DatabaseError) -> Int { try execute(sql, []) }
  package func query(_ sql: String) throws(DatabaseError) -> [SQLRow] { try query(sql, []) }
}

/// A database in which a module keeps its tables. Safe to use from many threads; several processes may share one.
public protocol SQLDatabase: Sendable {
  var dialect: SQLDialect { get }
  /// Where it is, for messages; never with a password.
  var location: String { get }
  /// Runs `body` in one transaction, which is rolled back if `body` throws. `body` must use the database only through
  /// its session.
  /// - Throws: `DatabaseError`, or what `body` throws.
  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R
  /// Runs `body` on one snapshot, which does not change when others write.
  /// - Throws: as `write`.
  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R
}

extension SQLDatabase {
  public func write<R>(_ body: (any SQLSession) throws -> R) throws -> R { try write(.full, body) }
}
