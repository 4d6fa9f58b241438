import PDFReading
import Typeface

/// The widths of a CID font (ISO 32000-1, 9.7.4.3): Chinese characters have the default of 1 em; only other widths are
/// listed.
enum GlyphWidths {
  static let standard = 1000

  /// The value of /W: `first [w w …]` for neighbours with different widths.
  /// - Parameter glyphs: ascending, without duplicates.
  static func exceptions(of glyphs: [GlyphID], advance: (GlyphID) -> Int) -> PDFValue {
    var items: [PDFValue] = []
    var widths: [PDFValue] = []
    var first: GlyphID = 0
    for glyph in glyphs {
      let width = advance(glyph)
      guard width != standard else { continue }
      if !widths.isEmpty, Int(glyph) != Int(first) + widths.count {
        items += [.integer(Int(first)), .array(widths)]
        widths = []
      }
      if widths.isEmpty { first = glyph }
      widths.append(.integer(width))
    }
    if !widths.isEmpty { items += [.integer(Int(first)), .array(widths)] }
    return .array(items)
  }
}
