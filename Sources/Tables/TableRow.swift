/// A row of a table as its file has it, before anybody asks what it means.
public struct TableRow: Sendable, Equatable {
  /// From 1, as spreadsheet programs number rows: blank ones count, and one with line breaks in it counts once.
  public var number: Int
  /// Absent cells are empty.
  public var cells: [String]
  /// What keeps the row from being taken as it is.
  public var fault: Fault?

  public struct Fault: Sendable, Equatable {
    /// From 1; nil: the row as a whole.
    public var column: Int?
    /// Words that follow the row's place.
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
