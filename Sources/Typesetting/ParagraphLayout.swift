import Blocks

extension Composer {
  /// Sets a paragraph: its lines become elements of the open list.
  mutating func set(_ paragraph: Paragraph, width: Double, base: Int) throws(TypesettingError) {
    let style = paragraph.style
    guard style.lineHeight.isFinite, style.lineHeight > 0 else {
      throw TypesettingError(.badValue(name: "a line height", value: style.lineHeight))
    }
    guard style.firstLineIndent.isFinite else {
      throw TypesettingError(.badValue(name: "a first line's indent", value: style.firstLineIndent))
    }
    guard let firstRun = paragraph.runs.first else { return }
    let indentLeft = try checked(style.indentLeft, "an indent")
    let measure = width - indentLeft - (try checked(style.indentRight, "an indent"))
    let firstIndent = style.firstLineIndent * firstRun.style.size.points
    guard min(measure, measure - firstIndent) > 0 else {
      throw TypesettingError(.noWidth(Length(points: min(measure, measure - firstIndent))))
    }
    let items = try itemize(paragraph.runs)
    if case .shrink(let share) = style.breaking {
      shrinkToFit(items, width: measure - max(0, firstIndent), atLeast: share)
    }
    let lines = breakLines(
      items, Column(left: indentLeft, width: measure, firstIndent: firstIndent, alignment: style.alignment),
      lineHeight: style.lineHeight, emptySize: firstRun.style.size.points)
    if !items.isEmpty {
      let element = element(for: paragraph)
      for index in lines { galley.lines[index].element = element }
    }
    if paragraph.headingLevel > 0 && !lines.isEmpty {
      galley.headings.append((title: paragraph.runs.map(title).joined(), level: paragraph.headingLevel))
      galley.lines[lines.lowerBound].heading = Int32(galley.headings.count - 1)
    }
    try addSpace(style.spaceBefore, base: base)
    for index in lines {
      // No widows or orphans: at least two lines stay together at either end.
      let isSecondLast = index == lines.upperBound - 2
      let keeps = index < lines.upperBound - 1 ? index == lines.lowerBound || isSecondLast : style.keepWithNext
      open.append(
        Element(content: .line(Int32(index)), height: galley.lines[index].height, keepsWithNext: keeps))
    }
    try addSpace(style.spaceAfter, base: base)
  }

  private mutating func element(for paragraph: Paragraph) -> ElementID {
    if isWholeCell { return parent }
    if let position = paragraph.listPosition {
      if position == .first { openList = galley.structure.add(.list, to: parent) }
      return galley.structure.add(.listBody, to: galley.structure.add(.listItem, to: openList))
    }
    let role: Structure.Role =
      switch paragraph.headingLevel {
      case ...0: .paragraph
      case 1: .heading1
      case 2: .heading2
      default: .heading3
      }
    return galley.structure.add(role, to: parent)
  }

  private func title(_ run: TextRun) -> String {
    guard case .text(let text) = run.content else { return "" }
    return String(text.map { $0.isNewline ? " " : $0 })
  }

  /// The horizontal extent of lines, in points from the left of the list that holds them.
  private struct Column {
    var left: Double
    var width: Double
    var firstIndent: Double
    var alignment: ParagraphStyle.Alignment
  }

  private mutating func breakLines(
    _ items: Range<Int>, _ column: Column, lineHeight: Double, emptySize: Double
  ) -> Range<Int> {
    let firstLine = galley.lines.count
    let breaker = LineBreaker(squeezes: column.alignment == .justify)
    var start = items.lowerBound
    repeat {
      let indent = start == items.lowerBound ? column.firstIndent : 0
      var extent = breaker.nextLine(
        in: galley.items, from: start, to: items.upperBound, width: column.width - indent, nextWidth: column.width)
      if !extent.isLast {
        let isWide = column.width > 16 * Double(galley.items[start].advance)
        let lacking = shortfall(extent.next, items.upperBound, isWide: isWide)
        if lacking > 0 {
          extent = shorter(
            extent, by: lacking, from: start, to: items.upperBound, breaker, measure: column.width - indent)
        }
      }
      finish(start, extent, column, indent: indent, lineHeight: lineHeight, emptySize: emptySize)
      start = extent.isLast ? extent.next : afterSpaces(extent.next, items.upperBound)
    } while start < items.upperBound
    return firstLine..<galley.lines.count
  }

  private func afterSpaces(_ start: Int, _ end: Int) -> Int {
    var start = start
    while start < end && galley.items[start].traits.contains(.space) && galley.items[start].breakBefore != .newline {
      start += 1
    }
    return start
  }

  /// How many characters a last line from `start` is short of: a single Chinese character (孤字), with or without a full
  /// stop, is as bad as a widow, and two look lost below a wide line.
  private func shortfall(_ start: Int, _ end: Int, isWide: Bool) -> Int {
    guard start < end, end - start <= 3 else { return 0 }
    let characters = end - start - (galley.items[end - 1].traits.contains(.closing) ? 1 : 0)
    guard !galley.items[start..<end].contains(where: { $0.traits.contains(.western) }) else { return 0 }
    return max(0, (isWide ? 3 : 2) - max(1, characters))
  }

  /// The line with `characters` moved to the next line, or fewer, if that does not make it too loose.
  private func shorter(
    _ extent: LineBreaker.Extent, by characters: Int, from start: Int, to end: Int, _ breaker: LineBreaker,
    measure: Double
  ) -> LineBreaker.Extent {
    let em = Double(galley.items[extent.next].advance)
    for count in stride(from: characters, to: 0, by: -1) {
      let shorter = breaker.nextLine(
        in: galley.items, from: start, to: end, limit: extent.next - count, width: measure, nextWidth: measure)
      let isTight = measure > 8 * em * Double(count) && measure - shorter.width < 3 * em
      if shorter.next > start, shorter.next < extent.next, isTight { return shorter }
    }
    return extent
  }

  /// Aligns a line and adds it to the galley.
  private mutating func finish(
    _ start: Int, _ extent: LineBreaker.Extent, _ column: Column, indent: Double, lineHeight: Double, emptySize: Double
  ) {
    let items = start..<max(start, extent.end)
    let measure = column.width - indent
    let em = largestSize(of: items) ?? emptySize
    var width = extent.width
    let isCentred = column.alignment == .center || column.alignment == .right
    if isCentred || width > measure { width -= extent.trim }
    if column.alignment == .justify {
      if width > measure {
        Justification.shrink(&galley.items, items, by: width - measure)
      } else if !extent.isLast {
        _ = Justification.stretch(&galley.items, items, by: measure - width, em: em)
      }
    }
    let shift = LineBreaker.startShift(galley.items, start, items.upperBound)
    let height = lineHeight * em
    galley.lines.append(
      Line(
        items: Int32(items.lowerBound)..<Int32(items.upperBound),
        x: column.left + indent + column.alignment.offset(of: width, in: measure) + shift, height: height,
        baseline: HanBox.baseline(size: em, height: height)))
  }

  private func largestSize(of items: Range<Int>) -> Double? {
    var style = UInt16.max
    var largest: Double?
    for index in items where galley.items[index].style != style {
      style = galley.items[index].style
      largest = max(largest ?? 0, galley.styles[style].size.points)
    }
    return largest
  }
}

extension Composer {
  /// Scales items down so that each of their lines fits, unless the factor would be less than `share`.
  fileprivate mutating func shrinkToFit(_ items: Range<Int>, width: Double, atLeast share: Double) {
    let widest = naturalWidth(of: items)
    guard widest > width else { return }
    // In steps, so that a document does not get a font size for every label.
    let factor = (width / widest * 200).rounded(.down) / 200
    guard factor > 0, factor >= share else { return }
    scale(items, by: factor)
  }

  /// The width of the widest line if only newlines end lines, without what may extend beyond its sides.
  func naturalWidth(of items: Range<Int>) -> Double {
    var widest = 0.0
    var line = 0.0
    var isFirst = true
    for index in items {
      let item = galley.items[index]
      if item.breakBefore == .newline {
        isFirst = true
        continue
      }
      line = isFirst ? LineBreaker.startShift(galley.items, index, items.upperBound) : line + Double(item.gap)
      line += Double(item.advance)
      isFirst = false
      if !item.traits.contains(.space) { widest = max(widest, line - LineBreaker.endTrim(item)) }
    }
    return widest
  }

  mutating func scale(_ items: Range<Int>, by factor: Double) {
    var from = UInt16.max
    var to = UInt16.max
    for index in items {
      if galley.items[index].style != from {
        from = galley.items[index].style
        var style = galley.styles[from]
        style.size = style.size * factor
        to = galley.styles.index(of: style)
      }
      galley.items[index].style = to
      galley.items[index].advance *= Float(factor)
      galley.items[index].gap *= Float(factor)
    }
  }
}

/// The position of an ideograph's em box relative to the baseline, in ems: the metrics that all CJK fonts share.
enum HanBox {
  static let ascent = 0.88
  static let descent = 0.12

  /// The baseline, from the top of a line of the given height, that centres the em box in it.
  static func baseline(size: Double, height: Double) -> Double { (height - size) / 2 + ascent * size }
}
