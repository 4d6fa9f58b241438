import ErrorCauses
import Records
import Tables

extension TableInterpreter {
  /// Interprets a row by its table's head.
  /// - Throws: if the file as a whole cannot be understood.
  func read(_ unread: TableReader.UnreadRow) throws(TableError) -> TableReader.Row {
    let (row, table) = (unread.source, unread.table)
    let cells = RowInterpreter.cleaned(row)
    let plan = plans[table.head.category]
    if let kind = NoData(row, cells, table.head, plan) {
      if kind == .repeatedHead, row.number > table.head.lastRow + 1, isOfAnotherTable(cells, table.head, plan) {
        throw TableError(
          table.name, row: row.number, "is the head of another table below the first", hint: TableReader.oneTableASheet)
      }
      return TableReader.Row(table: table, source: row, cells: cells, outcome: .noData(kind))
    }
    do throws(RowInterpreter.Rejection) {
      if NoData.isMarkedExample(cells, table.head) {
        throw RowInterpreter.Rejection(
          wording: Wording("is marked as an example, and says of whom it may be", "标为示例，却写明了主体"))
      }
      let found = try rows.read(row, cells, table.head, mayBeShort: unread.mayBeShort)
      return TableReader.Row(table: table, source: row, cells: cells, outcome: .record(found))
    } catch {
      return TableReader.Row(table: table, source: row, cells: cells, outcome: .rejected(error))
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
      // Columns in another order: a day would be read as another day.
      if !isSame, field != nil { return true }
      if isSame { same += 1 } else { other += 1 }
    }
    return other >= same
  }
}
