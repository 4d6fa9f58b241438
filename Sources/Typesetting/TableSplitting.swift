import Blocks

extension TableBox {
  var rowCount: Int { rows.count + (head == nil ? 0 : 1) }

  /// The part before the row at `index` (plus `tail`, if given), and the part from there on (with `restOfRow` instead
  /// of that row, if given). `height` is that of the rows before `index`.
  fileprivate func divided(
    at index: Int, height: Double, row: RowBox? = nil, tail: RowBox? = nil, restOfRow: RowBox? = nil, page: Double
  ) -> (TableBox, TableBox) {
    let taken = rows.lowerBound + (head == nil ? index : max(0, index - 1))
    var first = self
    if index == 0 { first.head = nil }
    first.rows = rows.lowerBound..<taken
    first.tail = tail
    first.bodyHeight = height + (tail?.height ?? 0)

    var rest = self
    // The row at `index` is the head part itself or in `rows`; if it was split, its rest replaces it.
    let isHead = index == 0 && head != nil
    rest.head = restOfRow ?? (isHead ? head : nil)
    rest.rows = (restOfRow != nil && !isHead ? taken + 1 : taken)..<rows.upperBound
    rest.bodyHeight = bodyHeight - height
    if let row, let restOfRow { rest.bodyHeight += restOfRow.height - row.height }
    rest.rowsKeptWithHead = 1
    rest.isContinued = true
    // A heading that would fill more than half of each page is not repeated.
    rest.heading = continuedHeadingHeight <= page / 2 ? continuedHeading : 0..<0
    rest.headingHeight = continuedHeadingHeight <= page / 2 ? continuedHeadingHeight : 0
    return (first, rest)
  }
}

extension Galley {
  func row(_ index: Int, of table: TableBox) -> RowBox {
    guard let head = table.head else { return rows[table.rows.lowerBound + index] }
    return index == 0 ? head : rows[table.rows.lowerBound + index - 1]
  }

  /// Cuts a table between rows or within one; the heading and the first rows stay together.
  mutating func split(_ table: TableBox, _ cut: Cut) -> (TableBox, TableBox)? {
    let kept = table.heading.isEmpty ? 1 : max(1, table.rowsKeptWithHead)
    let left = cut.reduced(by: table.headingHeight)
    var height = 0.0
    var permitted: (count: Int, height: Double)?
    for index in 0..<table.rowCount {
      let row = row(index, of: table)
      guard left.fits(height + row.height) else {
        let inner = left.reduced(by: height)
        if mayBeSplit(row, index, kept: kept, of: table, page: cut.page),
          let (first, rest) = split(row, padding: table.padding, inner.with(.none))
        {
          return table.divided(at: index, height: height, row: row, tail: first, restOfRow: rest, page: cut.page)
        }
        if let permitted {
          return table.divided(at: permitted.count, height: permitted.height, page: cut.page)
        }
        guard cut.force >= .parting else { return nil }
        if let (first, rest) = split(row, padding: table.padding, inner.with(.parting)) {
          return table.divided(at: index, height: height, row: row, tail: first, restOfRow: rest, page: cut.page)
        }
        if index > 0 { return table.divided(at: index, height: height, page: cut.page) }
        guard cut.force >= .overflowing else { return nil }
        if let (first, rest) = split(row, padding: table.padding, inner) {
          return table.divided(at: index, height: height, row: row, tail: first, restOfRow: rest, page: cut.page)
        }
        guard table.rowCount > 1 else { return nil }
        return table.divided(at: 1, height: row.height, page: cut.page)
      }
      height += row.height
      if index + 1 >= kept && !row.keepsWithNext { permitted = (index + 1, height) }
    }
    return nil
  }

  /// A row that may split is split if it is taller than a sixth of a page; any row is split if it does not fit on one.
  /// A row that is kept with the next must also be taller than half a page. A row of a few lines is moved whole.
  private func mayBeSplit(_ row: RowBox, _ index: Int, kept: Int, of table: TableBox, page: Double) -> Bool {
    let isTaller = row.height > page - table.continuedHeadingHeight
    return (index >= kept - 1 || row.height > page / 2) && (row.splits && row.height > page / 6 || isTaller)
  }

  /// Cuts a row: each cell keeps what fits. Nil if some cell has nothing that may stand alone.
  private mutating func split(_ row: RowBox, padding: Insets, _ cut: Cut) -> (RowBox, RowBox)? {
    let edges = padding.top.points + padding.bottom.points
    let inner = cut.reduced(by: edges)
    guard inner.available > 0 || cut.force == .overflowing else { return nil }
    var firsts: [CellBox] = []
    var rests: [CellBox] = []
    var (firstHeight, restHeight) = (0.0, 0.0)
    for cell in cells[row.cells] {
      guard let parts = self.cut(cell.content, inner) else { return nil }
      var (first, rest) = (cell, cell)
      first.content = parts.first
      rest.content = parts.rest
      firstHeight = max(firstHeight, parts.first.height)
      restHeight = max(restHeight, parts.rest.height)
      firsts.append(first)
      rests.append(rest)
    }
    guard rests.contains(where: { $0.content.count > 0 }) else { return nil }
    let start = cells.count
    cells.append(contentsOf: firsts)
    cells.append(contentsOf: rests)
    var (first, rest) = (row, row)
    first.cells = start..<start + firsts.count
    first.height = firstHeight + edges
    first.keepsWithNext = false
    rest.cells = start + firsts.count..<cells.count
    rest.height = restHeight + edges
    return (first, rest)
  }
}
