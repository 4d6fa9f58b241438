public import ErrorCauses

/// A row of a table as in its file, not yet interpreted.
public struct TableRow: Sendable, Equatable {
  /// From 1, as spreadsheet programs number rows: blank rows count, and a row with line breaks inside counts once.
  public var number: Int
  /// Absent cells are empty.
  public var cells: [String]
  /// Why the row cannot be used as it is.
  public var fault: Fault? { faults.first }
  package var faults: [Fault] = []
  /// Whether the sheet shows it.
  package var isHidden = false
  /// Indices of the columns that the sheet hides.
  package var hiddenColumns: Set<Int> = []
  /// By index of the column: the rows of the merged cell whose text stands there, if it covers several.
  package var mergedRows: [Int: ClosedRange<Int>] = [:]
  /// Columns (indices) whose text is that of a merged cell which begins in a column before them.
  package var spreadColumns: Set<Int> = []

  public struct Fault: Sendable, Equatable {
    /// From 1; nil: the row as a whole.
    public var column: Int?
    /// The words after the row's position.
    public var wording: Wording
    public init(column: Int? = nil, _ wording: Wording) { (self.column, self.wording) = (column, wording) }

    /// In English.
    public var message: String { wording.english }
  }

  public init(number: Int, cells: [String], fault: Fault? = nil) {
    (self.number, self.cells, faults) = (number, cells, fault.map { [$0] } ?? [])
  }

  package var isBlank: Bool {
    fault == nil && cells.allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
  }
}
