import Database
import GRDB

// GRDB has an error of that name, too: here the name means ours.
import enum Database.DatabaseError

/// Inserts many rows into one table, several per statement; each of the two statements is prepared once.
struct RowInsertion {
  private let table: String
  private let columns: [String]
  private var waiting: [SQLValue] = []
  private var several: Statement?
  private(set) var count = 0

  /// Rows per statement. More are not faster.
  private static let group = 25

  init(_ table: String, _ columns: [String]) {
    (self.table, self.columns) = (table, columns)
    waiting.reserveCapacity(Self.group * columns.count)
  }

  mutating func add(_ row: [SQLValue], _ session: SQLiteSession) throws(DatabaseError) {
    precondition(row.count == columns.count, "a value for each column")
    waiting += row
    count += 1
    guard waiting.count == Self.group * columns.count else { return }
    let statement: Statement
    if let several { statement = several } else { statement = try session.prepare(sql(rows: Self.group)) }
    several = statement
    try session.execute(statement, waiting)
    waiting.removeAll(keepingCapacity: true)
  }

  /// Those of the last group.
  mutating func end(_ session: SQLiteSession) throws(DatabaseError) {
    // Also without rows, so that a table that is not there is always told.
    let statement = try session.prepare(sql(rows: 1))
    for start in stride(from: 0, to: waiting.count, by: columns.count) {
      try session.execute(statement, waiting[start..<start + columns.count])
    }
    waiting.removeAll()
  }

  private func sql(rows: Int) -> String {
    let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
    let all = Array(repeating: row, count: rows).joined(separator: ", ")
    return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(all)"
  }
}
