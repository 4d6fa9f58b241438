public import Database
import Foundation
import GRDB

// GRDB has an error of that name, too: here the name means ours.
public import enum Database.DatabaseError

/// A database in one SQLite file. Many processes on one machine may use it at once: readers never wait, writers wait
/// for one another. Not for a network file system, where SQLite cannot rely on locks.
public struct SQLiteDatabase: SQLDatabase {
  public var dialect: SQLDialect { .sqlite }
  public let location: String
  private let pool: DatabasePool

  /// How long a writer waits for others, in seconds.
  private static let patience = 10.0
  private static let readers = 6

  /// Opens the file, or creates it for its owner alone (0600) if there is none.
  /// - Throws: `DatabaseError`.
  public init(path: String) throws(DatabaseError) {
    location = path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == ENOSPC
        ? .diskFull(location: path) : .unreachable(location: path, problem: String(cString: strerror(errno)))
    }
    close(descriptor)
    var configuration = Configuration()
    configuration.busyMode = .timeout(Self.patience)
    configuration.maximumReaderCount = Self.readers
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      // A registered report survives a power cut: every commit is flushed to the disk before it is reported as done. It is
      // set here, since opening the pool sets it to NORMAL, which flushes checkpoints only.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    } catch { throw DatabaseError(error, location: path) }
  }

  public func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    try telling { () throws -> R in
      try pool.writeWithoutTransaction { database in
        // The level can only be set between transactions.
        if durability == .relaxed { try database.execute(sql: "PRAGMA synchronous = NORMAL") }
        defer { if durability == .relaxed { try? database.execute(sql: "PRAGMA synchronous = FULL") } }
        var result: R?
        // Immediate: a writer takes the lock before it reads, so that what it reads is still current when it writes.
        try database.inTransaction(.immediate) {
          result = try body(SQLiteSession(database: database, location: location))
          return .commit
        }
        guard let result else { throw DatabaseError.statement(location: location, problem: "nothing was committed") }
        return result
      }
    }
  }

  public func read<R>(_ body: (any SQLSession) throws -> R) throws -> R {
    try telling { () throws -> R in
      try pool.read { database in try body(SQLiteSession(database: database, location: location)) }
    }
  }

  /// Copies all that was committed into a new file, for its owner alone (0600), while others read and write.
  /// - Throws: `DatabaseError`.
  public func copy(to path: String) throws(DatabaseError) {
    do {
      let copy = try Self(path: path)
      try pool.backup(to: copy.pool)
      // Everything is then in the one file.
      try copy.pool.close()
    } catch let error as DatabaseError { throw error } catch { throw DatabaseError(error, location: path) }
  }

  /// Runs `body` and turns GRDB's errors into ours; those of `body` pass unchanged.
  private func telling<R>(_ body: () throws -> R) throws -> R {
    do { return try body() } catch let error as GRDB.DatabaseError {
      throw DatabaseError(error, location: location)
    }
  }
}

struct SQLiteSession: SQLSession {
  let database: GRDB.Database
  let location: String

  func execute(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int {
    do {
      let statement = try database.cachedStatement(sql: numbered(sql))
      try statement.execute(arguments: arguments(values))
      return database.changesCount
    } catch { throw DatabaseError(error, location: location) }
  }

  func query(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
    do {
      let statement = try database.cachedStatement(sql: numbered(sql))
      let rows = try Row.fetchCursor(statement, arguments: arguments(values))
      let names = statement.columnNames
      var result: [SQLRow] = []
      while let row = try rows.next() {
        result.append(SQLRow(columns: names, values: (0..<row.count).map { value(row, $0) }))
      }
      return result
    } catch { throw DatabaseError(error, location: location) }
  }

  func load(into table: String, _ columns: [String], _ rows: (_ add: RowSink) throws -> Void) throws -> Int {
    var insertion = RowInsertion(table, columns)
    try rows { (row) throws(DatabaseError) in try insertion.add(row, self) }
    try insertion.end(self)
    return insertion.count
  }

  func prepare(_ sql: String) throws(DatabaseError) -> Statement {
    do { return try database.makeStatement(sql: sql) } catch { throw DatabaseError(error, location: location) }
  }

  func execute(_ statement: Statement, _ values: some Sequence<SQLValue>) throws(DatabaseError) {
    statement.setUncheckedArguments(arguments(values))
    do { try statement.execute() } catch { throw DatabaseError(error, location: location) }
  }

  /// SQLite treats `$1` as a name, numbered by its first position in the statement; `?1` is number 1 everywhere.
  private func numbered(_ sql: String) -> String {
    String(decoding: sql.utf8.map { $0 == UInt8(ascii: "$") ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
  }

  private func arguments(_ values: some Sequence<SQLValue>) -> StatementArguments {
    StatementArguments(
      values.map { value -> DatabaseValue in
        switch value {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
      })
  }

  private func value(_ row: Row, _ column: Int) -> SQLValue {
    let value: DatabaseValue = row[column]
    return switch value.storage {
    case .null: .null
    case .int64(let number): .integer(number)
    case .string(let text): .text(text)
    case .blob(let data): .blob(Array(data))
    // The tables are strict and have no such column.
    case .double(let number): .text("\(number)")
    }
  }
}

extension DatabaseError {
  fileprivate init(_ error: any Error, location: String) {
    guard let error = error as? GRDB.DatabaseError else {
      self = .statement(location: location, problem: "\(error)")
      return
    }
    let problem = error.message ?? "\(error.resultCode)"
    self =
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(location: location)
      case .SQLITE_FULL: .diskFull(location: location)
      // What SQLite says where it cannot make a file, or lengthen one that it maps into memory.
      case .SQLITE_CANTOPEN where Self.isDiskFull(under: location),
        .SQLITE_IOERR where Self.isDiskFull(under: location):
        .diskFull(location: location)
      case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
        .unreachable(location: location, problem: problem)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(location: location, problem: problem)
      case .SQLITE_CONSTRAINT: .constraint(location: location, problem: problem)
      default: .statement(location: location, problem: problem)
      }
  }

  /// Whether the disk has less room than SQLite asks for at once, or holds no further file.
  private static func isDiskFull(under path: String) -> Bool {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { return false }
    return disk.f_bavail * UInt(disk.f_frsize) < 1 << 20 || (disk.f_files > 0 && disk.f_favail == 0)
  }
}
