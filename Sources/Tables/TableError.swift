public import ErrorCauses

/// Why a table cannot be read.
public struct TableError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The file and its sheet.
  public var tableName: String
  /// From 1.
  public var row: Int?, column: Int?
  public var message: String
  public var hint: String?
  public var remedy: Remedy?
  public var cause: ErrorCause
  public init(
    _ tableName: String, row: Int? = nil, column: Int? = nil, _ message: String, hint: String? = nil,
    remedy: Remedy? = nil, cause: ErrorCause = .input
  ) {
    (self.tableName, self.row, self.column) = (tableName, row, column)
    (self.message, self.hint, self.remedy, self.cause) = (message, hint, remedy, cause)
  }

  /// One line: `penalties.csv:3:7: the quotes that open here are never closed; …`
  public var description: String {
    let position = (row.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "")
    return "\(tableName)\(position): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}
