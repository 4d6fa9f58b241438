/// A row of a table as in its file, not yet interpreted.
public struct TableRow: Sendable, Equatable {
  /// From 1, as spreadsheet programs number rows: blank rows count, and a row with line breaks inside counts once.
  public var number: Int
  /// Absent cells are empty.
  public var cells: [String]
  /// Why the row cannot be used as it is.
  public var fault: Fault?

  public struct Fault: Sendable, Equatable {
    /// From 1; nil: the row as a whole.
    public var column: Int?
    /// The words after the row's position.
    public var message: String
    public init(column: Int? = nil, message: String) { (self.column, self.message) = (column, message) }
  }

  public init(number: Int, cells: [String], fault: Fault? = nil) {
    (self.number, self.cells, self.fault) = (number, cells, fault)
  }

  package var isBlank: Bool {
    fault == nil && cells.allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
  }
}
