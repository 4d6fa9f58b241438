import Typeface

/// The text of every glyph code, as a CMap (ISO 32000-1, 9.10.3): what a viewer copies and searches.
struct ToUnicode {
  typealias Text = (scalar: Unicode.Scalar, selector: Unicode.Scalar?)

  /// Codes from `first` on that stand for consecutive characters from the text on, or one code with a variation
  /// sequence.
  private struct Range {
    var first: GlyphID
    var last: GlyphID
    var text: Text
  }

  /// Some characters are private-use characters, which have no public meaning.
  private(set) var hasPrivateUse = false
  private var ranges: [Range] = []

  /// A range extends as far as glyph ids and code points rise together, whether or not the document shows all of it.
  /// This gives fewer and more uniform ranges than the glyphs in use would.
  /// - Parameters:
  ///   - glyphs: ascending, without duplicates.
  ///   - text: the text of any glyph id: code points rise with the ids, those with a variation selector come last, and
  ///     ids without a glyph have a text that continues no neighbour's.
  init(_ glyphs: [GlyphID], text: (GlyphID) -> Text) {
    for glyph in glyphs {
      if let last = ranges.last, glyph <= last.last { continue }
      let (scalar, selector) = text(glyph)
      // A range does not cross the border of a private-use area, because these lie at multiples of 256.
      if scalar.isOfPrivateUse { hasPrivateUse = true }
      guard selector == nil else {
        ranges.append(Range(first: glyph, last: glyph, text: (scalar, selector)))
        continue
      }
      /// Whether the neighbours of the glyph up to this distance have consecutive code points too.
      func goesOn(_ distance: Int) -> Bool {
        let (neighbour, selector) = text(GlyphID(Int(glyph) + distance))
        return selector == nil && Int(neighbour.value) == Int(scalar.value) + distance
      }
      // Within a range only the last byte of the code and of the text may change.
      let (code, character) = (Int(glyph & 0xFF), Int(scalar.value & 0xFF))
      let before = Self.farthest(min(code, character)) { goesOn(-$0) }
      let after = Self.farthest(0xFF - max(code, character)) { goesOn($0) }
      let first = Unicode.Scalar(scalar.value - UInt32(before)) ?? scalar
      ranges.append(Range(first: glyph - GlyphID(before), last: glyph + GlyphID(after), text: (first, nil)))
    }
  }

  /// The greatest distance up to `limit` that is reached; if one is reached, so are all below it.
  private static func farthest(_ limit: Int, _ reaches: (Int) -> Bool) -> Int {
    if limit == 0 || reaches(limit) { return limit }
    var (low, high) = (0, limit)
    while high - low > 1 {
      let middle = (low + high) / 2
      if reaches(middle) { low = middle } else { high = middle }
    }
    return low
  }

  func cmap() -> ByteBuffer {
    var writer = CMapWriter(capacity: 600 + 24 * ranges.count)
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

extension Unicode.Scalar {
  fileprivate var isOfPrivateUse: Bool { (0xE000...0xF8FF).contains(value) || value >= 0xF0000 }
}
