/// What goes into a statement and comes out of it: the types that SQLite and PostgreSQL have in common.
public enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])
}

/// One row of an answer, its columns in the order of the `SELECT`.
public struct SQLRow: Sendable, Equatable {
  public let values: [SQLValue]
  public init(_ values: [SQLValue]) { self.values = values }
}

/// A column of another type than it was made with has been written by something else than this program.
extension SQLRow {
  func integer(_ column: Int) throws(RegistryError) -> Int64 {
    guard case .integer(let value) = values[column] else { throw unexpected(column, "a number") }
    return value
  }

  func text(_ column: Int) throws(RegistryError) -> String {
    guard case .text(let value) = values[column] else { throw unexpected(column, "text") }
    return value
  }

  func optionalText(_ column: Int) throws(RegistryError) -> String? {
    if case .null = values[column] { nil } else { try text(column) }
  }

  func blob(_ column: Int) throws(RegistryError) -> [UInt8] {
    guard case .blob(let value) = values[column] else { throw unexpected(column, "bytes") }
    return value
  }

  /// A number that was stored with `SQLValue.unsigned`.
  func unsigned(_ column: Int) throws(RegistryError) -> UInt64 {
    guard let value = UInt64(exactly: try integer(column)) else { throw unexpected(column, "a number from 0") }
    return value
  }

  private func unexpected(_ column: Int, _ what: String) -> RegistryError {
    .damaged(place: "column \(column + 1) of a row", problem: "is not \(what)")
  }
}

extension SQLValue {
  /// Counts and positions in the log stay far below 2⁶³.
  static func unsigned(_ value: UInt64) -> SQLValue { .integer(Int64(value)) }

  static func optional(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
}
