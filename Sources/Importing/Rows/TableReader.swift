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
    case row(Row)
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

  init(_ file: TableFile, _ interpreter: TableInterpreter) { (self.file, self.interpreter) = (file, interpreter) }

  /// Nil at the end.
  mutating func next() throws(TableError) -> Event? {
    while true {
      if let table {
        while let row = try nextSource() {
          if !row.isBlank { return .row(try read(row, of: table)) }
        }
        self.table = nil
      }
      guard index < file.tables.count else {
        if understood > 0 { return nil }
        throw TableError(
          file.name, "no row looks like the head of a table that can be imported",
          hint: "its columns must be called as in the exchange tables (行政相对人名称, CF_XDR_MC …)")
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

  private func read(_ row: TableRow, of table: OpenedTable) throws(TableError) -> Row {
    let cells = RowInterpreter.cleaned(row)
    let plan = interpreter.plans[table.head.category]
    if let kind = NoData(row, cells, table.head, plan) {
      if kind == .repeatedHead, row.number > table.head.lastRow + 1, isOfAnotherTable(cells, table.head, plan) {
        throw TableError(
          table.name, row: row.number, "is the head of another table below the first", hint: Self.oneTableASheet)
      }
      return Row(table: table, source: row, cells: cells, outcome: .noData(kind))
    }
    let mayBeShort = source?.mayRowsBeShort ?? false
    do throws(RowInterpreter.Rejection) {
      let found = try interpreter.rows.read(row, cells, table.head, mayBeShort: mayBeShort)
      return Row(table: table, source: row, cells: cells, outcome: .record(found))
    } catch {
      return Row(table: table, source: row, cells: cells, outcome: .rejected(error))
    }
  }

  /// Whether a head within a table has other columns than the table's own: then the rows below it are another table's.
  private func isOfAnotherTable(_ cells: [String?], _ head: Head, _ plan: CategoryPlan) -> Bool {
    var (same, other) = (0, 0)
    for (column, text) in cells.enumerated() {
      guard let text else { continue }
      guard column < head.columns.count else {
        other += 1
        continue
      }
      let field = HeadCell(text).names.lazy.compactMap { plan.vocabulary.index(ofFolded: $0) }.first
      let isSame =
        text == head.columns[column].label || field.map { .field($0) == head.columns[column].meaning } == true
      if isSame { same += 1 } else { other += 1 }
    }
    return other >= same
  }

  private static let oneTableASheet = "put each table into a sheet or file of its own"

  private static func holdsCode(_ row: TableRow) -> Bool { row.cells.contains(where: RowInterpreter.hasCode) }

  /// Titles may name the office that hands in the table, with its code.
  private static func isRowOfData(_ row: TableRow) -> Bool {
    holdsCode(row) && Set(row.cells.filter { !ValueText.isAbsent(ValueText.cleaned($0)) }).count >= 4
  }
}
