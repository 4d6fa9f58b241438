import Typeface
import Typesetting

/// Which glyphs of each font the document shows.
struct GlyphUsage {
  /// By font: one bit per glyph; empty for an unused font.
  private var bits: [[UInt64]] = []

  mutating func insert(_ glyphs: ArraySlice<PlacedGlyph>, of font: FontID) {
    let index = Int(font.index)
    while bits.count <= index { bits.append([]) }
    if bits[index].isEmpty { bits[index] = [UInt64](repeating: 0, count: 1024) }
    bits[index].withUnsafeMutableBufferPointer { words in
      for glyph in glyphs { words[Int(glyph.id >> 6)] |= 1 << UInt64(glyph.id & 63) }
    }
  }

  /// The fonts in use, each with its glyphs in ascending order.
  var fonts: [(font: FontID, glyphs: [GlyphID])] {
    bits.indices.compactMap { index in
      bits[index].isEmpty ? nil : (FontID(index: UInt8(index)), glyphs(in: bits[index]))
    }
  }

  private func glyphs(in words: [UInt64]) -> [GlyphID] {
    var glyphs: [GlyphID] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        glyphs.append(GlyphID(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return glyphs
  }
}
