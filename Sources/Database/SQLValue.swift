/// A value in a statement or a result: the types that SQLite and PostgreSQL have in common.
public enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])
}

extension SQLValue {
  /// Counts and positions stay far below 2⁶³.
  package static func unsigned(_ value: UInt64) -> SQLValue { .integer(Int64(value)) }

  package static func optional(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
  package static func optional(_ value: Int64?) -> SQLValue { value.map { .integer($0) } ?? .null }
  package static func optional(_ value: [UInt8]?) -> SQLValue { value.map { .blob($0) } ?? .null }
}
