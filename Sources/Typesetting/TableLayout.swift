import Blocks

extension Composer {
  /// Sets a table: every cell is measured; nothing is divided yet.
  mutating func set(_ table: Table, width: Double, base: Int) throws(TypesettingError) {
    guard !(table.rows.isEmpty && table.head.isEmpty) else { return }
    let boundaries = try columnBoundaries(table.columns, width: width)
    for inset in [table.cellPadding.top, table.cellPadding.right, table.cellPadding.bottom, table.cellPadding.left] {
      _ = try checked(inset, "a cell's padding")
    }
    let outer = (parent, isWholeCell)
    defer { (parent, isWholeCell) = outer }
    isWholeCell = false
    let element = table.isLayout ? parent : galley.structure.add(.table, to: parent)
    let heading = try set(table.head, of: table, boundaries, in: element, name: "head")
    let continued =
      table.continuedHead.isEmpty
      ? heading : try set(table.continuedHead, of: table, boundaries, in: .artifact, name: "continuedHead")
    let rows = try set(table.rows, of: table, boundaries, in: element, name: "rows")
    let box = TableBox(
      width: boundaries.last ?? 0, boundaries: boundaries, padding: table.cellPadding, inner: table.inner,
      outer: table.outer, rowsKeptWithHead: table.rowsKeptWithHead, heading: heading,
      headingHeight: height(of: heading), continuedHeading: continued, continuedHeadingHeight: height(of: continued),
      rows: rows, bodyHeight: height(of: rows))
    try addSpace(table.spaceBefore, base: base)
    galley.tables.append(box)
    open.append(Element(content: .table(Int32(galley.tables.count - 1)), height: box.height))
    try addSpace(table.spaceAfter, base: base)
  }

  private func height(of rows: Range<Int>) -> Double {
    galley.rows[rows].reduce(0) { $0 + $1.height }
  }

  /// Fixed columns have their own width; the others share the rest.
  private func columnBoundaries(_ columns: [Table.Column], width: Double) throws(TypesettingError) -> [Double] {
    var fixed = 0.0
    var shares = 0.0
    for column in columns {
      switch column {
      case .fixed(let length): fixed += try checked(length, "a column's width")
      case .share(let share):
        guard share.isFinite, share > 0 else {
          throw TypesettingError(.badValue(name: "a column's share", value: share))
        }
        shares += share
      }
    }
    guard fixed <= width + 0.01, shares == 0 || fixed < width else {
      throw TypesettingError(.columnsTooWide(needed: Length(points: fixed), available: Length(points: width)))
    }
    var boundaries = [0.0]
    boundaries.reserveCapacity(columns.count + 1)
    var right = 0.0
    for column in columns {
      switch column {
      case .fixed(let length): right += length.points
      case .share(let share): right += (width - fixed) * share / shares
      }
      boundaries.append(right)
    }
    return boundaries
  }

  private mutating func set(
    _ rows: [Table.Row], of table: Table, _ boundaries: [Double], in element: ElementID, name: String
  ) throws(TypesettingError) -> Range<Int> {
    // Tables within cells add rows of their own in the meantime; the rows of this table must be contiguous.
    var boxes: [RowBox] = []
    boxes.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      do {
        parent = table.isLayout ? element : galley.structure.add(.row, to: element)
        boxes.append(try set(row, of: table, boundaries, isHead: name != "rows"))
      } catch {
        throw error.inside("\(name)[\(index)]")
      }
    }
    let start = galley.rows.count
    galley.rows.append(contentsOf: boxes)
    return start..<galley.rows.count
  }

  private mutating func set(
    _ row: Table.Row, of table: Table, _ boundaries: [Double], isHead: Bool
  ) throws(TypesettingError) -> RowBox {
    let padding = table.cellPadding
    let element = parent
    defer { parent = element }
    var cells: [CellBox] = []
    cells.reserveCapacity(row.cells.count)
    var column = 0
    var height = 0.0
    for (index, cell) in row.cells.enumerated() {
      let end = column + max(1, min(cell.columnSpan, 10_000))
      guard end < boundaries.count else {
        throw TypesettingError(.tooManyCells(spanned: end, columns: boundaries.count - 1), path: "cells[\(index)]")
      }
      let width = boundaries[end] - boundaries[column]
      let inner = width - padding.left.points - padding.right.points
      guard inner > 0 else {
        throw TypesettingError(.noWidth(Length(points: inner)), path: "cells[\(index)]")
      }
      if !table.isLayout {
        let role: Structure.Role = isHead ? .columnHeader : cell.isRowHeader ? .rowHeader : .cell
        parent = galley.structure.add(role, columnSpan: end - column, to: element)
        isWholeCell = cell.holdsOneParagraph
      }
      do {
        let content = try list(cell.blocks, width: inner)
        height = max(height, content.height)
        cells.append(
          CellBox(
            x: boundaries[column], width: width, columns: column..<end, content: content, fill: cell.fill,
            verticalAlignment: cell.verticalAlignment))
      } catch {
        throw error.inside("cells[\(index)]")
      }
      column = end
    }
    let start = galley.cells.count
    galley.cells.append(contentsOf: cells)
    return RowBox(
      cells: start..<galley.cells.count, height: height + padding.top.points + padding.bottom.points,
      splits: row.splits, keepsWithNext: row.keepWithNext)
  }
}

extension Table.Cell {
  /// True if it is a single paragraph of plain text.
  fileprivate var holdsOneParagraph: Bool {
    guard blocks.count == 1, case .paragraph(let paragraph) = blocks[0] else { return false }
    return paragraph.headingLevel == 0 && paragraph.listPosition == nil
  }
}
