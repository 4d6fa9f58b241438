import Blocks

/// The properties that a style sets itself; the rest comes from the style that it is based on.
struct StyleChanges {
  var font: FontRole?
  var size: Length?
  var color: Color?
  var alignment: ParagraphStyle.Alignment?
  var lineHeight: Double?
  var firstLineIndent: Double?
  var indentLeft: Length?, indentRight: Length?
  var spaceBefore: Length?, spaceAfter: Length?
  var keepWithNext: Bool?
  /// 1: broken, not shrunk.
  var shrinkTo: Double?

  func apply(to style: inout TextStyle) {
    if let font { style.character.font = font }
    if let size { style.character.size = size }
    if let color { style.character.color = color }
    if let alignment { style.paragraph.alignment = alignment }
    if let lineHeight { style.paragraph.lineHeight = lineHeight }
    if let firstLineIndent { style.paragraph.firstLineIndent = firstLineIndent }
    if let indentLeft { style.paragraph.indentLeft = indentLeft }
    if let indentRight { style.paragraph.indentRight = indentRight }
    if let spaceBefore { style.paragraph.spaceBefore = spaceBefore }
    if let spaceAfter { style.paragraph.spaceAfter = spaceAfter }
    if let keepWithNext { style.paragraph.keepWithNext = keepWithNext }
    if let shrinkTo { style.paragraph.breaking = shrinkTo < 1 ? .shrink(atLeast: shrinkTo) : .normal }
  }

  /// Styles that every template has without writing them, each based on `text` unless stated otherwise; a template's
  /// own style of the same name extends it. Roles follow GB/T 9704 (domain.md §6.1): first level 黑体, second level 楷体.
  static let builtIn: [String: StyleChanges] = [
    "text": StyleChanges(font: .song, size: 10.5, color: .black, alignment: .justify, lineHeight: 1.6),
    "heading-1": StyleChanges(
      font: .hei, size: 14, alignment: .left, spaceBefore: 14, spaceAfter: 6, keepWithNext: true),
    "heading-2": StyleChanges(
      font: .kai, size: 12, alignment: .left, spaceBefore: 8, spaceAfter: 4, keepWithNext: true),
    "heading-3": StyleChanges(
      font: .hei, size: 10.5, alignment: .left, spaceBefore: 6, spaceAfter: 3, keepWithNext: true),
    "note": StyleChanges(size: 9),
    "list": StyleChanges(),
    "caption": StyleChanges(size: 8, alignment: .center, lineHeight: 1.4),
    "label": StyleChanges(font: .hei, size: 9, alignment: .left, lineHeight: 1.3, shrinkTo: 0.6),
    "value": StyleChanges(size: 9, alignment: .left, lineHeight: 1.4),
    "record-head": StyleChanges(font: .hei, size: 9, alignment: .left, lineHeight: 1.3, keepWithNext: true),
    "table-head": StyleChanges(font: .hei, size: 9, alignment: .center, lineHeight: 1.3),
    "table-cell": StyleChanges(size: 9, alignment: .left, lineHeight: 1.4),
    "status": StyleChanges(font: .hei, size: 9, alignment: .center, lineHeight: 1.2, shrinkTo: 0.6),
    "header": StyleChanges(size: 8, alignment: .left, lineHeight: 1.2),
    "footer": StyleChanges(size: 8, alignment: .left, lineHeight: 1.2),
    "watermark": StyleChanges(font: .hei, size: 40, color: Color(hex: 0xEEEEEE)),
  ]
}

extension Compiler {
  /// Resolves every written style, so that mistakes in unused styles are found too.
  mutating func resolveStyles() {
    for name in styleNodes.keys.sorted() { _ = namedStyle(name, through: []) }
  }

  /// The style with a name, which must exist.
  private mutating func namedStyle(_ name: String, through: [String]) -> TextStyle {
    if let style = styles[name] { return style }
    guard let node = styleNodes[name] else {
      let style = builtInStyle(name, through: through)
      styles[name] = style
      return style
    }
    if through.contains(name) {
      report(node.location, "the style `\(name)` is based on itself")
      return TextStyle()
    }
    let style = style(node, "style `\(name)`", through: through + [name]) { compiler in
      compiler.builtInStyle(name, through: through + [name])
    }
    styles[name] = style
    return style
  }

  private mutating func builtInStyle(_ name: String, through: [String]) -> TextStyle {
    var style = name == "text" ? TextStyle() : namedStyle("text", through: through)
    StyleChanges.builtIn[name]?.apply(to: &style)
    return style
  }

  /// The value of a block's `style` key: a name, or changes to the block's default style.
  mutating func style(_ node: YAMLTree?, default name: String) -> TextStyle {
    guard let node else { return namedStyle(name, through: []) }
    if case .scalar(let scalar) = node.content {
      guard isStyle(scalar.text, at: node.location) else { return TextStyle() }
      return namedStyle(scalar.text, through: [])
    }
    return style(node, "style", through: []) { $0.namedStyle(name, through: []) }
  }

  /// The style of a part of a text or table: a name replaces the enclosing style, a mapping changes it.
  mutating func spanStyle(_ node: YAMLTree?, in around: TextStyle) -> TextStyle {
    guard let node else { return around }
    if case .scalar = node.content { return style(node, default: "text") }
    return style(node, "style", through: []) { _ in around }
  }

  private mutating func isStyle(_ name: String, at location: TemplateLocation) -> Bool {
    if styleNodes[name] != nil || StyleChanges.builtIn[name] != nil { return true }
    let known = Set(styleNodes.keys).union(StyleChanges.builtIn.keys)
    report(location, "unknown style `\(name)`" + suggestion(for: name, among: known))
    return false
  }

  private mutating func style(
    _ node: YAMLTree, _ what: String, through: [String], default base: (inout Compiler) -> TextStyle
  ) -> TextStyle {
    guard let properties = open(node, what, keys: Grammar.style) else { return TextStyle() }
    var style: TextStyle
    if let node = properties["based-on"] {
      style = TextStyle()
      if let name = word(node, "`based-on`"), isStyle(name, at: node.location) {
        // The template's style of a built-in name may be based on the built-in style of the same name.
        style = name == through.last ? builtInStyle(name, through: through) : namedStyle(name, through: through)
      }
    } else {
      style = base(&self)
    }
    styleChanges(properties).apply(to: &style)
    return style
  }

  private mutating func styleChanges(_ properties: Properties) -> StyleChanges {
    var changes = StyleChanges()
    if let node = properties["font"] { changes.font = choice(node, "`font`") }
    if let node = properties["size"] { changes.size = length(node, "`size`", atLeast: 1) }
    if let node = properties["color"] { changes.color = color(node, "`color`") }
    if let node = properties["align"] { changes.alignment = choice(node, "`align`") }
    if let node = properties["line-height"] { changes.lineHeight = number(node, "`line-height`", in: 0.5...10) }
    if let node = properties["first-line-indent"] {
      changes.firstLineIndent = number(node, "`first-line-indent`, in characters,", in: 0...20)
    }
    if let node = properties["indent-left"] { changes.indentLeft = length(node, "`indent-left`") }
    if let node = properties["indent-right"] { changes.indentRight = length(node, "`indent-right`") }
    if let node = properties["space-before"] { changes.spaceBefore = length(node, "`space-before`") }
    if let node = properties["space-after"] { changes.spaceAfter = length(node, "`space-after`") }
    if let node = properties["keep-with-next"] { changes.keepWithNext = flag(node, "`keep-with-next`") }
    if let node = properties["shrink-to"] { changes.shrinkTo = number(node, "`shrink-to`", in: 0.3...1) }
    return changes
  }
}
