import Blocks

/// Sets blocks into a galley. One composer sets one document; its parts are extensions, one file each.
struct Composer {
  var galley: Galley
  /// How often each character without a glyph was seen.
  var missing: [UInt32: Int] = [:]
  /// The value used for a page count in the text. If the document turns out to have a different number of pages, it is
  /// set again.
  let pageCount: Int
  var usesPageCount = false
  /// Set while headers and footers are made; elsewhere the page is not yet known, and space is reserved for its number.
  var pageNumber: Int?
  let rules: BreakRules
  let tables: CharacterTables
  private var tablesInUse: [CharacterTable?] = Array(repeating: nil, count: FontRole.allCases.count)
  /// The structure element that is being made.
  var parent = ElementID.document
  /// Whether `parent` is a cell with a single paragraph, whose text belongs directly to the cell.
  var isWholeCell = false
  /// The list whose items are being made.
  var openList = ElementID.artifact
  /// Elements of the lists that are being made. A list moves to the galley when it is complete, so that it is
  /// contiguous there even if its content contains lists.
  var open: [Element] = []

  init(tables: CharacterTables, rules: BreakRules, pageCount: Int, galley: Galley = Galley()) {
    (self.tables, self.rules, self.pageCount, self.galley) = (tables, rules, pageCount, galley)
  }

  mutating func table(for role: FontRole) throws(TypesettingError) -> CharacterTable {
    if let table = tablesInUse[role.index] { return table }
    let table = try tables.table(for: role)
    tablesInUse[role.index] = table
    return table
  }

  /// Sets blocks one below another in a column of the given width (points).
  mutating func list(_ blocks: [Block], width: Double) throws(TypesettingError) -> VerticalList {
    let base = open.count
    for (index, block) in blocks.enumerated() {
      do {
        try set(block, width: width, base: base)
      } catch {
        throw error.inside("blocks[\(index)]")
      }
    }
    let start = galley.elements.count
    var height = 0.0
    for index in base..<open.count { height += open[index].height }
    galley.elements.append(contentsOf: open[base...])
    open.removeSubrange(base...)
    return VerticalList(range: start..<galley.elements.count, height: height)
  }

  private mutating func set(_ block: Block, width: Double, base: Int) throws(TypesettingError) {
    switch block {
    case .paragraph(let paragraph): try set(paragraph, width: width, base: base)
    case .table(let table): try set(table, width: width, base: base)
    case .group(let group): try set(group, width: width, base: base)
    case .picture(let picture):
      let size = try checked(picture.size.width, "a picture's width")
      let height = try checked(picture.size.height, "a picture's height")
      let element = galley.structure.add(.figure, text: picture.alternateText, to: parent)
      galley.pictures.append(
        PictureBox(x: picture.alignment.offset(of: size, in: width), picture: picture, element: element))
      open.append(Element(content: .picture(Int32(galley.pictures.count - 1)), height: height))
    case .rule(let rule):
      try addSpace(rule.spaceBefore, base: base)
      galley.rules.append(RuleBox(width: width, stroke: rule.stroke))
      let height = try checked(rule.stroke.width, "a rule's width")
      open.append(Element(content: .rule(Int32(galley.rules.count - 1)), height: height))
      try addSpace(rule.spaceAfter, base: base)
    case .space(let length): try addSpace(length, base: base)
    case .spring: open.append(Element(content: .spring, height: 0))
    case .pageBreak: open.append(Element(content: .pageBreak, height: 0))
    }
  }

  /// A page break never follows a space on its own: a space keeps with the next element if the element before it does.
  mutating func addSpace(_ length: Length, base: Int) throws(TypesettingError) {
    let height = try checked(length, "a space")
    guard height > 0 else { return }
    let keeps = open.count > base ? open[open.count - 1].keepsWithNext : true
    open.append(Element(content: .space, height: height, keepsWithNext: keeps))
  }

  /// - Throws: for a length that is negative or not a number.
  func checked(_ length: Length, _ name: String) throws(TypesettingError) -> Double {
    guard length.points.isFinite, length.points >= 0 else {
      throw TypesettingError(.badValue(name: name, value: length.points))
    }
    return length.points
  }
}

extension ParagraphStyle.Alignment {
  /// The offset of something in a wider space; justified content is placed at the left.
  func offset(of width: Double, in available: Double) -> Double {
    switch self {
    case .left, .justify: 0
    case .center: (available - width) / 2
    case .right: available - width
    }
  }
}
