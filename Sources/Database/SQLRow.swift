/// One row of a result. Its values are looked up by column name.
public struct SQLRow: Sendable, Equatable {
  /// In the order of the `SELECT`. All rows of a result share them.
  public let columns: [String]
  public let values: [SQLValue]

  /// - Parameter columns: as many as there are values.
  public init(columns: [String], values: [SQLValue]) {
    precondition(columns.count == values.count, "a name for each value")
    (self.columns, self.values) = (columns, values)
  }
}

/// A column that the statement does not select is a programming error. A value of another type than the column was
/// created with was written by another program.
extension SQLRow {
  package func value(_ column: String) -> SQLValue {
    // A result has few columns: comparing their names is faster than hashing one.
    guard let index = columns.firstIndex(of: column) else {
      preconditionFailure("an answer has no column `\(column)`, but \(columns.joined(separator: ", "))")
    }
    return values[index]
  }

  package func integer(_ column: String) throws(DatabaseError) -> Int64 {
    guard case .integer(let value) = value(column) else { throw unexpected(column, "a number") }
    return value
  }

  package func optionalInteger(_ column: String) throws(DatabaseError) -> Int64? {
    if case .null = value(column) { nil } else { try integer(column) }
  }

  package func text(_ column: String) throws(DatabaseError) -> String {
    guard case .text(let value) = value(column) else { throw unexpected(column, "text") }
    return value
  }

  package func optionalText(_ column: String) throws(DatabaseError) -> String? {
    if case .null = value(column) { nil } else { try text(column) }
  }

  package func blob(_ column: String) throws(DatabaseError) -> [UInt8] {
    guard case .blob(let value) = value(column) else { throw unexpected(column, "bytes") }
    return value
  }

  package func optionalBlob(_ column: String) throws(DatabaseError) -> [UInt8]? {
    if case .null = value(column) { nil } else { try blob(column) }
  }

  /// A number that was stored with `SQLValue.unsigned`.
  package func unsigned(_ column: String) throws(DatabaseError) -> UInt64 {
    guard let value = UInt64(exactly: try integer(column)) else { throw unexpected(column, "a number from 0") }
    return value
  }

  private func unexpected(_ column: String, _ what: String) -> DatabaseError {
    .damaged(location: "column `\(column)` of a row", problem: "is not \(what)")
  }
}
