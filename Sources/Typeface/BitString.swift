/// Bits, the first one lowest in its byte, followed by 8 bytes that may be read but mean nothing.
struct BitString {
  var bytes: [UInt8]
  var bitCount: Int
}

/// Collects bits, the first one lowest, as deflate's bit stream wants them.
struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private(set) var bitCount = 0
  private var pending: UInt64 = 0
  private var pendingCount = 0

  mutating func append(_ bits: UInt16, count: UInt8) {
    pending |= UInt64(bits) << UInt64(pendingCount)
    pendingCount += Int(count)
    bitCount += Int(count)
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }

  /// Fills the last byte with zeros, so that the next bit begins a byte.
  mutating func align() {
    if pendingCount > 0 { append(0, count: UInt8(8 - pendingCount)) }
  }

  consuming func finish() -> BitString {
    let count = bitCount
    align()
    return BitString(bytes: bytes + [UInt8](repeating: 0, count: 8), bitCount: count)
  }
}

/// Joins bit strings that begin at any byte into one that runs on without gaps, 64 bits at a time. The caller sees to it
/// that `output` has room for all bits and 8 bytes more.
struct BitJoiner {
  private let output: UnsafeMutableRawPointer
  private var offset = 0
  private var pending: UInt64 = 0
  /// Below 64.
  private var pendingCount: UInt64 = 0

  init(output: UnsafeMutableRawPointer) { self.output = output }

  /// - Parameter source: up to 7 bytes beyond the last bit's byte are read (and left out).
  mutating func append(_ source: UnsafeRawPointer, bitCount: Int) {
    var (source, rest) = (source, bitCount)
    while rest >= 64 {
      let word = UInt64(littleEndian: source.loadUnaligned(as: UInt64.self))
      store(pending | word << pendingCount)
      // In two steps, since nothing is left of the word where all of it was stored.
      pending = (word >> 1) &>> (63 &- pendingCount)
      source += 8
      rest -= 64
    }
    if rest > 0 {
      let word = UInt64(littleEndian: source.loadUnaligned(as: UInt64.self)) & ((1 &<< UInt64(rest)) &- 1)
      append(word, count: UInt64(rest))
    }
  }

  /// - Parameter count: below 64; the bits beyond it are 0.
  mutating func append(_ bits: UInt64, count: UInt64) {
    let joined = pending | bits &<< pendingCount
    if pendingCount + count >= 64 {
      store(joined)
      pending = (bits >> 1) &>> (63 &- pendingCount)
      pendingCount = pendingCount + count - 64
    } else {
      pending = joined
      pendingCount += count
    }
  }

  /// Fills the last byte with zeros and returns the number of bytes.
  mutating func finish() -> Int {
    let count = (Int(pendingCount) + 7) / 8
    store(pending)
    return offset - 8 + count
  }

  private mutating func store(_ word: UInt64) {
    output.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
    offset += 8
  }
}
