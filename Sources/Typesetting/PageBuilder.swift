import Blocks
import Typeface

/// Divides a galley into pages and places everything on them.
struct PageBuilder {
  var galley: Galley
  let setup: PageSetup
  let body: Rect
  /// For numbers and boxes that are only known here.
  let tables: CharacterTables
  /// The page that is being made.
  var content = PageContent()
  var contents: [PageContent] = []
  /// The structure element of the text that is being placed.
  var element = ElementID.artifact
  /// The content was already placed on an earlier page: the heading of a continued table.
  var isRepeated = false
  var outline: [OutlineEntry] = []

  init(galley: Galley, setup: PageSetup, tables: CharacterTables) {
    (self.galley, self.setup, self.tables) = (galley, setup, tables)
    let margins = setup.margins
    body = Rect(
      x: margins.left, y: margins.top, width: setup.size.width - margins.left - margins.right,
      height: setup.size.height - margins.top - margins.bottom)
  }

  var pageIndex: Int { contents.count }

  /// Fills pages with a list, divided at page breaks. An empty document has one empty page.
  mutating func fill(with list: VerticalList) {
    let height = body.size.height.points
    for section in sections(of: list) {
      var rest = section
      galley.dropLeadingSpace(&rest)
      while rest.count > 0 {
        guard let (first, following) = galley.cut(rest, Cut(available: height, page: height, force: .overflowing))
        else {
          break
        }
        place(first, x: body.origin.x.points, y: body.origin.y.points, height: height)
        finishPage()
        rest = following
      }
    }
    if contents.isEmpty { finishPage() }
  }

  private mutating func finishPage() {
    contents.append(content)
    content = PageContent()
  }

  /// The sections between page breaks that show something: a break at the top of a page does not create an empty page.
  private func sections(of list: VerticalList) -> [VerticalList] {
    var sections: [VerticalList] = []
    var start = list.range.lowerBound
    var height = 0.0
    var hasContent = false
    for index in list.range.lowerBound...list.range.upperBound {
      if index < list.range.upperBound {
        switch galley.elements[index].content {
        case .pageBreak: break
        case .space, .spring:
          height += galley.elements[index].height
          continue
        default:
          height += galley.elements[index].height
          hasContent = true
          continue
        }
      }
      if hasContent { sections.append(VerticalList(range: start..<index, height: height)) }
      (start, height, hasContent) = (index + 1, 0, false)
    }
    return sections
  }
}

extension PageBuilder {
  /// Places a list with its top left corner at a point; springs share the unused part of `height`.
  mutating func place(_ list: VerticalList, x: Double, y: Double, height: Double) {
    var y = y
    let spring = springHeight(in: list, height: height)
    if let head = list.head { place(head, x: x, y: &y, spring: spring) }
    for index in list.range { place(galley.elements[index], x: x, y: &y, spring: spring) }
    if let tail = list.tail { place(tail, x: x, y: &y, spring: spring) }
  }

  func springHeight(in list: VerticalList, height: Double) -> Double {
    guard height > list.height else { return 0 }
    var springs = 0
    for index in list.range {
      if case .spring = galley.elements[index].content { springs += 1 }
    }
    return springs == 0 ? 0 : (height - list.height) / Double(springs)
  }

  private mutating func place(_ element: Element, x: Double, y: inout Double, spring: Double) {
    switch element.content {
    case .line(let index): place(galley.lines[Int(index)], x: x, y: y)
    case .table(let index): place(galley.tables[Int(index)], x: x, y: y)
    case .group(let index): place(galley.groups[Int(index)], x: x, y: y)
    case .picture(let index):
      let box = galley.pictures[Int(index)]
      let rect = Rect(origin: Point(x + box.x, y), size: box.picture.size)
      content.texts.append(.picture(box.picture.id, rect, isRepeated ? .artifact : box.element))
    case .rule(let index):
      let rule = galley.rules[Int(index)]
      let middle = y + element.height / 2
      content.strokes.append(.line(from: Point(x, middle), to: Point(x + rule.width, middle), rule.stroke))
    case .spring: y += spring
    case .space, .pageBreak: break
    }
    y += element.height
  }

  private mutating func place(_ line: Line, x: Double, y: Double) {
    if line.heading >= 0 {
      let heading = galley.headings[Int(line.heading)]
      outline.append(
        OutlineEntry(title: heading.title, level: heading.level, page: pageIndex, top: Length(points: y)))
    }
    element = isRepeated ? .artifact : line.element
    place(
      Int(line.items.lowerBound)..<Int(line.items.upperBound), x: x + line.x, baseline: y + line.baseline)
  }
}
