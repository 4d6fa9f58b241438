/// How the charstrings of a font are deflated: with one dynamic Huffman code for the whole font, so that a glyph's bits
/// are the same in every subset and can simply be copied (RFC 1951, 3.2.7).
struct GlyphCode {
  static let endOfBlock = 256
  private static let literalCount = 257
  /// RFC 1951, 3.2.7: the order in which the lengths of the code for code lengths are given.
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  let literals: PrefixCode

  init(lengths: [UInt8]) { literals = PrefixCode(lengths: lengths) }

  /// The best code for these charstrings together.
  init(charstrings: [UInt8]) {
    var frequencies = [Int](repeating: 0, count: Self.literalCount)
    for byte in charstrings { frequencies[Int(byte)] += 1 }
    frequencies[Self.endOfBlock] = 1
    literals = PrefixCode(frequencies: frequencies)
  }

  /// Appends a charstring's bits.
  func encode(_ charstring: ArraySlice<UInt8>, to writer: inout BitWriter) {
    for byte in charstring { writer.append(literals.codes[Int(byte)], count: literals.lengths[Int(byte)]) }
  }

  /// The start of a final block with this code.
  func blockHeader() -> BitString {
    // One distance code of zero bits means that there are only literals.
    let lengths = literals.lengths + [0]
    var frequencies = [Int](repeating: 0, count: 19)
    for length in lengths { frequencies[Int(length)] += 1 }
    let lengthCode = PrefixCode(frequencies: frequencies, limit: 7)

    var writer = BitWriter()
    writer.append(1, count: 1)
    writer.append(2, count: 2)
    writer.append(UInt16(literals.lengths.count - 257), count: 5)
    writer.append(0, count: 5)
    writer.append(UInt16(Self.lengthOrder.count - 4), count: 4)
    for symbol in Self.lengthOrder { writer.append(UInt16(lengthCode.lengths[symbol]), count: 3) }
    for length in lengths { writer.append(lengthCode.codes[Int(length)], count: lengthCode.lengths[Int(length)]) }
    return writer.finish()
  }
}
