import Blocks

// Blocks that become tables.
extension Compiler {
  private static let line = Stroke(width: 0.4, color: Color(hex: 0x999999))

  mutating func look(_ properties: Properties) -> TableLook {
    var look = TableLook(
      border: Self.line, lines: Self.line, padding: Insets(top: 3, right: 4, bottom: 3, left: 4), spaceBefore: 0,
      spaceAfter: 0)
    if let node = properties["border"], let border = stroke(node, "border") { look.border = border }
    if let node = properties["lines"], let lines = stroke(node, "lines") { look.lines = lines }
    if let node = properties["padding"], let padding = insets(node, "padding") { look.padding = padding }
    (look.spaceBefore, look.spaceAfter) = spaces(properties)
    return look
  }

  // MARK: Labels and values

  mutating func fields(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.fields, node) else { return [] }
    return grid(properties).map { [.grid($0)] } ?? []
  }

  private mutating func grid(_ properties: Properties) -> GridProgram? {
    let labelStyle = style(properties["label-style"], default: "label")
    let valueStyle = style(properties["value-style"], default: "value")
    var pairs: [Repeated<GridProgram.Pair>] = []
    if let node = properties["rows"] {
      for key in ["for", "if", "label", "value"] where properties[key] != nil {
        report(properties[key]?.location ?? node.location, "`\(key)` goes into an item of `rows`")
      }
      for item in items(node, "`rows`") ?? [] {
        guard let row = open(item, "row", keys: Grammar.pair) else { continue }
        if let pair = pair(row, labelStyle, valueStyle) { pairs.append(pair) }
      }
    } else if let pair = pair(properties, labelStyle, valueStyle) {
      pairs.append(pair)
    }
    var grid = GridProgram(
      pairs: pairs, perRow: 1, labelWidth: (118, 118), wideOver: 18, labelStyle: labelStyle.paragraph,
      valueStyle: valueStyle.paragraph, look: look(properties))
    if let node = properties["per-row"], let perRow = integer(node, "`per-row`", in: 1...2) { grid.perRow = perRow }
    if let node = properties["label-width"], let width = labelWidth(node) { grid.labelWidth = width }
    if let node = properties["wide-over"], let wideOver = integer(node, "`wide-over`, in characters,", in: 1...1000) {
      grid.wideOver = wideOver
    }
    if let node = properties["label-fill"] { grid.labelFill = color(node, "`label-fill`") }
    if let node = properties["value-fill"] { grid.valueFill = color(node, "`value-fill`") }
    return grid
  }

  /// One length, or the minimum and the maximum.
  private mutating func labelWidth(_ node: YAMLTree) -> (least: Length, most: Length)? {
    guard case .list(let items) = node.content else {
      return length(node, "`label-width`", atLeast: 12).map { ($0, $0) }
    }
    guard items.count == 2, let least = length(items[0], "`label-width`", atLeast: 12),
      let most = length(items[1], "`label-width`", atLeast: least)
    else {
      if items.count != 2 { report(node.location, "`label-width` is one length, or [at least, at most]") }
      return nil
    }
    return (least, most)
  }

  private mutating func pair(
    _ properties: Properties, _ labelStyle: TextStyle, _ valueStyle: TextStyle
  ) -> Repeated<GridProgram.Pair>? {
    repeated(properties) { compiler in
      let isWide = properties["wide"].flatMap { compiler.flag($0, "`wide`") } ?? false
      let label = compiler.require(properties, "label").flatMap {
        compiler.text($0, "`label`", style: labelStyle)
      }
      let value = compiler.require(properties, "value").flatMap {
        compiler.text($0, "`value`", style: valueStyle)
      }
      guard let label, let value else { return nil }
      return GridProgram.Pair(label: label, value: value, isWide: isWide)
    }
  }

  mutating func records(_ node: YAMLTree) -> RecordsProgram? {
    guard let properties = content(.records, node) else { return nil }
    let headStyle = style(properties["head-style"], default: "record-head")
    let headFill = properties["head-fill"].flatMap { color($0, "`head-fill`") }
    guard let loop = require(properties, "for").flatMap({ openLoop($0) }) else { return nil }
    defer { closeLoop() }
    func head(_ node: YAMLTree, _ what: String, _ compiler: inout Compiler) -> ParagraphProgram? {
      compiler.text(node, what, style: headStyle).map { ParagraphProgram(text: $0, style: headStyle.paragraph) }
    }
    let first = require(properties, "head").flatMap { head($0, "`head`", &self) }
    let continued = properties["continued"].flatMap { head($0, "`continued`", &self) }
    let grid = require(properties, "fields").flatMap { open($0, "fields", keys: Grammar.grid) }.flatMap {
      self.grid($0)
    }
    guard let first, var grid else { return nil }
    (grid.look.spaceBefore, grid.look.spaceAfter) = spaces(properties)
    let rowsKept = properties["rows-kept"].flatMap { integer($0, "`rows-kept`", in: 1...50) } ?? 2
    return RecordsProgram(
      loop: loop, head: first, continuedHead: continued, headFill: headFill, rowsKept: rowsKept, grid: grid)
  }

  // MARK: Tables of columns

  mutating func table(_ node: YAMLTree) -> TableProgram? {
    guard let properties = content(.table, node) else { return nil }
    let columns = require(properties, "columns").map { tableColumns($0) } ?? []
    let headStyle = style(properties["head-style"], default: "table-head")
    let cellStyle = style(properties["style"], default: "table-cell")
    let headFill = properties["head-fill"].flatMap { color($0, "`head-fill`") }
    var head: [Repeated<TableProgram.Cells>] = []
    if let node = properties["head"], let cells = cells(node, style: headStyle, fill: headFill, columns: columns) {
      head.append(Repeated(element: cells))
    }
    var rows: [Repeated<TableProgram.Cells>] = []
    for item in require(properties, "rows").flatMap({ items($0, "`rows`") }) ?? [] {
      guard let row = open(item, "row", keys: Grammar.row) else { continue }
      let repeated = repeated(row) { compiler in
        compiler.require(row, "cells").flatMap {
          compiler.cells($0, style: cellStyle, fill: nil, columns: columns)
        }
      }
      if let repeated { rows.append(repeated) }
    }
    let split = properties["rows-split"].flatMap { flag($0, "`rows-split`") } ?? true
    guard !columns.isEmpty else { return nil }
    return TableProgram(columns: columns, head: head, rows: rows, rowsSplit: split, look: look(properties))
  }

  /// Lengths with a unit; bare numbers are shares of the rest.
  private mutating func tableColumns(_ node: YAMLTree) -> [Repeated<Table.Column>] {
    var columns: [Repeated<Table.Column>] = []
    for item in items(node, "`columns`") ?? [] {
      guard case .mapping = item.content else {
        if let column = column(item) { columns.append(Repeated(element: column)) }
        continue
      }
      guard let properties = open(item, "column", keys: Grammar.tableColumn) else { continue }
      let repeated = repeated(properties) { compiler in
        compiler.require(properties, "width").flatMap { compiler.column($0) }
      }
      if let repeated { columns.append(repeated) }
    }
    if columns.isEmpty { report(node.location, "a table needs at least one column") }
    return columns
  }

  private mutating func column(_ node: YAMLTree) -> Table.Column? {
    if case .scalar(let scalar) = node.content, let share = Double(scalar.text) {
      if (0.01...1000).contains(share) { return .share(share) }
      report(node.location, "a column's share is a number from 0.01 to 1000, not \(node.kind)")
      return nil
    }
    return length(node, "a column's width", atLeast: 1).map { .fixed($0) }
  }

  private mutating func cells(
    _ node: YAMLTree, style: TextStyle, fill: Color?, columns: [Repeated<Table.Column>]
  ) -> TableProgram.Cells? {
    guard let items = items(node, "cells") else { return nil }
    var cells = TableProgram.Cells(cells: [], location: node.location)
    for item in items { if let cell = repeatedCell(item, style: style, fill: fill) { cells.cells.append(cell) } }
    let width = cells.cells.reduce(0) { $0 + $1.element.span }
    // A cell with its own mistake is missing here. If cells or columns repeat, only the data determine their number.
    if cells.cells.count == items.count, !columns.isEmpty, width != columns.count,
      !columns.contains(where: \.isVariable), !cells.cells.contains(where: \.isVariable)
    {
      report(node.location, "the cells take \(width) columns; the table has \(columns.count)")
    }
    return cells
  }

  private mutating func repeatedCell(
    _ node: YAMLTree, style: TextStyle, fill: Color?
  ) -> Repeated<TableProgram.Cell>? {
    guard case .mapping = node.content, let properties = open(node, "cell", keys: Grammar.cell) else {
      return cell(node, style: style, fill: fill).map { Repeated(element: $0) }
    }
    return repeated(properties) { $0.cell(node, style: style, fill: fill) }
  }

  private mutating func cell(_ node: YAMLTree, style: TextStyle, fill: Color?) -> TableProgram.Cell? {
    func cell(_ text: TextProgram, _ style: TextStyle) -> TableProgram.Cell {
      TableProgram.Cell(
        content: [.paragraph(ParagraphProgram(text: text, style: style.paragraph))], span: 1, fill: fill,
        verticalAlignment: .middle)
    }
    guard case .mapping = node.content else { return text(node, "a cell", style: style).map { cell($0, style) } }
    guard let properties = open(node, "cell", keys: Grammar.cell) else { return nil }
    var own = spanStyle(properties["style"], in: style)
    if let node = properties["align"], let alignment: ParagraphStyle.Alignment = choice(node, "`align`") {
      own.paragraph.alignment = alignment
    }
    var result = cell(TextProgram(spans: []), own)
    if let node = properties["blocks"] {
      if properties["text"] != nil { report(node.location, "a cell has either `text` or `blocks`") }
      result.content = readBody(node)
    } else {
      guard let text = require(properties, "text").flatMap({ self.text($0, "`text`", style: own) }) else { return nil }
      result = cell(text, own)
    }
    if let node = properties["span"], let span = integer(node, "`span`", in: 1...100) { result.span = span }
    if let node = properties["fill"] { result.fill = color(node, "`fill`") }
    if let node = properties["vertical-align"],
      let alignment: Table.Cell.VerticalAlignment = choice(node, "`vertical-align`")
    {
      result.verticalAlignment = alignment
    }
    return result
  }

  // MARK: Blocks next to each other

  mutating func labels(_ node: YAMLTree) -> LabelsProgram? {
    guard let properties = content(.labels, node) else { return nil }
    let style = style(properties["style"], default: "status")
    guard let items = require(properties, "items").flatMap({ repeatedTexts($0, style: style) }) else { return nil }
    let (before, after) = spaces(properties)
    var labels = LabelsProgram(
      items: items, style: style, border: Self.line, padding: Insets(top: 2, right: 6, bottom: 2, left: 6), gap: 8,
      perRow: 4, spaceBefore: before, spaceAfter: after)
    if let node = properties["border"], let border = stroke(node, "border") { labels.border = border }
    if let node = properties["fill"] { labels.fill = color(node, "`fill`") }
    if let node = properties["padding"], let padding = insets(node, "padding") { labels.padding = padding }
    if let node = properties["gap"], let gap = length(node, "`gap`") { labels.gap = gap }
    if let node = properties["per-row"], let perRow = integer(node, "`per-row`", in: 1...10) { labels.perRow = perRow }
    return labels
  }

  mutating func columns(_ node: YAMLTree) -> [Operation] {
    var columns: [Table.Column] = []
    var bodies: [[Operation]] = []
    for item in items(node, "`columns`") ?? [] {
      guard let properties = open(item, "column", keys: Grammar.column) else { continue }
      columns.append(properties["width"].flatMap { column($0) } ?? .share(1))
      bodies.append(require(properties, "body").map { readBody($0) } ?? [])
    }
    return columns.isEmpty ? [] : [.columns(columns, bodies)]
  }
}
