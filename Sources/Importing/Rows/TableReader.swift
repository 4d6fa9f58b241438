import ErrorCauses
import Records
import Tables

/// Takes a file apart: the head of each table, then its rows, interpreted.
struct TableReader {
  struct OpenedTable {
    /// File and sheet.
    var name: String
    var head: Head
    /// Nil for sheets.
    var encoding: TableEncoding?
    var isHidden: Bool
  }
  /// A row as the table has it: any thread may interpret it.
  struct UnreadRow {
    var table: OpenedTable
    var source: TableRow
    /// Whether the table leaves empty cells at the end away.
    var mayBeShort: Bool
  }
  struct Row {
    enum Outcome {
      case record(InterpretedRow)
      case rejected(RowInterpreter.Rejection)
      case noData(NoData)
    }
    var table: OpenedTable
    /// As the table has it, and its cells cleaned.
    var source: TableRow
    var cells: [String?]
    var outcome: Outcome
  }
  enum Event {
    case table(OpenedTable)
    /// A sheet that has no head, but cells; and whether codes of subjects are among them.
    case noHead(String, holdsCodes: Bool)
    case row(UnreadRow)
  }

  let interpreter: TableInterpreter
  private let file: TableFile
  /// Index of the file's next table.
  private var index = 0
  private var source: (any Table)?
  private var table: OpenedTable?
  /// Rows that were read in search of the head, the first one last.
  private var waiting: [TableRow] = []
  private var understood = 0
  /// What is said of the first table without a head.
  private var unheaded: String?

  init(_ file: TableFile, _ interpreter: TableInterpreter) { (self.file, self.interpreter) = (file, interpreter) }

  /// Nil at the end.
  mutating func next() throws(TableError) -> Event? {
    while true {
      if let table {
        while let row = try nextSource() {
          if !row.isBlank {
            return .row(UnreadRow(table: table, source: row, mayBeShort: source?.mayRowsBeShort ?? false))
          }
        }
        self.table = nil
      }
      guard index < file.tables.count else {
        if understood > 0 { return nil }
        let likely = unheaded.map { "; \($0)" } ?? ""
        throw TableError(
          file.name, "no row looks like the head of a table that can be imported\(likely)",
          hint: "its columns must be called as in the exchange tables (行政相对人名称, CF_XDR_MC …)",
          remedy: unheaded == nil ? nil : .keepUnknown)
      }
      if let event = try open(file.tables[index]) { return event }
    }
  }

  private mutating func open(_ opened: any Table) throws(TableError) -> Event? {
    index += 1
    var opened = opened
    var first: [TableRow] = []
    while first.count < HeadFinder.rowsLookedAt, let row = try opened.next() { first.append(unguarded(row)) }
    guard let head = try interpreter.finder.head(in: first, of: opened.name, sheet: opened.sheet) else {
      if first.allSatisfy(\.isBlank) { return nil }
      unheaded = unheaded ?? interpreter.finder.unheaded(first, opened.name, sheet: opened.sheet)
      var holdsCodes = first.contains(where: Self.holdsCode)
      while !holdsCodes, let row = try opened.next() { holdsCodes = Self.holdsCode(row) }
      return .noHead(opened.name, holdsCodes: holdsCodes)
    }
    if let row = first.first(where: { $0.number < head.firstRow && Self.isRowOfData($0) }) {
      throw TableError(
        opened.name, row: row.number, "holds data above the head in row \(head.firstRow)", hint: Self.oneTableASheet)
    }
    understood += 1
    waiting = first.filter { $0.number > head.lastRow }.reversed()
    source = opened
    let table = OpenedTable(name: opened.name, head: head, encoding: file.encoding, isHidden: opened.isHidden)
    self.table = table
    return .table(table)
  }

  private mutating func nextSource() throws(TableError) -> TableRow? {
    if let row = waiting.popLast() { return row }
    return try source?.next().map(unguarded)
  }

  private func unguarded(_ row: TableRow) -> TableRow {
    var row = row
    for index in row.cells.indices { row.cells[index] = GuardedCell.text(row.cells[index]) }
    return row
  }

  static let oneTableASheet = "put each table into a sheet or file of its own"

  private static func holdsCode(_ row: TableRow) -> Bool { row.cells.contains(where: RowInterpreter.hasCode) }

  /// Titles may name the office that hands in the table, with its code.
  private static func isRowOfData(_ row: TableRow) -> Bool {
    holdsCode(row) && Set(row.cells.filter { !ValueText.isAbsent(ValueText.cleaned($0)) }).count >= 4
  }
}
