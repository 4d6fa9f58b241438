/// A sheet of a workbook that another process reads.
struct ConfinedSheet: Table {
  let name: String
  let sheet: String
  let isHidden: Bool
  let mayRowsBeShort = true
  private let workbook: ConfinedWorkbook
  private let index: Int
  private var question: Int?
  /// The number of the last row.
  private var last = 0

  init(_ index: Int, of workbook: ConfinedWorkbook) {
    let sheet = workbook.sheets[index]
    name = workbook.sheets.count > 1 ? "\(workbook.file), sheet \(sheet.name)" : workbook.file
    (self.sheet, isHidden) = (sheet.name, sheet.isHidden)
    (self.workbook, self.index) = (workbook, index)
  }

  mutating func next() throws(TableError) -> TableRow? {
    // If another table of the file was read in between, or a copy of this one, it is asked for again.
    if question.map({ workbook.isBehind(row: last, of: $0) }) != true { question = try workbook.ask(index) }
    while true {
      switch try workbook.next() {
      case .row(let row) where row.number > last:
        last = row.number
        return row
      case .row: continue
      case .end:
        // Behind the end, there is nothing more to be read.
        question = nil
        return nil
      case .fault(let row, let message): throw TableError(name, row: row, message)
      case .sheets, .answer: throw workbook.stopped("answers something else")
      }
    }
  }
}
