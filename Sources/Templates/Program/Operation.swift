import Blocks

/// A step of a compiled template, which adds something to the document.
indirect enum Operation: Sendable {
  case paragraph(ParagraphProgram)
  /// A block that does not depend on the data.
  case fixed(Block)
  case picture(Picture, alternateText: TextProgram)
  case grid(GridProgram)
  case records(RecordsProgram)
  case table(TableProgram)
  case list(ListProgram)
  case labels(LabelsProgram)
  case columns([Table.Column], [[Operation]])
  case group(Group, [Operation])
  case branch(Condition, [Operation], otherwise: [Operation])
  case loop(Loop, [Operation], otherwise: [Operation])

  func run(_ environment: inout Environment, into blocks: inout [Block]) throws(TemplateError) {
    switch self {
    case .paragraph(let paragraph): blocks.append(try paragraph.block(environment))
    case .fixed(let block): blocks.append(block)
    case .picture(var picture, let alternateText):
      picture.alternateText = try alternateText.text(environment)
      blocks.append(.picture(picture))
    case .grid(let grid): if let table = try grid.table(&environment) { blocks.append(.table(table)) }
    case .records(let records): try records.run(&environment, into: &blocks)
    case .table(let table): blocks.append(.table(try table.table(&environment)))
    case .list(let list): try list.run(&environment, into: &blocks)
    case .labels(let labels): if let table = try labels.table(&environment) { blocks.append(.table(table)) }
    case .columns(let columns, let cells):
      var row = Table.Row(cells: [])
      for operations in cells {
        row.cells.append(Table.Cell(try operations.blocks(&environment), verticalAlignment: .top))
      }
      var table = Table(columns: columns, rows: [row])
      table.cellPadding = .zero
      table.isLayout = true
      blocks.append(.table(table))
    case .group(var group, let operations):
      group.blocks = try operations.blocks(&environment)
      blocks.append(.group(group))
    case .branch(let condition, let operations, let otherwise):
      for operation in environment.holds(condition) ? operations : otherwise {
        try operation.run(&environment, into: &blocks)
      }
    case .loop(let loop, let operations, let otherwise):
      let hadAny = try environment.forEach(loop) { environment throws(TemplateError) in
        for operation in operations { try operation.run(&environment, into: &blocks) }
      }
      if !hadAny { for operation in otherwise { try operation.run(&environment, into: &blocks) } }
    }
  }
}

extension [Operation] {
  func blocks(_ environment: inout Environment) throws(TemplateError) -> [Block] {
    var blocks: [Block] = []
    blocks.reserveCapacity(count)
    for operation in self { try operation.run(&environment, into: &blocks) }
    return blocks
  }
}

/// Paragraphs with a number or a sign before each.
struct ListProgram: Sendable {
  enum Marker: Sendable {
    case sign(String)
    /// `（` and `）` around 一, or an empty string and `.` around 1.
    case number(before: String, after: String, chinese: Bool)

    func text(_ index: Int) -> String {
      switch self {
      case .sign(let sign): sign
      case .number(let before, let after, let chinese):
        before + (chinese ? chineseNumber(index) : String(index)) + after
      }
    }
  }
  var items: [Repeated<TextProgram>]
  var marker: Marker
  var style: TextStyle

  func run(_ environment: inout Environment, into blocks: inout [Block]) throws(TemplateError) {
    var index = 0
    try environment.forEach(items) { item, environment throws(TemplateError) in
      index += 1
      let runs = [TextRun(marker.text(index), style: style.character)] + (try item.runs(environment))
      var paragraph = Paragraph(runs: runs, style: style.paragraph)
      paragraph.listPosition = index == 1 ? .first : .following
      blocks.append(.paragraph(paragraph))
    }
  }
}

/// Small boxes next to each other, each with a word: 存续, 守信激励对象.
struct LabelsProgram: Sendable {
  var items: [Repeated<TextProgram>]
  var style: TextStyle
  var border: Stroke?
  var fill: Color?
  var padding: Insets
  var gap: Length
  var perRow: Int
  var spaceBefore: Length, spaceAfter: Length

  /// Nil if there is no label.
  func table(_ environment: inout Environment) throws(TemplateError) -> Table? {
    var texts: [[TextRun]] = []
    var halves = 0
    try environment.forEach(items) { item, environment throws(TemplateError) in
      let runs = try item.runs(environment)
      halves = max(halves, runs.reduce(0) { $0 + $1.halfWidths })
      texts.append(runs)
    }
    guard !texts.isEmpty else { return nil }
    // A text as long as a line is no longer a word in a box: each text gets its own row, and wraps.
    if halves > Self.longest {
      return table(columns: [.share(1)], rows: texts.map { Table.Row(cells: [Table.Cell([box($0)])]) })
    }
    // All as wide as the widest, so that the rows align.
    let width = style.character.size * (Double(halves) / 2) + padding.left + padding.right + 2
    let across = min(perRow, texts.count)
    let columns = (0..<(2 * across)).map { Table.Column.fixed($0.isMultiple(of: 2) ? width : gap) }
    var rows: [Table.Row] = []
    for start in stride(from: 0, to: texts.count, by: across) {
      var row = Table.Row(cells: [])
      for index in start..<(start + across) {
        row.cells.append(Table.Cell(index < texts.count ? [box(texts[index])] : []))
        row.cells.append(Table.Cell([]))
      }
      row.splits = false
      rows.append(row)
    }
    return table(columns: columns, rows: rows)
  }

  /// In half ems: long enough that four such texts fit next to each other on A4.
  private static let longest = 18

  private func table(columns: [Table.Column], rows: [Table.Row]) -> Table {
    var table = Table(columns: columns, rows: rows)
    table.cellPadding = Insets(top: 0, right: 0, bottom: gap / 2, left: 0)
    table.isLayout = true
    (table.spaceBefore, table.spaceAfter) = (spaceBefore, spaceAfter)
    return table
  }

  private func box(_ runs: [TextRun]) -> Block {
    var group = Group(blocks: [.paragraph(Paragraph(runs: runs, style: style.paragraph))])
    (group.border, group.fill, group.padding) = (border, fill, padding)
    group.keepTogether = true
    return .group(group)
  }
}

extension TextRun {
  /// Its width in half ems, Han characters counted as two: an estimate, made before any font is known.
  var halfWidths: Int {
    guard case .text(let text) = content else { return 4 }
    return Templates.halfWidths(of: text)
  }
}

func halfWidths(of text: String) -> Int {
  var halves = 0
  // By the first byte of each character: except Latin, Greek and Cyrillic, nearly everything is full-width.
  for byte in text.utf8 {
    if byte < 0x80 || (0xC0..<0xE0).contains(byte) { halves += 1 } else if byte >= 0xE0 { halves += 2 }
  }
  return halves
}
