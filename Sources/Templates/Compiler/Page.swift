import Blocks

/// The page as read so far: included parts first, then the template over them.
struct PageProgram {
  var size = Size.a4
  var margins: Insets?
  var furnitureOnFirstPage = false
  var header: DocumentProgram.Furniture?
  var footer: DocumentProgram.Furniture?
  var watermark: DocumentProgram.Watermark?
}

/// Sheet sizes by name (ISO 216).
private enum Sheet: String, CaseIterable {
  case a4 = "A4"
  case a5 = "A5"

  var size: Size {
    switch self {
    case .a4: .a4
    case .a5: Size(width: Length(millimetres: 148), height: Length(millimetres: 210))
    }
  }
}

extension Compiler {
  mutating func readPage(_ node: YAMLTree, into page: inout PageProgram) {
    guard let properties = open(node, "page", keys: Grammar.page) else { return }
    if let node = properties["size"], let size = sheetSize(node) { page.size = size }
    if let node = properties["margins"], let margins = insets(node, "margins") {
      page.margins = margins
      let width = page.size.width - margins.left - margins.right
      let height = page.size.height - margins.top - margins.bottom
      if min(width, height) < 72 { report(node.location, "these margins leave less than an inch of the page") }
    }
    if let node = properties["furniture-on-first-page"], let flag = flag(node, "`furniture-on-first-page`") {
      page.furnitureOnFirstPage = flag
    }
    if let node = properties["header"] { page.header = furniture(node, "header") }
    if let node = properties["footer"] { page.footer = furniture(node, "footer") }
    if let node = properties["watermark"] { page.watermark = watermark(node) }
  }

  private mutating func sheetSize(_ node: YAMLTree) -> Size? {
    guard case .mapping = node.content else { return (choice(node, "`size`") as Sheet?)?.size }
    guard let properties = open(node, "size", keys: Grammar.size), let width = require(properties, "width"),
      let height = require(properties, "height"), let width = length(width, "`width`", atLeast: 72),
      let height = length(height, "`height`", atLeast: 72)
    else { return nil }
    return Size(width: width, height: height)
  }

  private mutating func furniture(_ node: YAMLTree, _ name: String) -> DocumentProgram.Furniture? {
    guard let properties = open(node, name, keys: Grammar.furniture) else { return nil }
    let style = style(properties["style"], default: name)
    var furniture = DocumentProgram.Furniture(distance: Length(millimetres: 15))
    if let node = properties["distance"], let distance = length(node, "`distance`") { furniture.distance = distance }
    if let node = properties["rule"] { furniture.rule = stroke(node, "rule") ?? nil }
    if let node = properties["left"] { furniture.left = text(node, "`left`", style: style) }
    if let node = properties["center"] { furniture.center = text(node, "`center`", style: style) }
    if let node = properties["right"] { furniture.right = text(node, "`right`", style: style) }
    return furniture
  }

  private mutating func watermark(_ node: YAMLTree) -> DocumentProgram.Watermark? {
    guard let properties = open(node, "watermark", keys: Grammar.watermark) else { return nil }
    let style = style(properties["style"], default: "watermark")
    var watermark = DocumentProgram.Watermark(
      text: TextProgram(spans: []), style: style.character, angle: 45, across: 1, down: 1)
    if let node = properties["angle"], let angle = number(node, "`angle`", in: -90...90) { watermark.angle = angle }
    if let node = properties["across"], let across = integer(node, "`across`", in: 1...10) {
      watermark.across = across
    }
    if let node = properties["down"], let down = integer(node, "`down`", in: 1...10) { watermark.down = down }
    guard let text = require(properties, "text").flatMap({ self.text($0, "`text`", style: style) }) else { return nil }
    watermark.text = text
    return watermark
  }

  mutating func readInformation(_ node: YAMLTree) -> DocumentProgram.Information? {
    guard let properties = open(node, "information", keys: Grammar.information) else { return nil }
    func text(_ key: String, _ compiler: inout Compiler) -> TextProgram? {
      properties[key].flatMap { compiler.text($0, "`\(key)`", style: TextStyle()) }
    }
    var keywords: [TextProgram] = []
    if let node = properties["keywords"] {
      for item in items(node, "`keywords`") ?? [] {
        if let keyword = self.text(item, "a keyword", style: TextStyle()) { keywords.append(keyword) }
      }
    }
    let language = properties["language"].flatMap { word($0, "`language`") }
    guard require(properties, "title") != nil, let title = text("title", &self) else { return nil }
    return DocumentProgram.Information(
      title: title, author: text("author", &self), subject: text("subject", &self), keywords: keywords,
      language: language ?? "zh-CN")
  }
}
