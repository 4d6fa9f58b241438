/// Where the pages of a TIFF are described: a chain of directories, each of which says where the next one is (TIFF 6.0,
/// section 2). libtiff does not tell the end of the chain from a chain that is damaged or cut off.
struct TIFFDirectories: Equatable {
  /// From the start of the file, in the order of the pages.
  private(set) var offsets: [Int] = []
  /// Whether the chain has an end. Otherwise there may be more pages.
  private(set) var isWhole = false

  init(_ bytes: UnsafeRawBufferPointer) {
    let isBigEndian = bytes.first == UInt8(ascii: "M")
    func number(at position: Int, count: Int) -> Int? {
      guard position >= 0, position + count <= bytes.count else { return nil }
      let digits = bytes[position..<position + count]
      return (isBigEndian ? Array(digits) : digits.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
    var seen: Set<Int> = []
    var next = number(at: 4, count: 4)
    while let offset = next, offset != 0 {
      // A chain that comes back to where it was has no end.
      guard seen.insert(offset).inserted, let entries = number(at: offset, count: 2),
        let following = number(at: offset + 2 + 12 * entries, count: 4)
      else { return }
      offsets.append(offset)
      next = following
    }
    isWhole = next == 0
  }
}
