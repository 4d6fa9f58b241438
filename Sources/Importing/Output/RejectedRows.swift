import Records
import Tables

/// Rows that are in no credit file, with all their cells, so that they can be corrected and imported again.
public struct RejectedRows: Sendable {
  private struct Row {
    var tableName: String
    var row: Int
    var reason: String
    var table: Int
    var cells: [String]
  }
  private var heads: [[String]] = []
  private var rows: [Row] = []
  public var count: Int { rows.count }

  /// The head of all rows that are added from now on.
  mutating func begin(head: [String]) { heads.append(head) }

  /// - Parameter table: index of the row's head; nil: the last.
  mutating func add(tableName: String, row: Int, reason: String, cells: [String], table: Int? = nil) {
    rows.append(Row(tableName: tableName, row: row, reason: reason, table: table ?? heads.count - 1, cells: cells))
  }

  /// One table with the columns of all tables; columns of the same name are merged, and cells without a head come last.
  public func csv() -> [UInt8] {
    var columns: [String] = []
    var indices: [String: Int] = [:]
    var columnsOfTables: [[Int]] = []
    let used = Set(rows.map(\.table))
    for (table, head) in heads.enumerated() {
      var own: [Int] = []
      for label in used.contains(table) ? head : [] {
        // Columns of one table stay separate even if they have no name, or the same one.
        var name = label
        while let index = indices[name], own.contains(index) { name += " " }
        if indices[name] == nil {
          indices[name] = columns.count
          columns.append(name)
        }
        own.append(indices[name] ?? 0)
      }
      columnsOfTables.append(own)
    }
    let extra = rows.map { max(0, $0.cells.count - columnsOfTables[$0.table].count) }.max() ?? 0
    var bytes = CSVWriter.byteOrderMark
    CSVWriter.append(["来源文件", "来源行号", "未导入原因"] + columns + Array(repeating: "", count: extra), to: &bytes)
    for row in rows {
      var cells = Array(repeating: "", count: columns.count + extra)
      let own = columnsOfTables[row.table]
      for (index, cell) in row.cells.enumerated() {
        cells[index < own.count ? own[index] : columns.count + index - own.count] = cell
      }
      CSVWriter.append([ShownPerson.text(row.tableName), String(row.row), row.reason] + cells, to: &bytes)
    }
    return bytes
  }
}
