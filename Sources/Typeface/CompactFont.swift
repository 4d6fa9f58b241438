/// The tables of a CID-keyed compact font (Adobe Technical Note #5176) up to the bytes of the charstrings, which come
/// last.
enum CompactFont {
  /// - Parameters:
  ///   - glyphs: the CIDs other than 0, ascending.
  ///   - lengths: of each charstring in bytes, starting with .notdef.
  static func tables(name: String, boundingBox: GlyphBox, glyphs: [GlyphID], lengths: [Int]) -> [UInt8] {
    let charset = charset(of: glyphs)
    let fontSelect: [UInt8] = [3, 0, 1, 0, 0, 0] + bytes(lengths.count, size: 2)
    let privateDictionary =
      number(CharstringEncoder.defaultWidth) + [20] + number(CharstringEncoder.nominalWidth) + [21]

    // The size of the top dictionary does not depend on the positions of the tables, so its first draft gives their
    // positions.
    func beginning(_ offsets: (charset: Int, fontSelect: Int, charstrings: Int, fonts: Int)) -> [UInt8] {
      var top: [UInt8] = number(391) + number(392) + number(0) + [12, 30]  // ROS: Adobe, Identity, 0
      top += number(boundingBox.left) + number(boundingBox.bottom) + number(boundingBox.right) + number(boundingBox.top)
      top += [5]
      top += number(Int(GlyphID.max)) + [12, 34]  // CIDCount
      top += longNumber(offsets.charset) + [15]
      top += longNumber(offsets.fontSelect) + [12, 37]
      top += longNumber(offsets.charstrings) + [17]
      top += longNumber(offsets.fonts) + [12, 36]
      return [1, 0, 4, 4] + index([Array(name.utf8)]) + index([top])
        + index([Array("Adobe".utf8), Array("Identity".utf8)]) + index([])
    }
    let start = beginning((0, 0, 0, 0)).count
    let privateOffset = start + charset.count + fontSelect.count
    let fontsOffset = privateOffset + privateDictionary.count
    let fonts = index([number(privateDictionary.count) + longNumber(privateOffset) + [18]])
    var tables = beginning(
      (charset: start, fontSelect: start + charset.count, charstrings: fontsOffset + fonts.count, fonts: fontsOffset))
    tables += charset + fontSelect + privateDictionary + fonts
    appendIndexHead(lengths, to: &tables)
    return tables
  }

  /// As ranges (format 1), or one by one (format 0) if that is shorter.
  private static func charset(of glyphs: [GlyphID]) -> [UInt8] {
    var ranges: [(first: GlyphID, more: UInt8)] = []
    for glyph in glyphs {
      if let last = ranges.last, Int(last.first) + Int(last.more) + 1 == Int(glyph), last.more < 255 {
        ranges[ranges.count - 1].more += 1
      } else {
        ranges.append((glyph, 0))
      }
    }
    var charset: [UInt8] = []
    if 3 * ranges.count < 2 * glyphs.count {
      charset.append(1)
      for range in ranges { charset += [UInt8(range.first >> 8), UInt8(range.first & 0xFF), range.more] }
    } else {
      charset.reserveCapacity(1 + 2 * glyphs.count)
      charset.append(0)
      for glyph in glyphs {
        charset.append(UInt8(glyph >> 8))
        charset.append(UInt8(glyph & 0xFF))
      }
    }
    return charset
  }

  private static func index(_ items: [[UInt8]]) -> [UInt8] {
    var index: [UInt8] = []
    appendIndexHead(items.map(\.count), to: &index)
    for item in items { index += item }
    return index
  }

  /// Count, offset size and offsets; the data follow. An empty INDEX is only its count.
  private static func appendIndexHead(_ lengths: [Int], to table: inout [UInt8]) {
    table += bytes(lengths.count, size: 2)
    guard !lengths.isEmpty else { return }
    let end = lengths.reduce(1, +)
    let size = end < 1 << 8 ? 1 : end < 1 << 16 ? 2 : end < 1 << 24 ? 3 : 4
    table.append(UInt8(size))
    var offset = 1
    table += [UInt8](unsafeUninitializedCapacity: size * (lengths.count + 1)) { offsets, count in
      for index in 0...lengths.count {
        for byte in 0..<size { offsets[count + byte] = UInt8(truncatingIfNeeded: offset >> (8 * (size - 1 - byte))) }
        count += size
        if index < lengths.count { offset += lengths[index] }
      }
    }
  }

  /// An integer of a dictionary (Technical Note #5176, table 3).
  private static func number(_ value: Int) -> [UInt8] {
    switch value {
    case -107...107: [UInt8(value + 139)]
    case -32768...32767: [28] + bytes(value, size: 2)
    default: longNumber(value)
    }
  }

  private static func longNumber(_ value: Int) -> [UInt8] { [29] + bytes(value, size: 4) }

  private static func bytes(_ value: Int, size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
