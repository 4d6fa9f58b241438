/// The parts of a zlib stream (RFC 1950, RFC 1951) that do not depend on its content.
enum Deflate {
  /// Deflate with a window of 32 kB.
  static let zlibHeader: [UInt8] = [0x78, 0x9C]

  /// The bytes as uncompressed, non-final blocks. They must start at a byte boundary, and end at one.
  static func storedBlocks(_ bytes: [UInt8]) -> [UInt8] {
    var blocks: [UInt8] = []
    blocks.reserveCapacity(bytes.count + 5 * (bytes.count / 0xFFFF + 1))
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(0xFFFF)
      let length = UInt16(part.count)
      blocks.append(0)
      for word in [length, ~length] { blocks += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      blocks += part
      rest = rest.dropFirst(part.count)
    }
    return blocks
  }

  /// Big-endian, as the checksum is stored at the end of a zlib stream.
  static func bigEndian(_ checksum: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: checksum >> UInt32($0)) }
  }
}
