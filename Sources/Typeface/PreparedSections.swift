/// The sections of a prepared font's file, in this order.
enum PreparedSection: Int, CaseIterable {
  /// Bytes that identify what the file was made from.
  case stamp
  /// SHA-256 of the source file.
  case digest
  case postScriptName
  /// One `FontMetrics`.
  case metrics
  /// The length in bits of each symbol's code in the deflate block of the glyphs.
  case codeLengths
  /// Ascending; the glyph of the code point at index n is n + 1.
  case codePoints
  /// Ascending; their glyphs follow those of the code points.
  case variations
  /// The glyph of each code point below U+10000; 0 if there is none.
  case basicPlane
  /// The advance of each glyph.
  case advances
  /// The record of each glyph.
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

/// The location of a glyph's charstring in `data`. Glyphs with the same look share one.
struct GlyphRecord: BitwiseCopyable {
  /// In bytes.
  var offset: UInt32 = 0
  var bitCount: UInt32 = 0
  /// The length of the charstring in bytes, before deflating.
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
  /// The first index whose key is at least `value`, in a collection sorted by key.
  func firstIndex<Key: Comparable>(atLeast value: Key, by key: (Element) -> Key) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if key(self[middle]) < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
