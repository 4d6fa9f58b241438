import Blocks

extension Compiler {
  mutating func readBody(_ node: YAMLTree) -> [Operation] {
    var operations: [Operation] = []
    for item in items(node, "a body") ?? [] { operations += block(item) }
    return operations
  }

  /// A block is a name, or a mapping that has its name as one key.
  private mutating func block(_ node: YAMLTree) -> [Operation] {
    let names = Grammar.Block.allCases.map(\.rawValue)
    switch node.content {
    case .scalar(let scalar):
      switch Grammar.Block(rawValue: scalar.text) {
      case .spring: return [.fixed(.spring)]
      case .pageBreak: return [.fixed(.pageBreak)]
      case .rule: return [.fixed(.rule(Rule(stroke: Stroke())))]
      case .some: report(node.location, "write `\(scalar.text): …`")
      case nil: report(node.location, "unknown block \(node.kind)" + suggestion(for: scalar.text, among: names))
      }
      return []
    case .list:
      report(node.location, "a block must stand here, not a list")
      return []
    case .mapping(let entries):
      let named = entries.compactMap { entry in Grammar.Block(rawValue: entry.key).map { ($0, entry) } }
      guard let (block, entry) = named.first else {
        let first = entries.first
        report(
          first?.location ?? node.location,
          "unknown block `\(first?.key ?? "")`" + suggestion(for: first?.key ?? "", among: names))
        return []
      }
      guard let properties = open(node, block.rawValue, keys: [block.rawValue] + block.companions) else { return [] }
      return operations(block, entry.value, properties)
    }
  }

  private mutating func operations(_ block: Grammar.Block, _ node: YAMLTree, _ outer: Properties) -> [Operation] {
    switch block {
    case .heading: heading(node)
    case .paragraph: paragraph(node)
    case .note: note(node)
    case .list: listing { $0.list(node) }.map { [.list($0)] } ?? []
    case .fields: listing { $0.fields(node) }
    case .records: records(node).map { [.records($0)] } ?? []
    case .table: listing { $0.table(node) }.map { [.table($0)] } ?? []
    case .labels: labels(node).map { [.labels($0)] } ?? []
    case .columns: columns(node)
    case .group: group(node)
    case .image: image(node)
    case .qr: qr(node)
    case .seal: seal(node)
    case .rule: rule(node)
    case .space: length(node, "`space`").map { [.fixed(.space($0))] } ?? []
    case .spring: [.fixed(.spring)]
    case .pageBreak: [.fixed(.pageBreak)]
    case .include: includedBody(node)
    case .slot: slot(node, outer)
    case .condition: branch(node, outer)
    case .loop: loop(node, outer)
    }
  }

  private mutating func branch(_ node: YAMLTree, _ outer: Properties) -> [Operation] {
    let condition = condition(node)
    let then = require(outer, "then").map { body in guarded(by: condition) { $0.readBody(body) } } ?? []
    let otherwise = outer["else"].map { body in guarded(by: condition, being: false) { $0.readBody(body) } } ?? []
    return condition.map { [.branch($0, then, otherwise: otherwise)] } ?? []
  }

  private mutating func loop(_ node: YAMLTree, _ outer: Properties) -> [Operation] {
    let otherwise = outer["else"].map { body in guarded(by: nil) { $0.readBody(body) } } ?? []
    guard let loop = openLoop(node) else { return [] }
    defer { closeLoop() }
    let body = require(outer, "do").map { body in guarded(by: nil) { $0.readBody(body) } } ?? []
    return [.loop(loop, body, otherwise: otherwise)]
  }

  /// The mapping under a block's name; bare text may stand for the value of one key.
  mutating func content(_ block: Grammar.Block, _ node: YAMLTree, shorthand: String? = nil) -> Properties? {
    if let shorthand, case .scalar(let scalar) = node.content, !scalar.isNull {
      let entry = YAMLTree.Entry(key: shorthand, location: node.location, value: node)
      return Properties(what: block.rawValue, location: node.location, entries: [entry])
    }
    return open(node, block.rawValue, keys: block.keys)
  }

  private mutating func heading(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.heading, node, shorthand: "text") else { return [] }
    let level = properties["level"].flatMap { integer($0, "`level`", in: 1...3) } ?? 1
    let style = style(properties["style"], default: "heading-\(level)")
    guard let text = require(properties, "text").flatMap({ self.text($0, "`text`", style: style) }) else { return [] }
    return [.paragraph(ParagraphProgram(text: text, style: style.paragraph, headingLevel: level))]
  }

  private mutating func paragraph(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.paragraph, node, shorthand: "text") else { return [] }
    let style = style(properties["style"], default: "text")
    guard let text = require(properties, "text") else { return [] }
    return paragraphs(text, "`text`", style: style).map {
      .paragraph(ParagraphProgram(text: $0, style: style.paragraph))
    }
  }

  private mutating func note(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.note, node, shorthand: "text") else { return [] }
    let style = style(properties["style"], default: "note")
    guard let text = require(properties, "text") else { return [] }
    let inner = paragraphs(text, "`text`", style: style).map {
      Operation.paragraph(ParagraphProgram(text: $0, style: style.paragraph))
    }
    return [.group(box(properties), inner)]
  }

  private mutating func group(_ node: YAMLTree) -> [Operation] {
    guard let properties = content(.group, node), let body = require(properties, "body") else { return [] }
    return [.group(box(properties), readBody(body))]
  }

  private mutating func box(_ properties: Properties) -> Group {
    var group = Group(blocks: [])
    if let node = properties["border"] { group.border = stroke(node, "border") ?? nil }
    if let node = properties["fill"] { group.fill = color(node, "`fill`") }
    if let node = properties["padding"], let padding = insets(node, "padding") { group.padding = padding }
    if let node = properties["keep-together"], let flag = flag(node, "`keep-together`") { group.keepTogether = flag }
    if let node = properties["minimum-height"], let height = length(node, "`minimum-height`") {
      group.minimumHeight = height
    }
    if let node = properties["width"] { group.width = length(node, "`width`", atLeast: 1) }
    if let node = properties["align"], let alignment: ParagraphStyle.Alignment = choice(node, "`align`") {
      group.alignment = alignment
    }
    (group.spaceBefore, group.spaceAfter) = spaces(properties)
    return group
  }

  /// `space-before` and `space-after`.
  mutating func spaces(_ properties: Properties) -> (before: Length, after: Length) {
    let before = properties["space-before"].flatMap { length($0, "`space-before`") }
    let after = properties["space-after"].flatMap { length($0, "`space-after`") }
    return (before ?? 0, after ?? 0)
  }

  private mutating func list(_ node: YAMLTree) -> ListProgram? {
    guard let properties = content(.list, node) else { return nil }
    let style = style(properties["style"], default: "list")
    let marker = properties["marker"].flatMap { word($0, "`marker`") } ?? "1."
    guard let items = require(properties, "items").flatMap({ repeatedTexts($0, style: style) }) else { return nil }
    return ListProgram(items: items, marker: ListProgram.Marker(pattern: marker), style: style)
  }

  /// A list of texts, or of mappings of `text` with `for` and `if`.
  mutating func repeatedTexts(_ node: YAMLTree, style: TextStyle) -> [Repeated<TextProgram>]? {
    var result: [Repeated<TextProgram>] = []
    for item in items(node, "`items`") ?? [] {
      guard case .mapping = item.content else {
        if let text = text(item, "an item", style: style) { result.append(Repeated(element: text)) }
        continue
      }
      guard let properties = open(item, "item", keys: Grammar.item) else { continue }
      let repeated = repeated(properties) { compiler in
        compiler.require(properties, "text").flatMap { compiler.text($0, "`text`", style: style) }
      }
      if let repeated { result.append(repeated) }
    }
    return result
  }
}

extension ListProgram.Marker {
  /// The first 一 or 1 of the pattern is the counter: `（一）`, `1.`; a pattern without one is the same for all items: `•`.
  init(pattern: String) {
    guard let index = pattern.firstIndex(where: { $0 == "一" || $0 == "1" }) else {
      self = .sign(pattern)
      return
    }
    self = .number(
      before: String(pattern[..<index]), after: String(pattern[pattern.index(after: index)...]),
      chinese: pattern[index] == "一")
  }
}
