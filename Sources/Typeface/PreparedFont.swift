/// A font prepared for embedding: every glyph is drawn once, as the bits of a deflate stream.
///
/// A glyph stands for exactly one text: a character, or a character with a variation selector. The font is a
/// memory-mapped file; nothing is read before it is needed.
public final class PreparedFont: @unchecked Sendable {
  // The buffers below point into `file`, which is never written to and lives as long as this object.
  private let file: MappedFile
  private let codePoints: UnsafeBufferPointer<UInt32>
  private let variations: UnsafeBufferPointer<Variation>
  private let basicPlane: UnsafeBufferPointer<GlyphID>
  private let advances: UnsafeBufferPointer<UInt16>
  private let records: UnsafeBufferPointer<GlyphRecord>
  private let data: UnsafeBufferPointer<UInt8>
  private let blockHeader: BitString
  private let endOfBlock: (bits: UInt64, count: UInt64)

  /// The face's name in `fonts.yaml`.
  public let name: String
  public let postScriptName: String
  /// SHA-256 of the source font file, in hexadecimal.
  public let sourceDigest: String
  public let metrics: FontMetrics

  public var ascent: Int { metrics.ascent }
  public var descent: Int { metrics.descent }
  public var capHeight: Int { metrics.capHeight }
  public var xHeight: Int { metrics.xHeight }
  public var boundingBox: GlyphBox { metrics.boundingBox }
  public var italicAngle: Int { metrics.italicAngle }
  public var stemV: Int { metrics.stemV }
  public var isSerif: Bool { metrics.isSerif }
  /// Includes .notdef.
  public var glyphCount: Int { records.count }

  /// nil if the file is missing, damaged, of another version, or not made from the source that `stamp` describes.
  init?(path: String, name: String, stamp: String) {
    guard let file = MappedFile(path: path, sectionCount: PreparedSection.allCases.count),
      let found = file[.stamp, as: UInt8.self], found.elementsEqual(stamp.utf8),
      let digest = file[.digest, as: UInt8.self],
      let postScriptName = file[.postScriptName, as: UInt8.self],
      let metrics = file[.metrics, as: FontMetrics.self]?.first,
      let codeLengths = file[.codeLengths, as: UInt8.self], codeLengths.count > GlyphCode.endOfBlock,
      let codePoints = file[.codePoints, as: UInt32.self],
      let variations = file[.variations, as: Variation.self],
      let basicPlane = file[.basicPlane, as: GlyphID.self], basicPlane.count == 0x10000,
      let advances = file[.advances, as: UInt16.self],
      let records = file[.records, as: GlyphRecord.self], records.count == advances.count,
      records.count == 1 + codePoints.count + variations.count,
      let data = file[.data, as: UInt8.self]
    else { return nil }
    (self.file, self.name, self.metrics) = (file, name, metrics)
    sourceDigest = String(decoding: digest, as: UTF8.self)
    self.postScriptName = String(decoding: postScriptName, as: UTF8.self)
    (self.codePoints, self.variations, self.basicPlane) = (codePoints, variations, basicPlane)
    (self.advances, self.records, self.data) = (advances, records, data)
    let code = GlyphCode(lengths: Array(codeLengths))
    blockHeader = code.blockHeader()
    endOfBlock = (
      UInt64(code.literals.codes[GlyphCode.endOfBlock]), UInt64(code.literals.lengths[GlyphCode.endOfBlock])
    )
  }

  // MARK: Characters

  /// nil if the font does not have the character.
  public func glyph(for scalar: Unicode.Scalar) -> GlyphID? {
    if scalar.value < 0x10000 {
      let glyph = basicPlane[Int(scalar.value)]
      return glyph == 0 ? nil : glyph
    }
    let index = codePoints.firstIndex(atLeast: scalar.value) { $0 }
    return index < codePoints.count && codePoints[index] == scalar.value ? GlyphID(index + 1) : nil
  }

  /// The glyph of a variation sequence that looks different from the plain character; nil if the font has none.
  public func glyph(for scalar: Unicode.Scalar, selector: Unicode.Scalar) -> GlyphID? {
    let wanted = Variation(codePoint: scalar.value, selector: selector.value)
    let index = variations.firstIndex(atLeast: wanted.order) { $0.order }
    guard index < variations.count, variations[index].order == wanted.order else { return nil }
    return GlyphID(1 + codePoints.count + index)
  }

  /// The text of a glyph; U+FFFD for .notdef and for ids beyond the last glyph.
  public func scalars(of glyph: GlyphID) -> (scalar: Unicode.Scalar, selector: Unicode.Scalar?) {
    func scalar(_ value: UInt32) -> Unicode.Scalar { Unicode.Scalar(value) ?? "\u{FFFD}" }
    let index = Int(glyph) - 1
    if codePoints.indices.contains(index) { return (scalar(codePoints[index]), nil) }
    guard variations.indices.contains(index - codePoints.count) else { return ("\u{FFFD}", nil) }
    let variation = variations[index - codePoints.count]
    return (scalar(variation.codePoint), Unicode.Scalar(variation.selector))
  }

  /// In 1/1000 em; 0 for ids beyond the last glyph.
  public func advance(of glyph: GlyphID) -> Int {
    Int(glyph) < advances.count ? Int(advances[Int(glyph)]) : 0
  }

  // MARK: Subsets

  /// The font with only these glyphs (and .notdef), under the same ids.
  /// - Parameter glyphs: ascending, without duplicates; ids beyond the last glyph are ignored.
  public func subset(_ glyphs: [GlyphID]) -> FontSubset {
    let glyphs = glyphs.filter { $0 > 0 && Int($0) < records.count }
    let name = "\(FontSubset.tag(for: glyphs))+\(postScriptName)"
    var lengths = [Int(records[0].length)]
    lengths.reserveCapacity(glyphs.count + 1)
    var bitCount = Int(records[0].bitCount)
    for glyph in glyphs {
      let record = records[Int(glyph)]
      lengths.append(Int(record.length))
      bitCount += Int(record.bitCount)
    }
    let tables = CompactFont.tables(name: name, boundingBox: boundingBox, glyphs: glyphs, lengths: lengths)

    // The tables hardly compress and are stored; the glyphs follow in one block with the font's own code.
    let prefix = Deflate.zlibHeader + Deflate.storedBlocks(tables)
    var checksum = Adler(tables)
    let capacity = prefix.count + (blockHeader.bitCount + bitCount) / 8 + 64
    let deflated = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
      guard let start = output.baseAddress, let source = data.baseAddress else { return }
      start.update(from: prefix, count: prefix.count)
      var joiner = BitJoiner(output: start + prefix.count)
      blockHeader.bytes.withUnsafeBufferPointer { header in
        if let bytes = header.baseAddress { joiner.append(bytes, bitCount: blockHeader.bitCount) }
      }
      func append(_ record: GlyphRecord) {
        joiner.append(source + Int(record.offset), bitCount: Int(record.bitCount))
        checksum.append(record.adler)
      }
      append(records[0])
      for glyph in glyphs { append(records[Int(glyph)]) }
      joiner.append(endOfBlock.bits, count: endOfBlock.count)
      count = prefix.count + joiner.finish()
      for byte in Deflate.bigEndian(checksum.checksum) {
        start[count] = byte
        count += 1
      }
    }
    return FontSubset(postScriptName: name, deflated: deflated, length: checksum.length)
  }
}
