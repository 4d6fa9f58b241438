import ErrorCauses
import Tables

/// A sheet of a workbook as a table.
struct SheetTable: Table {
  let sheet: String
  let mayRowsBeShort = true
  let isHidden: Bool
  var name: String { sheet }
  private let workbook: Workbook
  private let part: String
  private var events: XMLEvents?
  private var merges = MergedCells([])
  private var lastRow = 0
  private var cellCount = 0
  private let maximumCells: Int
  /// Indices.
  private var hiddenColumns: Set<Int> = []

  private enum Limit {
    static let rows = 1_048_576
    static let columns = 1_000
    /// Empty ones before others are filled in, so that a short row may have as many as a long one.
    static let cells = 100_000_000
  }

  init(_ sheet: Workbook.Sheet, of workbook: Workbook, cells: Int = Limit.cells) {
    maximumCells = cells
    (self.sheet, isHidden) = (sheet.name, sheet.isHidden)
    (self.workbook, part) = (workbook, sheet.part)
  }

  mutating func next() throws(TableError) -> TableRow? {
    do { return try readRow() } catch { throw TableError(name, row: lastRow + 1, error.message) }
  }

  private mutating func readRow() throws(WorkbookFault) -> TableRow? {
    let events: XMLEvents
    if let current = self.events {
      events = current
    } else {
      (merges, hiddenColumns) = try readLayout()
      events = try XMLEvents(try workbook.archive.open(part))
      self.events = events
    }
    while let event = try events.next() {
      guard event == .start("row") else { continue }
      let number = events.attribute("r").flatMap { Int($0) } ?? lastRow + 1
      guard number > lastRow, number <= Limit.rows else {
        throw .init("has rows out of order, or more than \(Limit.rows)")
      }
      lastRow = number
      var row = TableRow(number: number, cells: [])
      row.hiddenColumns = hiddenColumns
      row.isHidden = ["1", "true"].contains(events.attribute("hidden") ?? "")
      let found = try cells(of: row, events)
      cellCount += found.cells.count
      guard cellCount <= maximumCells else { throw .init("has more than \(maximumCells) cells") }
      do throws(MergedCells.Fault) { return try merges.filled(found) } catch { throw .init(error.message) }
    }
    return nil
  }

  private func cells(of row: TableRow, _ events: XMLEvents) throws(WorkbookFault) -> TableRow {
    var row = row
    while let event = try events.next(), event != .end("row") {
      guard event == .start("c") else { continue }
      let column = events.attribute("r").flatMap(Self.column) ?? row.cells.count + 1
      guard column > row.cells.count else { throw .init("has cells out of order") }
      let content = try content(events)
      if column > Limit.columns {
        // Formats alone may reach to the last column.
        if content.isEmpty { continue }
        throw .init("has more than \(Limit.columns) cells in a row")
      }
      while row.cells.count < column - 1 { row.cells.append("") }
      do throws(CellNumber.Fault) {
        row.cells.append(try value(of: content))
      } catch {
        row.cells.append(error.shown)
        row.faults.append(.init(column: column, error.wording))
      }
    }
    return row
  }

  private struct Content {
    var type: String, style: Int
    var text: String
    var isFormula = false, hasResult = false
    var isEmpty: Bool { text.isEmpty && !isFormula }
  }

  private func content(_ events: XMLEvents) throws(WorkbookFault) -> Content {
    var content = Content(
      type: events.attribute("t") ?? "n", style: events.attribute("s").flatMap { Int($0) } ?? 0, text: "")
    var isValue = false
    while let event = try events.next(), event != .end("c") {
      switch event {
      case .start("is"): content.text = try Workbook.richText(events, until: "is")
      case .start("f"): content.isFormula = true
      case .start("v"): (isValue, content.hasResult) = (true, true)
      case .end("v"): isValue = false
      case .text(let text) where isValue:
        content.text += text
        try Workbook.checkLength(content.text)
      default: continue
      }
    }
    return content
  }

  /// Cell types: ECMA-376 part 1, 18.18.11.
  private func value(of content: Content) throws(CellNumber.Fault) -> String {
    let text = content.text
    // Programs that do not calculate write formulas without results.
    if content.isFormula, !content.hasResult {
      throw .init(
        wording: Wording(
          "holds a formula without its result; open the workbook in a spreadsheet program and save it",
          "是没有结果的公式；请用电子表格软件打开工作簿并保存"), shown: "")
    }
    switch content.type {
    case "s":
      if text.isEmpty { return "" }
      guard let index = Int(text), workbook.strings.indices.contains(index) else {
        throw .init(
          wording: Wording("refers to a text that the workbook lacks", "指向工作簿中没有的文本"), shown: text)
      }
      return workbook.strings[index]
    case "inlineStr": return text
    case "str": return Workbook.unescaped(text)
    case "b": return text == "1" ? "TRUE" : "FALSE"
    case "d": return text
    case "e": throw .init(wording: Wording("holds the error \(text)", "是错误值 \(text)"), shown: text)
    default:
      if text.isEmpty { return "" }
      let isDate = workbook.isDate.indices.contains(content.style) && workbook.isDate[content.style]
      return try isDate ? CellNumber.date(text, since1904: workbook.since1904) : CellNumber.text(text)
    }
  }

  /// `AB12` → 28
  private static func column(_ reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard 65...90 ~= byte else { break }
      column = column * 26 + Int(byte - 64)
      if column > 1 << 20 { return nil }
    }
    return column > 0 ? column : nil
  }

  private static func row(_ reference: String) -> Int? { Int(reference.drop { !$0.isNumber }) }

  /// Merged cells are listed after the rows, so they need a pass of their own.
  private func readLayout() throws(WorkbookFault) -> (MergedCells, hiddenColumns: Set<Int>) {
    let events = try XMLEvents(try workbook.archive.open(part))
    var merges: [MergedCells.Area] = []
    var hidden: Set<Int> = []
    while let event = try events.next() {
      if event == .start("sheetData") { try events.skipElement() }
      if event == .start("col"), ["1", "true"].contains(events.attribute("hidden") ?? ""),
        let first = events.attribute("min").flatMap({ Int($0) }),
        let last = events.attribute("max").flatMap({ Int($0) }),
        1 <= first, first <= min(last, Limit.columns)
      {
        hidden.formUnion(first - 1..<min(last, Limit.columns))
      }
      guard event == .start("mergeCell"), let reference = events.attribute("ref") else { continue }
      let ends = reference.split(separator: ":").map(String.init)
      guard ends.count == 2, let left = Self.column(ends[0]), let right = Self.column(ends[1]),
        let top = Self.row(ends[0]), let bottom = Self.row(ends[1]), left <= min(right, Limit.columns), top <= bottom
      else { continue }
      merges.append(.init(rows: top...bottom, columns: left...min(right, Limit.columns)))
      if merges.count > MergedCells.limit {
        throw .init("has more than \(MergedCells.limit) merged cells")
      }
    }
    return (MergedCells(merges), hidden)
  }
}
