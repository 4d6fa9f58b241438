import Typeface

/// What a viewer copies and searches for: the text of every glyph code, as a CMap (ISO 32000-1, 9.10.3).
struct ToUnicode {
  typealias Text = (scalar: Unicode.Scalar, selector: Unicode.Scalar?)

  /// Codes from `first` on that stand for characters from `scalar` on, or one code with a variation sequence.
  private struct Range {
    var first: GlyphID
    var last: GlyphID
    var text: Text
  }

  /// - Parameter glyphs: ascending, each once.
  static func cmap(of glyphs: [GlyphID], text: (GlyphID) -> Text) -> ByteBuffer {
    let ranges = ranges(of: glyphs, text: text)
    var writer = CMapWriter(capacity: 600 + 16 * ranges.count)
    writer.bytes.append(
      """
      /CIDInit /ProcSet findresource begin
      12 dict begin
      begincmap
      /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def
      /CMapName/Adobe-Identity-UCS def
      /CMapType 2 def
      1 begincodespacerange
      <0000><FFFF>
      endcodespacerange

      """)
    writer.append(ranges.filter { $0.first == $0.last }, begin: " beginbfchar\n", end: "endbfchar\n") {
      $0.appendCode($1.first)
      $0.append($1.text)
    }
    writer.append(ranges.filter { $0.first < $0.last }, begin: " beginbfrange\n", end: "endbfrange\n") {
      $0.appendCode($1.first)
      $0.appendCode($1.last)
      $0.append($1.text)
    }
    writer.bytes.append("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
    return writer.bytes
  }

  private static func ranges(of glyphs: [GlyphID], text: (GlyphID) -> Text) -> [Range] {
    var ranges: [Range] = []
    for glyph in glyphs {
      let text = text(glyph)
      if let last = ranges.last, continues(last, glyph, text) {
        ranges[ranges.count - 1].last = glyph
      } else {
        ranges.append(Range(first: glyph, last: glyph, text: text))
      }
    }
    return ranges
  }

  /// Within a range only the last byte may change, that of the code and that of the text.
  private static func continues(_ range: Range, _ glyph: GlyphID, _ text: Text) -> Bool {
    guard text.selector == nil, range.text.selector == nil, range.last < glyph, glyph - range.last == 1 else {
      return false
    }
    let start = range.text.scalar.value
    let length = UInt32(glyph - range.first)
    return text.scalar.value == start + length && range.first >> 8 == glyph >> 8
      && start >> 8 == text.scalar.value >> 8
  }

  private struct CMapWriter: ~Copyable {
    var bytes: ByteBuffer

    init(capacity: Int) { bytes = ByteBuffer(capacity: capacity) }

    /// A section holds at most 100 entries.
    mutating func append(
      _ ranges: [Range], begin: StaticString, end: StaticString, entry: (inout CMapWriter, Range) -> Void
    ) {
      for start in stride(from: 0, to: ranges.count, by: 100) {
        let section = ranges[start..<min(start + 100, ranges.count)]
        bytes.appendNumber(section.count)
        bytes.append(begin)
        for range in section {
          entry(&self, range)
          bytes.append(0x0A)
        }
        bytes.append(end)
      }
    }

    mutating func appendCode(_ code: GlyphID) {
      bytes.append(0x3C)
      bytes.appendHexadecimal(code)
      bytes.append(0x3E)
    }

    mutating func append(_ text: Text) {
      bytes.append(0x3C)
      appendUTF16(text.scalar)
      if let selector = text.selector { appendUTF16(selector) }
      bytes.append(0x3E)
    }

    private mutating func appendUTF16(_ scalar: Unicode.Scalar) {
      guard scalar.value >= 0x10000 else { return bytes.appendHexadecimal(UInt16(scalar.value)) }
      let offset = scalar.value - 0x10000
      bytes.appendHexadecimal(0xD800 + UInt16(offset >> 10))
      bytes.appendHexadecimal(0xDC00 + UInt16(offset & 0x3FF))
    }
  }
}
