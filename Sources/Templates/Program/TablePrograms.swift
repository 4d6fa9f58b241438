import Blocks

/// The appearance that all kinds of tables share.
struct TableLook: Sendable {
  var border: Stroke?
  var lines: Stroke?
  var padding: Insets
  var spaceBefore: Length
  var spaceAfter: Length

  func table(columns: [Table.Column], rows: [Table.Row]) -> Table {
    var table = Table(columns: columns, rows: rows)
    (table.outer, table.inner, table.cellPadding) = (border, lines, padding)
    (table.spaceBefore, table.spaceAfter) = (spaceBefore, spaceAfter)
    return table
  }
}

/// Labels and their values, one or two pairs per row.
struct GridProgram: Sendable {
  struct Pair: Sendable {
    var label: TextProgram
    var value: TextProgram
    /// Whether it has a row of its own.
    var isWide: Bool
  }
  var pairs: [Repeated<Pair>]
  var perRow: Int
  /// Minimum and maximum: as wide as the widest label needs, within these.
  var labelWidth: (least: Length, most: Length)
  /// With two pairs per row: a value with more characters than this gets its own row.
  var wideOver: Int
  var labelStyle: ParagraphStyle
  var valueStyle: ParagraphStyle
  var labelFill: Color?
  var valueFill: Color?
  var look: TableLook

  /// - Parameter label: the width that the widest label needs.
  func columns(label: Length) -> [Table.Column] {
    let width = min(max(label, labelWidth.least), labelWidth.most)
    return (0..<perRow).flatMap { _ in [Table.Column.fixed(width), .share(1)] }
  }

  /// Nil if there is no pair.
  func table(_ environment: inout Environment) throws(TemplateError) -> Table? {
    var label: Length = 0
    let rows = try rows(&environment, widening: &label)
    return rows.isEmpty ? nil : look.table(columns: columns(label: label), rows: rows)
  }

  /// - Parameter widest: the width that the widest label needs; increased if one of these labels needs more.
  func rows(_ environment: inout Environment, widening widest: inout Length) throws(TemplateError) -> [Table.Row] {
    var rows: [Table.Row] = []
    /// The left pair of a row that still lacks its right one.
    var waiting: (label: [TextRun], value: [TextRun])?
    try environment.forEach(pairs) { pair, environment throws(TemplateError) in
      let label = try pair.label.runs(environment)
      let value = try pair.value.runs(environment)
      if labelWidth.least < labelWidth.most {
        // One point more than the estimate: a gap between Han and Latin.
        let width = label.reduce(Length(points: 1)) { $0 + $1.style.size * (Double($1.halfWidths) / 2) }
        widest = max(widest, width + look.padding.left + look.padding.right)
      }
      if perRow == 1 {
        rows.append(row(label, value))
      } else if pair.isWide || value.reduce(0, { $0 + $1.halfWidths }) > 2 * wideOver {
        if let left = waiting { rows.append(row(left.label, left.value)) }
        waiting = nil
        rows.append(row(label, value))
      } else if let left = waiting {
        var row = row(left.label, left.value, span: 1)
        row.cells += self.row(label, value, span: 1).cells
        rows.append(row)
        waiting = nil
      } else {
        waiting = (label, value)
      }
    }
    if let left = waiting { rows.append(row(left.label, left.value)) }
    return rows
  }

  /// - Parameter span: the number of columns of the value; nil: all that are left.
  private func row(_ label: [TextRun], _ value: [TextRun], span: Int? = nil) -> Table.Row {
    var label = Table.Cell([.paragraph(Paragraph(runs: label, style: labelStyle))], fill: labelFill)
    label.isRowHeader = true
    return Table.Row(cells: [
      label,
      Table.Cell(
        [.paragraph(Paragraph(runs: value, style: valueStyle))], columnSpan: span ?? 2 * perRow - 1, fill: valueFill),
    ])
  }
}

/// A box for each of several records, with a head that says which one it is.
struct RecordsProgram: Sendable {
  var loop: Loop
  var head: ParagraphProgram
  /// The head if the box continues after a page break.
  var continuedHead: ParagraphProgram?
  var headFill: Color?
  /// This many rows stay on the head's page.
  var rowsKept: Int
  var grid: GridProgram

  func run(_ environment: inout Environment, into blocks: inout [Block]) throws(TemplateError) {
    var label: Length = 0
    var tables: [Table] = []
    try environment.forEach(loop) { environment throws(TemplateError) in
      var table = grid.look.table(columns: [], rows: try grid.rows(&environment, widening: &label))
      table.head = [try headRow(head, environment)]
      if let continuedHead { table.continuedHead = [try headRow(continuedHead, environment)] }
      table.rowsKeptWithHead = rowsKept
      tables.append(table)
    }
    // The same for all records, so that the boxes align.
    let columns = grid.columns(label: label)
    for var table in tables {
      table.columns = columns
      blocks.append(.table(table))
    }
  }

  private func headRow(_ head: ParagraphProgram, _ environment: Environment) throws(TemplateError) -> Table.Row {
    var row = Table.Row(cells: [
      Table.Cell([try head.block(environment)], columnSpan: 2 * grid.perRow, fill: headFill)
    ])
    row.splits = false
    row.keepWithNext = true
    return row
  }
}

/// A table of columns.
struct TableProgram: Sendable {
  struct Cell: Sendable {
    var content: [Operation]
    var span: Int
    var fill: Color?
    var verticalAlignment: Table.Cell.VerticalAlignment
  }
  /// The cells of one row.
  struct Cells: Sendable {
    var cells: [Repeated<Cell>]
    var location: TemplateLocation
  }
  var columns: [Repeated<Table.Column>]
  var head: [Repeated<Cells>]
  var rows: [Repeated<Cells>]
  var rowsSplit: Bool
  var look: TableLook

  func table(_ environment: inout Environment) throws(TemplateError) -> Table {
    var columns: [Table.Column] = []
    try environment.forEach(self.columns) { column, _ throws(TemplateError) in columns.append(column) }
    var table = look.table(
      columns: columns, rows: try rows(rows, &environment, columns: columns.count, splits: rowsSplit))
    table.head = try rows(head, &environment, columns: columns.count, splits: false)
    return table
  }

  private func rows(
    _ rows: [Repeated<Cells>], _ environment: inout Environment, columns: Int, splits: Bool
  ) throws(TemplateError) -> [Table.Row] {
    var result: [Table.Row] = []
    try environment.forEach(rows) { cells, environment throws(TemplateError) in
      var row = Table.Row(cells: [])
      row.splits = splits
      try environment.forEach(cells.cells) { cell, environment throws(TemplateError) in
        row.cells.append(
          Table.Cell(
            try cell.content.blocks(&environment), columnSpan: cell.span, fill: cell.fill,
            verticalAlignment: cell.verticalAlignment))
      }
      let width = row.cells.reduce(0) { $0 + $1.columnSpan }
      guard width == columns else {
        throw TemplateError(cells.location, "the cells take \(width) columns; the table has \(columns)")
      }
      result.append(row)
    }
    return result
  }
}
