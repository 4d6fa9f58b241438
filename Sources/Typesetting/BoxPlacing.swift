import Blocks

// Places tables and groups on the page: their fills, their strokes and their content.

extension PageBuilder {
  mutating func place(_ table: TableBox, x: Double, y: Double) {
    let left = x + table.x
    var bottom = y
    let isWithinRepeated = isRepeated
    isRepeated = isRepeated || table.isContinued
    for index in table.heading { place(galley.rows[index], of: table, x: left, y: &bottom) }
    isRepeated = isWithinRepeated
    if let head = table.head { place(head, of: table, x: left, y: &bottom) }
    for index in table.rows { place(galley.rows[index], of: table, x: left, y: &bottom) }
    if let tail = table.tail { place(tail, of: table, x: left, y: &bottom) }
    if let stroke = table.inner { rule(table, stroke, x: left, y: y) }
    if let stroke = table.outer {
      content.strokes.append(.frame(Rect(left, y, table.width, bottom - y), stroke))
    }
  }

  private mutating func place(_ row: RowBox, of table: TableBox, x: Double, y: inout Double) {
    let padding = table.padding
    let inner = row.height - padding.top.points - padding.bottom.points
    for index in row.cells {
      let cell = galley.cells[index]
      if let fill = cell.fill { self.fill(Rect(x + cell.x, y, cell.width, row.height), fill) }
      let isFilled = springHeight(in: cell.content, height: inner) > 0
      let room = cell.verticalAlignment == .middle && !isFilled ? (inner - cell.content.height) / 2 : 0
      place(
        cell.content, x: x + cell.x + padding.left.points, y: y + padding.top.points + room, height: inner)
    }
    y += row.height
  }

  /// Adjacent rectangles of one colour are filled as one, so that no seam shows between them.
  private mutating func fill(_ rect: Rect, _ color: Color) {
    guard case .fill(var last, color)? = content.fills.last else { return content.fills.append(.fill(rect, color)) }
    func meet(_ end: Length, _ start: Length) -> Bool { abs((end - start).points) < 0.01 }
    if last.origin.y == rect.origin.y, last.size.height == rect.size.height,
      meet(last.origin.x + last.size.width, rect.origin.x)
    {
      last.size.width = last.size.width + rect.size.width
    } else if last.origin.x == rect.origin.x, last.size.width == rect.size.width,
      meet(last.origin.y + last.size.height, rect.origin.y)
    {
      last.size.height = last.size.height + rect.size.height
    } else {
      return content.fills.append(.fill(rect, color))
    }
    content.fills[content.fills.count - 1] = .fill(last, color)
  }

  /// The lines between rows and columns: one per boundary, interrupted only where a cell spans it.
  private mutating func rule(_ table: TableBox, _ stroke: Stroke, x: Double, y: Double) {
    var rows = galley.rows[table.heading].map { $0 }
    if let head = table.head { rows.append(head) }
    rows.append(contentsOf: galley.rows[table.rows])
    if let tail = table.tail { rows.append(tail) }
    var rowTop = y
    for row in rows.dropLast() {
      rowTop += row.height
      content.strokes.append(.line(from: Point(x, rowTop), to: Point(x + table.width, rowTop), stroke))
    }
    guard table.boundaries.count > 2 else { return }
    for boundary in 1..<table.boundaries.count - 1 {
      let lineX = x + table.boundaries[boundary]
      var top = y
      var start: Double?
      for row in rows {
        let isEdge = galley.cells[row.cells].contains {
          $0.columns.upperBound == boundary || $0.columns.lowerBound == boundary
        }
        if !isEdge, let from = start {
          content.strokes.append(.line(from: Point(lineX, from), to: Point(lineX, top), stroke))
          start = nil
        } else if isEdge && start == nil {
          start = top
        }
        top += row.height
      }
      if let from = start { content.strokes.append(.line(from: Point(lineX, from), to: Point(lineX, top), stroke)) }
    }
  }

  mutating func place(_ group: GroupBox, x: Double, y: Double) {
    let box = Rect(x + group.x, y, group.width, group.height)
    if let fill = group.fill { content.fills.append(.fill(box, fill)) }
    if let border = group.border { place(border, of: group, around: box) }
    let padding = group.padding
    place(
      group.content, x: x + group.x + padding.left.points, y: y + padding.top.points,
      height: group.height - padding.top.points - padding.bottom.points)
  }

  /// An edge stays open if the group continues beyond it on another page.
  private mutating func place(_ border: Stroke, of group: GroupBox, around box: Rect) {
    if group.hasTop && group.hasBottom {
      content.strokes.append(.frame(box, border))
      return
    }
    let topLeft = box.origin
    let topRight = Point(x: topLeft.x + box.size.width, y: topLeft.y)
    let bottomLeft = Point(x: topLeft.x, y: topLeft.y + box.size.height)
    let bottomRight = Point(x: topRight.x, y: bottomLeft.y)
    content.strokes.append(.line(from: topLeft, to: bottomLeft, border))
    content.strokes.append(.line(from: topRight, to: bottomRight, border))
    if group.hasTop { content.strokes.append(.line(from: topLeft, to: topRight, border)) }
    if group.hasBottom { content.strokes.append(.line(from: bottomLeft, to: bottomRight, border)) }
  }
}
