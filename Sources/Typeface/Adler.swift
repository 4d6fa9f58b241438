/// The Adler-32 checksum of a zlib stream (RFC 1950, 8.2), in a form in which parts are summed once and joined often.
struct Adler: Equatable {
  private static let modulus: UInt64 = 65521

  /// The sum of the bytes.
  private(set) var sum: UInt16
  /// The sum of the bytes, each multiplied by the number of bytes from it to the end.
  private(set) var weightedSum: UInt16
  private(set) var length: Int

  init(sum: UInt16, weightedSum: UInt16, length: Int) {
    (self.sum, self.weightedSum, self.length) = (sum, weightedSum, length)
  }

  init(_ bytes: some Sequence<UInt8>) {
    var (one, two, length) = (UInt64(0), UInt64(0), 0)
    // Without an intermediate remainder, `two` stays far below 2^64 for anything shorter than 300 MB.
    for byte in bytes {
      one &+= UInt64(byte)
      two &+= one
      length += 1
    }
    self.init(
      sum: UInt16(one % Self.modulus), weightedSum: UInt16(two % Self.modulus), length: length)
  }

  mutating func append(_ other: Adler) {
    // Every earlier byte counts `other.length` more times.
    let weight = UInt64(other.length) % Self.modulus * UInt64(sum)
    weightedSum = UInt16((UInt64(weightedSum) + UInt64(other.weightedSum) + weight) % Self.modulus)
    sum = UInt16((UInt64(sum) + UInt64(other.sum)) % Self.modulus)
    length += other.length
  }

  var checksum: UInt32 {
    let one = (UInt64(sum) + 1) % Self.modulus
    let two = (UInt64(weightedSum) + UInt64(length)) % Self.modulus
    return UInt32(two << 16 | one)
  }
}
