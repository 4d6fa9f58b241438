/// The parts of a zlib stream (RFC 1950, RFC 1951) that are the same whatever is in it.
enum Deflate {
  /// Deflate with a window of 32 kB.
  static let zlibHeader: [UInt8] = [0x78, 0x9C]

  /// Bytes as blocks that are not compressed and not the last. Must begin at a byte's start, and ends at one.
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

  /// As the check sum stands at a zlib stream's end.
  static func bigEndian(_ checksum: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: checksum >> UInt32($0)) }
  }
}
