import ErrorCauses
import Tables

/// A sheet of an old workbook as a table.
struct OldSheetTable: Table {
  let sheet: String
  let mayRowsBeShort = true
  let isHidden: Bool
  var name: String { sheet }
  private let workbook: OldWorkbook
  private let source: OldWorkbook.Sheet
  private var content: OldSheet?
  /// The rows that have cells, from 0, the first one last.
  private var waiting: [Int] = []
  private var merges = MergedCells([])

  init(_ sheet: OldWorkbook.Sheet, of workbook: OldWorkbook) {
    self.sheet = sheet.name
    isHidden = sheet.isHidden
    (self.workbook, source) = (workbook, sheet)
  }

  mutating func next() throws(TableError) -> TableRow? {
    let content = try read()
    guard let number = waiting.popLast() else { return nil }
    var row = TableRow(number: number + 1, cells: [])
    row.hiddenColumns = content.hiddenColumns
    row.isHidden = content.hiddenRows.contains(number)
    for (column, value) in (content.rows[number] ?? [:]).sorted(by: { $0.key < $1.key }) {
      while row.cells.count < column { row.cells.append("") }
      do throws(CellNumber.Fault) { row.cells.append(try text(of: value)) } catch {
        row.cells.append(error.shown)
        row.faults.append(.init(column: column + 1, error.wording))
      }
    }
    do throws(MergedCells.Fault) { return try merges.filled(row) } catch {
      throw TableError(name, row: row.number, error.message)
    }
  }

  private mutating func read() throws(TableError) -> OldSheet {
    if let content { return content }
    let read: OldSheet
    do throws(WorkbookFault) { read = try OldSheet(source, of: workbook) } catch {
      throw TableError(name, error.message)
    }
    content = read
    waiting = read.rows.keys.sorted(by: >)
    merges = MergedCells(
      read.merges.map {
        .init(
          rows: $0.rows.lowerBound + 1...$0.rows.upperBound + 1,
          columns: $0.columns.lowerBound + 1...$0.columns.upperBound + 1)
      })
    return read
  }

  private func text(of value: OldSheet.Value) throws(CellNumber.Fault) -> String {
    switch value {
    case .text(let text): return text
    case .fault(let shown, let wording): throw CellNumber.Fault(wording: wording, shown: shown)
    case .number(let number, let format):
      let isDate = workbook.isDate.indices.contains(format) && workbook.isDate[format]
      return try isDate ? CellNumber.date("\(number)", since1904: workbook.since1904) : CellNumber.text(number)
    }
  }
}
