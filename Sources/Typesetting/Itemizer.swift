import Blocks
import Typeface

// Turns text into items: glyphs, the positions where a line may break, and the gaps and narrowings between neighbours.
// One pass.

/// What the next character must know of the text before it.
private struct LeftContext {
  /// Nil at the start of a line.
  var breakClass: BreakClass?
  var acrossSpaces = false
  var nature = CharacterRecord.Nature.other
  var traits: Item.Traits = []
  var advance: Float = 0
  var scalar: Unicode.Scalar = "\0"

  @inline(__always)
  var isPlainHan: Bool { breakClass == .ideographic && !acrossSpaces && nature == .han && traits.isEmpty }
}

extension CharacterRecord {
  /// An ideograph, and not a punctuation mark.
  @inline(__always)
  fileprivate var isPlainHan: Bool { nature == .han && breakClass == .ideographic && traits.isEmpty }
}

extension Composer {
  /// Appends the items of a paragraph to the galley.
  mutating func itemize(_ runs: [TextRun]) throws(TypesettingError) -> Range<Int> {
    let start = galley.items.count
    var left = LeftContext()
    for run in runs {
      guard run.style.size > 0, run.style.size <= 10_000 else {
        throw TypesettingError(.badValue(name: "a font size", value: run.style.size.points))
      }
      let style = galley.styles.index(of: run.style)
      let table = try table(for: run.style.font)
      switch run.content {
      case .text(let text): append(text, style: style, size: run.style.size.points, table: table, left: &left)
      case .pageCount:
        usesPageCount = true
        append(String(pageCount), style: style, size: run.style.size.points, table: table, left: &left)
      case .pageNumber:
        if let pageNumber {
          append(String(pageNumber), style: style, size: run.style.size.points, table: table, left: &left)
          continue
        }
        usesPageCount = true
        appendPageNumber(style: style, size: run.style.size.points, table: table, left: &left)
      }
    }
    return start..<galley.items.count
  }

  private mutating func append(
    _ text: String, style: UInt16, size: Double, table: CharacterTable, left: inout LeftContext
  ) {
    let scale = Float(size / 1000)
    var text = text
    text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        let scalar = bytes.scalar(at: &index)
        let record = table[scalar]
        if record.isPlainHan && left.isPlainHan {
          // Most text is of this kind, and LB31 alone decides about it.
          galley.items.append(
            Item(
              advance: Float(record.advance) * scale, gap: 0, glyph: record.glyph, style: style, font: record.font,
              breakBefore: .allowed, traits: []))
          left.scalar = scalar
          continue
        }
        switch record.nature {
        case .invisible:
          appendInvisible(scalar, record, style: style, table: table, scale: scale, left: &left)
          continue
        case .missing:
          missing[scalar.value, default: 0] += 1
          var box = record
          box.glyph = GlyphID(truncatingIfNeeded: scalar.value)
          box.font = UInt8(truncatingIfNeeded: scalar.value >> 16)
          box.traits = .missing
          append(box, style: style, scale: scale, left: &left)
        default:
          append(record, style: style, scale: scale, left: &left)
        }
        left.scalar = scalar
      }
    }
  }

  @inline(__always)
  private mutating func append(
    _ record: CharacterRecord, style: UInt16, scale: Float, left: inout LeftContext
  ) {
    var item = Item(
      advance: Float(record.advance) * scale, gap: 0, glyph: record.glyph, style: style, font: record.font,
      breakBefore: .prohibited, traits: record.traits)
    if record.breakClass == .space {
      // LB7; a space also prevents spacing or narrowing across it.
      left.acrossSpaces = true
      left.nature = .other
      left.traits = []
      if left.breakClass == nil { left.breakClass = .wordJoiner }
    } else {
      if let breakClass = left.breakClass {
        if record.breakClass == .combiningMark && !left.acrossSpaces {
          galley.items.append(item)  // LB9: the mark leaves its base as it was.
          return
        }
        if rules.allowsBreak(between: breakClass, and: record.breakClass, acrossSpaces: left.acrossSpaces) {
          item.breakBefore = .allowed
        }
        if left.nature != record.nature {
          if Self.isHanBesideLatin(left.nature, record.nature) {
            item.gap = 250 * scale
            item.traits.insert(.flexibleGap)
          }
        }
        if !left.traits.isDisjoint(with: .punctuation) && !record.traits.isDisjoint(with: .punctuation) {
          item.gap = Self.narrowing(left: left.traits, leftAdvance: left.advance, right: item)
        }
      }
      left.breakClass = record.breakClass == .combiningMark ? .alphabetic : record.breakClass  // LB10
      left.acrossSpaces = false
      left.nature = record.nature
      left.traits = record.traits
      left.advance = item.advance
    }
    galley.items.append(item)
  }

  @inline(__always)
  private static func isHanBesideLatin(_ a: CharacterRecord.Nature, _ b: CharacterRecord.Nature) -> Bool {
    a == .han && b == .alphanumeric || a == .alphanumeric && b == .han
  }

  /// 标点挤压 (clreq): between two adjacent full-width marks, the blank half of one of them is removed.
  private static func narrowing(left: Item.Traits, leftAdvance: Float, right: Item) -> Float {
    if left.contains(.closing) { return -leftAdvance / 2 }
    return right.traits.contains(.opening) ? -right.advance / 2 : 0
  }

  private mutating func appendInvisible(
    _ scalar: Unicode.Scalar, _ record: CharacterRecord, style: UInt16, table: CharacterTable, scale: Float,
    left: inout LeftContext
  ) {
    defer { left.scalar = scalar }
    switch record.breakClass {
    case .mandatoryBreak:
      if scalar == "\n" && left.scalar == "\r" { return }  // LB5
      galley.items.append(
        Item(advance: 0, gap: 0, glyph: 0, style: style, font: 0, breakBefore: .newline, traits: .space))
      left = LeftContext()
    case .combiningMark:
      guard scalar.properties.isVariationSelector, left.breakClass != nil, !galley.items.isEmpty else { return }
      let last = galley.items.count - 1
      guard let variant = table.variant(of: left.scalar, selector: scalar) else {
        if !galley.items[last].traits.contains(.missing) { missing[scalar.value, default: 0] += 1 }
        return
      }
      galley.items[last].glyph = variant.glyph
      galley.items[last].font = variant.font
      galley.items[last].advance = Float(variant.advance) * scale
      if galley.items[last].traits.contains(.missing) {
        galley.items[last].traits = variant.traits
        missing[left.scalar.value, default: 1] -= 1
      }
    default:
      left.breakClass = record.breakClass
      left.acrossSpaces = false
    }
  }

  /// Reserves space for as many digits as the page count has; the number itself is known when the item is placed.
  private mutating func appendPageNumber(
    style: UInt16, size: Double, table: CharacterTable, left: inout LeftContext
  ) {
    var record = table["0"]
    record.traits = [.pageNumber, .western]
    record.breakClass = .numeric
    record.nature = .alphanumeric
    let digits = Float(String(pageCount).utf8.count)
    append(record, style: style, scale: Float(size / 1000), left: &left)
    galley.items[galley.items.count - 1].advance *= digits
    left.scalar = "0"
  }
}
