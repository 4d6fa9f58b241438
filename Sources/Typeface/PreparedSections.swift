/// What a prepared font's file holds, in this order.
enum PreparedSection: Int, CaseIterable {
  /// Bytes that tell what the file was made from.
  case stamp
  /// SHA-256 of the source's file.
  case digest
  case postScriptName
  /// One `FontMetrics`.
  case metrics
  /// Bits of each symbol's code in the deflate block of the glyphs.
  case codeLengths
  /// Ascending; the glyph of the n-th, from 0, is n + 1.
  case codePoints
  /// Ascending; their glyphs follow those of the code points.
  case variations
  /// The glyph of each code point below U+10000, 0 where there is none.
  case basicPlane
  /// Of each glyph.
  case advances
  /// Of each glyph.
  case records
  /// The bits of the charstrings.
  case data
}

extension MappedFile {
  subscript<Element: BitwiseCopyable>(
    section: PreparedSection, as type: Element.Type
  ) -> UnsafeBufferPointer<Element>? {
    self.section(section.rawValue, as: type)
  }
}

/// Where a glyph's charstring lies in `data`. Glyphs that look the same share one.
struct GlyphRecord: BitwiseCopyable {
  /// In bytes.
  var offset: UInt32 = 0
  var bitCount: UInt32 = 0
  /// Bytes of the charstring before deflating.
  var length: UInt32 = 0
  var sum: UInt16 = 0
  var weightedSum: UInt16 = 0

  var adler: Adler { Adler(sum: sum, weightedSum: weightedSum, length: Int(length)) }
}

/// A character with a variation selector.
struct Variation: BitwiseCopyable {
  var codePoint: UInt32
  var selector: UInt32
  var order: UInt64 { UInt64(codePoint) << 32 | UInt64(selector) }
}

extension RandomAccessCollection where Index == Int {
  /// The first place whose key is at least `value`, in a collection that ascends by key.
  func firstIndex<Key: Comparable>(atLeast value: Key, by key: (Element) -> Key) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if key(self[middle]) < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
