import Tables

/// The merged cells of a sheet. The file gives the text of one in its top left cell alone.
struct MergedCells {
  /// Rows and columns from 1.
  struct Area {
    var rows: ClosedRange<Int>
    var columns: ClosedRange<Int>
  }

  struct Fault: Error, Equatable {
    var message: String
  }

  static let limit = 100_000
  /// Of positions that merged cells cover in the rows of a sheet.
  private static let maximumPositions = 20_000_000
  private static let maximumWidth = 1_000

  /// Those of rows still to come, the first one last.
  private var waiting: [Area]
  /// Those that reach into the rows still to come, and their texts.
  private var open: [(area: Area, text: String)] = []
  private var positions = 0

  init(_ areas: [Area]) { waiting = areas.sorted { $0.rows.lowerBound > $1.rows.lowerBound } }

  /// Copies the text of a merged cell into every position that it covers.
  /// - Parameter row: the next one, in ascending order.
  mutating func filled(_ row: TableRow) throws(Fault) -> TableRow {
    guard !waiting.isEmpty || !open.isEmpty else { return row }
    var row = row
    open.removeAll { $0.area.rows.upperBound < row.number }
    while let area = waiting.last, area.rows.lowerBound <= row.number {
      waiting.removeLast()
      let column = area.columns.lowerBound - 1
      guard area.rows.lowerBound == row.number, column < row.cells.count, !row.cells[column].isEmpty else { continue }
      open.append((area, row.cells[column]))
      // Side by side in one row, they are no wider than a sheet.
      if open.reduce(0, { $0 + $1.area.columns.count }) > Self.maximumWidth {
        throw Fault(message: "has merged cells that lie on one another")
      }
    }
    positions += open.reduce(0) { $0 + $1.area.columns.count }
    if positions > Self.maximumPositions {
      throw Fault(message: "has merged cells over more than \(Self.maximumPositions) positions")
    }
    for (area, text) in open {
      while row.cells.count < area.columns.upperBound { row.cells.append("") }
      for column in area.columns {
        if row.cells[column - 1].isEmpty { row.cells[column - 1] = text }
        if area.rows.count > 1 { row.mergedRows[column - 1] = area.rows }
        if column > area.columns.lowerBound { row.spreadColumns.insert(column - 1) }
      }
    }
    return row
  }
}
