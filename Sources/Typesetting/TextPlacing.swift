import Blocks
import Typeface

extension PageBuilder {
  /// Places items of the galley on a baseline. Positions are exact to half a thousandth of an em: what rounding leaves
  /// over is carried to the next gap.
  mutating func place(_ range: Range<Int>, x: Double, baseline: Double) {
    let items = galley.items
    var pen = x
    var owed = 0.0
    var run: (style: UInt16, font: UInt8, size: Double, x: Double, firstGlyph: Int)?
    for index in range {
      let item = items[index]
      if index > range.lowerBound && item.gap != 0 {
        pen += Double(item.gap)
        owed += Double(item.gap)
        if let run, run.firstGlyph < content.glyphs.count {
          let adjustment = (owed * 1000 / run.size).rounded()
          content.glyphs[content.glyphs.count - 1].adjustment = Int16(max(-32000, min(32000, adjustment)))
          owed -= adjustment * run.size / 1000
        }
      }
      let goesOn = run.map { $0.style == item.style && $0.font == item.font && !item.isDrawnApart } ?? false
      if !goesOn {
        if let run { close(run.style, run.font, run.x, run.firstGlyph, baseline) }
        run = nil
        owed = 0
        if item.isDrawnApart {
          placeApart(item, x: pen, baseline: baseline)
          pen += Double(item.advance)
          continue
        }
        run = (item.style, item.font, galley.styles[item.style].size.points, pen, content.glyphs.count)
      }
      content.glyphs.append(PlacedGlyph(id: item.glyph))
      pen += Double(item.advance)
    }
    if let run { close(run.style, run.font, run.x, run.firstGlyph, baseline) }
  }

  private mutating func close(_ style: UInt16, _ font: UInt8, _ x: Double, _ firstGlyph: Int, _ baseline: Double) {
    let character = galley.styles[style]
    content.texts.append(
      .text(
        GlyphRun(
          font: FontID(index: font), size: character.size, color: character.color, element: element,
          origin: Point(x, baseline), glyphs: firstGlyph..<content.glyphs.count)))
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

  /// A character that no font has: an em box with its code point in two rows of hexadecimal digits.
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
  /// Not simply the next glyph of a run.
  fileprivate var isDrawnApart: Bool {
    !traits.isDisjoint(with: [.missing, .pageNumber]) || glyph == 0
  }
}
