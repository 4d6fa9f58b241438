/// What a PDF font descriptor and a typesetter need to know about a font. Lengths in 1/1000 em, y upwards.
public struct FontMetrics: Sendable, Hashable, BitwiseCopyable {
  /// The ascent of the em box that lines are built from (OS/2 sTypoAscender): 880 in most CJK fonts.
  public var ascent: Int
  /// Negative: -120 in most CJK fonts.
  public var descent: Int
  public var capHeight: Int
  public var xHeight: Int
  /// The box around all glyphs, control points included.
  public var boundingBox: GlyphBox
  /// Degrees; 0 is upright.
  public var italicAngle: Int
  /// Estimated width of a vertical stem.
  public var stemV: Int
  public var isSerif: Bool
}

extension FontMetrics {
  init(_ source: borrowing SourceFont, boundingBox: GlyphBox) {
    var outline = Outline()
    func height(of letter: Unicode.Scalar) -> Int? {
      guard let glyph = source.glyph(for: letter.value) else { return nil }
      source.draw(glyph, into: &outline)
      return outline.bounds?.top
    }
    // OpenType, table OS/2: the offsets of sTypoAscender, sTypoDescender, sxHeight (since version 2), sCapHeight.
    ascent = source.signed("OS/2", at: 68) ?? 880
    descent = source.signed("OS/2", at: 70) ?? -120
    let version = source.signed("OS/2", at: 0, scaled: false) ?? 0
    let small = version >= 2 ? source.signed("OS/2", at: 86) : nil
    let large = version >= 2 ? source.signed("OS/2", at: 88) : nil
    xHeight = small.flatMap { $0 > 0 ? $0 : nil } ?? height(of: "x") ?? 500
    capHeight = large.flatMap { $0 > 0 ? $0 : nil } ?? height(of: "H") ?? 700
    italicAngle = source.italicAngle
    // The usual estimate from the weight class: 88 for a regular face, 166 for a bold one.
    stemV = 50 + source.weight * source.weight / (65 * 65)
    // PANOSE, serif style: 11 to 15 are sans serifs. 0 and 1 give no information.
    let panose = source.signed("OS/2", at: 32, scaled: false) ?? 0
    isSerif = !(11...15).contains(panose & 0xFF)
    self.boundingBox = boundingBox
  }
}
