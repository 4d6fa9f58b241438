import PDFReading
import Typeface

/// The fonts of a document: Type 0 fonts whose codes are the glyph ids (ISO 32000-1, 9.7), each with only the glyphs
/// that the document shows.
enum FontResources {
  /// - Returns: the /Font entries of the resources, and whether all characters have a public meaning: private-use
  ///   characters have none.
  static func write(
    _ usage: GlyphUsage, from fonts: FontSet, to document: inout PDFDocument<NoSignature>,
    _ deflater: borrowing Deflater
  ) throws(PDFError) -> (entries: PDFDictionary, isUniversal: Bool) {
    var entries = PDFDictionary()
    var isUniversal = true
    for (id, glyphs) in usage.fonts {
      let toUnicode = ToUnicode(glyphs, text: fonts[id].scalars(of:))
      if toUnicode.hasPrivateUse { isUniversal = false }
      let font = try write(fonts[id], glyphs, toUnicode, to: &document, deflater)
      entries[ResourceName.font(Int(id.index)).text] = .reference(font)
    }
    return (entries, isUniversal)
  }

  private static func write(
    _ font: PreparedFont, _ glyphs: [GlyphID], _ toUnicode: ToUnicode, to document: inout PDFDocument<NoSignature>,
    _ deflater: borrowing Deflater
  ) throws(PDFError) -> PDFReference {
    let purpose = "the font \(font.postScriptName)"
    let subset = font.subset(glyphs)
    let name = PDFValue.name(subset.postScriptName)
    let program = try document.addStream(
      ["Subtype": .name("CIDFontType0C"), "Filter": .name("FlateDecode")], bytes: subset.deflated, writing: purpose)
    let box = font.boundingBox
    let descriptor = try document.add(
      [
        "Type": .name("FontDescriptor"), "FontName": name, "Flags": .integer(flags(of: font)),
        "FontBBox": [.integer(box.left), .integer(box.bottom), .integer(box.right), .integer(box.top)],
        "ItalicAngle": .integer(font.italicAngle), "Ascent": .integer(font.ascent),
        "Descent": .integer(font.descent), "CapHeight": .integer(font.capHeight), "StemV": .integer(font.stemV),
        "FontFile3": .reference(program),
      ], writing: purpose)
    let descendant = try document.add(
      [
        "Type": .name("Font"), "Subtype": .name("CIDFontType0"), "BaseFont": name,
        "CIDSystemInfo": [
          "Registry": .text("Adobe"), "Ordering": .text("Identity"), "Supplement": 0,
        ],
        "DW": .integer(GlyphWidths.standard),
        "W": GlyphWidths.exceptions(of: glyphs, advance: font.advance(of:)),
        "FontDescriptor": .reference(descriptor),
      ], writing: purpose)
    let cmap = try document.addStream(
      ["Filter": .name("FlateDecode")], bytes: deflater.deflate(toUnicode.cmap()), writing: purpose)
    return try document.add(
      [
        // 9.7.6.1: a Type 0 font with a CIDFontType0 is named after that font and its CMap.
        "Type": .name("Font"), "Subtype": .name("Type0"), "BaseFont": .name(subset.postScriptName + "-Identity-H"),
        "Encoding": .name("Identity-H"), "DescendantFonts": [.reference(descendant)],
        "ToUnicode": .reference(cmap),
      ], writing: purpose)
  }

  /// ISO 32000-1, table 123: bit 2 serif, bit 3 symbolic (glyphs beyond the Latin set), bit 7 italic.
  private static func flags(of font: PreparedFont) -> Int {
    (font.isSerif ? 1 << 1 : 0) | 1 << 2 | (font.italicAngle == 0 ? 0 : 1 << 6)
  }
}
