public import ErrorCauses

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

  var isBlank: Bool { fault == nil && cells.allSatisfy { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) } }
}

/// A table that is read row by row.
protocol Table {
  /// File, and sheet where it has several: `licences.xlsx, sheet 行政许可`.
  var place: String { get }
  /// What the sheet is called; empty where there are no sheets.
  var sheet: String { get }
  /// Whether rows may end before the head does: sheets leave empty cells out, in CSV a short row is a damaged one.
  var mayRowsBeShort: Bool { get }
  /// Nil after the last row.
  mutating func next() throws(TableError) -> TableRow?
}

/// Why a table cannot be read.
public struct TableError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The file, and its sheet.
  public var place: String
  /// From 1.
  public var row: Int?, column: Int?
  public var message: String
  public var hint: String?
  public init(_ place: String, row: Int? = nil, column: Int? = nil, _ message: String, hint: String? = nil) {
    (self.place, self.row, self.column) = (place, row, column)
    (self.message, self.hint) = (message, hint)
  }

  /// One line: `penalties.csv:3:7: the quotes that open here are never closed; …`
  public var cause: ErrorCause { .input }

  public var description: String {
    let position = (row.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "")
    return "\(place)\(position): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}
