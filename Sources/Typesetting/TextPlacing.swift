import Blocks
import Typeface

extension PageBuilder {
  /// Places items of the galley on a baseline. Positions are exact to half a thousandth of an em: the rounding error is
  /// carried to the next gap.
  mutating func place(_ range: Range<Int>, x: Double, baseline: Double) {
    let items = galley.items
    var pen = x
    var start = range.lowerBound
    while start < range.upperBound {
      let first = items[start]
      if start > range.lowerBound { pen += Double(first.gap) }
      if first.isDrawnApart {
        placeApart(first, x: pen, baseline: baseline)
        pen += Double(first.advance)
        start += 1
        continue
      }
      var end = start + 1
      while end < range.upperBound, items[end].goesOn(with: first) { end += 1 }
      let character = galley.styles[first.style]
      let firstGlyph = content.glyphs.count
      let origin = Point(pen, baseline)
      pen = placeRun(items[start..<end], size: character.size.points, from: pen)
      content.texts.append(
        .text(
          GlyphRun(
            font: FontID(index: first.font), size: character.size, color: character.color, element: element,
            origin: origin, glyphs: firstGlyph..<content.glyphs.count)))
      start = end
    }
  }

  /// Adds the glyphs of a run to the page: first all glyphs at once, then their adjustments, of which most runs have
  /// few.
  /// - Returns: where the run ends.
  private mutating func placeRun(_ items: ArraySlice<Item>, size: Double, from start: Double) -> Double {
    let shift = content.glyphs.count - items.startIndex
    content.glyphs.append(contentsOf: items.lazy.map { PlacedGlyph(id: $0.glyph) })
    var pen = start
    var owed = 0.0
    for index in items.indices {
      let item = items[index]
      // A gap before the first glyph moves the run itself.
      if item.gap != 0, index > items.startIndex {
        pen += Double(item.gap)
        owed += Double(item.gap)
        let adjustment = (owed * 1000 / size).rounded()
        content.glyphs[index + shift - 1].adjustment = Int16(max(-32000, min(32000, adjustment)))
        owed -= adjustment * size / 1000
      }
      pen += Double(item.advance)
    }
    return pen
  }

  private mutating func placeApart(_ item: Item, x: Double, baseline: Double) {
    let style = galley.styles[item.style]
    if item.traits.contains(.pageNumber) {
      placeText(String(pageIndex + 1), style: style, x: x, baseline: baseline)
    } else if item.traits.contains(.missing) {
      placeBox(Unicode.Scalar(item.missingScalar) ?? "\u{FFFD}", style: style, x: x, baseline: baseline)
    }
  }

  /// A short string of plain characters, such as digits.
  private mutating func placeText(_ text: String, style: CharacterStyle, x: Double, baseline: Double) {
    guard let table = try? tables.table(for: style.font) else { return }
    var x = x
    for scalar in text.unicodeScalars {
      let record = table[scalar]
      guard record.nature != .missing else { continue }
      content.glyphs.append(PlacedGlyph(id: record.glyph))
      content.texts.append(
        .text(
          GlyphRun(
            font: FontID(index: record.font), size: style.size, color: style.color, element: element,
            origin: Point(x, baseline), glyphs: content.glyphs.count - 1..<content.glyphs.count)))
      x += Double(record.advance) * style.size.points / 1000
    }
  }

  /// A character that no font has: an em box with its code point as two rows of hexadecimal digits.
  private mutating func placeBox(_ scalar: Unicode.Scalar, style: CharacterStyle, x: Double, baseline: Double) {
    let em = style.size.points
    let outer = element
    element = galley.structure.add(.span, text: String(scalar), to: outer)
    defer { element = outer }
    content.strokes.append(
      .frame(
        Rect(x + 0.06 * em, baseline - 0.82 * em, 0.88 * em, 0.88 * em),
        Stroke(width: Length(points: 0.03 * em), color: style.color)))
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    let digits = padded.count % 2 == 0 ? padded : "0" + padded
    var small = style
    small.size = style.size * 0.36
    for (row, part) in [digits.prefix(digits.count / 2), digits.suffix(digits.count / 2)].enumerated() {
      let width = Double(part.count) * 0.2 * em
      placeText(
        String(part), style: small, x: x + (em - width) / 2, baseline: baseline + (Double(row) * 0.38 - 0.48) * em)
    }
  }
}

extension Item {
  /// Whether the item is the next glyph of a run that began with another.
  @inline(__always)
  fileprivate func goesOn(with first: Item) -> Bool { style == first.style && font == first.font && !isDrawnApart }

  /// Cannot simply be the next glyph of a run.
  fileprivate var isDrawnApart: Bool {
    !traits.isDisjoint(with: [.missing, .pageNumber]) || glyph == 0
  }
}
