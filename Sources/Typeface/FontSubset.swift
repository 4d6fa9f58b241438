/// A font program with the glyphs of one document, ready for a PDF's FontFile3 stream (subtype CIDFontType0C).
public struct FontSubset: Sendable {
  /// With the tag of a subset: `ABCDEF+Name`; the same glyphs always get the same tag.
  public var postScriptName: String
  /// A complete zlib stream: a CID-keyed CFF whose CIDs are the prepared font's glyph ids.
  public var deflated: [UInt8]
  /// In bytes, before deflating.
  public var length: Int

  /// Six capital letters (ISO 32000-1, 9.6.4) from the FNV-1a hash of the glyphs.
  static func tag(for glyphs: [GlyphID]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for glyph in glyphs { hash = (hash ^ UInt64(glyph)) &* 0x100_0000_01B3 }
    var letters: [UInt8] = []
    for _ in 0..<6 {
      letters.append(65 + UInt8(hash % 26))
      hash /= 26
    }
    return String(decoding: letters, as: UTF8.self)
  }
}
