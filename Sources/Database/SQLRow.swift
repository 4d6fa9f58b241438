/// One row of an answer. Its values are asked for by the names of their columns.
public struct SQLRow: Sendable, Equatable {
  /// In the order of the `SELECT`. All rows of an answer share them.
  public let columns: [String]
  public let values: [SQLValue]

  /// - Parameter columns: as many as there are values.
  public init(columns: [String], values: [SQLValue]) {
    precondition(columns.count == values.count, "a name for each value")
    (self.columns, self.values) = (columns, values)
  }
}

/// A column that the statement does not ask for is a mistake in the program. One of another type than it was made with
/// has been written by something else than this program.
extension SQLRow {
  package func value(_ column: String) -> SQLValue {
    // An answer has few columns: comparing their names is sooner done than hashing one.
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
