/// Turns a face of a font file into a prepared font, once for all documents.
struct FontPreparation {
  /// The number of characters and variation sequences written.
  private(set) var glyphCount = 0

  /// - Parameters:
  ///   - path: where the prepared font is written.
  ///   - stamp: stored in it, so that a change of the source can be detected later.
  ///   - digest: of the source file, stored as well.
  init(
    _ source: borrowing SourceFont, name: String, stamp: String, digest: String, to path: String
  ) throws(TypefaceError) {
    let codePoints = source.codePoints().filter(Self.isWanted)
    let variations = source.variations()
    glyphCount = 1 + codePoints.count + variations.count
    guard glyphCount <= Int(GlyphID.max) else {
      throw TypefaceError(
        location: name,
        problem: "the face has \(codePoints.count) characters and \(variations.count) variation sequences, "
          + "more than the 65,534 that a prepared font holds",
        remedy: "take another face")
    }
    var shapes = ShapeTable(sourceGlyphCount: source.glyphCount)
    var shapeOfGlyph: [Int] = [shapes.shape(of: 0, in: source)]
    shapeOfGlyph.reserveCapacity(glyphCount)
    for codePoint in codePoints { shapeOfGlyph.append(shapes.shape(of: source.glyph(for: codePoint) ?? 0, in: source)) }
    for variation in variations { shapeOfGlyph.append(shapes.shape(of: variation.glyph, in: source)) }

    let code = GlyphCode(charstrings: shapes.charstrings)
    let (records, data) = shapes.deflated(with: code)
    var basicPlane = [GlyphID](repeating: 0, count: 0x10000)
    for (index, codePoint) in codePoints.enumerated() where codePoint < 0x10000 {
      basicPlane[Int(codePoint)] = GlyphID(index + 1)
    }
    let box = shapes.boundingBox ?? GlyphBox(left: 0, bottom: 0, right: 0, top: 0)

    var writer = SectionWriter()
    for section in PreparedSection.allCases {
      switch section {
      case .stamp: writer.append(Array(stamp.utf8))
      case .digest: writer.append(Array(digest.utf8))
      case .postScriptName: writer.append(Array(source.postScriptName.utf8))
      case .metrics: writer.append([FontMetrics(source, boundingBox: box)])
      case .codeLengths: writer.append(code.literals.lengths)
      case .codePoints: writer.append(codePoints)
      case .variations: writer.append(variations.map { Variation(codePoint: $0.codePoint, selector: $0.selector) })
      case .basicPlane: writer.append(basicPlane)
      case .advances: writer.append(shapeOfGlyph.map { shapes.advances[$0] })
      case .records: writer.append(shapeOfGlyph.map { records[$0] })
      case .data: writer.append(data)
      }
    }
    try writer.write(to: path)
  }

  /// Private-use code points have a different meaning in every font, so no font may draw them unasked: in a legal
  /// document a box with the code point is better than a wrong character. Control characters are never drawn.
  private static func isWanted(_ codePoint: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(codePoint) else { return false }
    return switch scalar.properties.generalCategory {
    case .privateUse, .control: false
    default: true
    }
  }
}

/// The charstrings of the used glyphs of a source font, without duplicates.
private struct ShapeTable {
  private(set) var charstrings: [UInt8] = []
  private(set) var advances: [UInt16] = []
  private(set) var boundingBox: GlyphBox?
  private var ends: [Int] = []
  /// For each glyph of the source, the number of its shape; -1 if it has none yet.
  private var shapes: [Int32]
  private var outline = Outline()
  private var encoder = CharstringEncoder()

  init(sourceGlyphCount: Int) { shapes = Array(repeating: -1, count: sourceGlyphCount) }

  mutating func shape(of glyph: UInt32, in source: borrowing SourceFont) -> Int {
    let glyph = Int(glyph) < shapes.count ? glyph : 0
    if shapes.indices.contains(Int(glyph)), shapes[Int(glyph)] >= 0 { return Int(shapes[Int(glyph)]) }
    let advance = min(max(source.advance(of: glyph), 0), Int(UInt16.max) / 4)
    source.draw(glyph, into: &outline)
    if let bounds = outline.bounds { boundingBox = boundingBox?.union(bounds) ?? bounds }
    charstrings += encoder.charstring(outline, width: advance)
    ends.append(charstrings.count)
    advances.append(UInt16(advance))
    if shapes.indices.contains(Int(glyph)) { shapes[Int(glyph)] = Int32(ends.count - 1) }
    return ends.count - 1
  }

  /// The bits of all charstrings, each starting at a byte boundary, and their positions.
  func deflated(with code: GlyphCode) -> (records: [GlyphRecord], data: [UInt8]) {
    var records: [GlyphRecord] = []
    records.reserveCapacity(ends.count)
    var writer = BitWriter()
    var start = 0
    for end in ends {
      let adler = Adler(charstrings[start..<end])
      let offset = writer.bitCount
      code.encode(charstrings[start..<end], to: &writer)
      records.append(
        GlyphRecord(
          offset: UInt32(offset / 8), bitCount: UInt32(writer.bitCount - offset), length: UInt32(end - start),
          sum: adler.sum, weightedSum: adler.weightedSum))
      writer.align()
      start = end
    }
    // Includes the bytes that joining may read beyond the end.
    return (records, writer.finish().bytes)
  }
}
