/// Bits, the first lowest in its byte, followed by 8 bytes that may be read but have no meaning.
struct BitString {
  var bytes: [UInt8]
  var bitCount: Int
}

/// Collects bits, the first lowest, as in deflate's bit stream.
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

  /// Fills the last byte with zeros, so that the next bit starts a new byte.
  mutating func align() {
    if pendingCount > 0 { append(0, count: UInt8(8 - pendingCount)) }
  }

  consuming func finish() -> BitString {
    let count = bitCount
    align()
    return BitString(bytes: bytes + [UInt8](repeating: 0, count: 8), bitCount: count)
  }
}

/// Joins bit strings that each start at a byte boundary into one without gaps, 64 bits at a time. The caller makes sure
/// that `output` has space for all bits and 8 more bytes.
struct BitJoiner {
  private let output: UnsafeMutableRawPointer
  private var offset = 0
  private var pending: UInt64 = 0
  /// Below 64.
  private var pendingCount: UInt64 = 0

  init(output: UnsafeMutableRawPointer) { self.output = output }

  /// - Parameter source: up to 7 bytes after the byte of the last bit are read (and ignored).
  mutating func append(_ source: UnsafeRawPointer, bitCount: Int) {
    var (source, rest) = (source, bitCount)
    while rest >= 64 {
      let word = UInt64(littleEndian: source.loadUnaligned(as: UInt64.self))
      store(pending | word << pendingCount)
      // In two steps, because nothing remains of the word if all of it was stored.
      pending = (word >> 1) &>> (63 &- pendingCount)
      source += 8
      rest -= 64
    }
    if rest > 0 {
      let word = UInt64(littleEndian: source.loadUnaligned(as: UInt64.self)) & ((1 &<< UInt64(rest)) &- 1)
      append(word, count: UInt64(rest))
    }
  }

  /// - Parameter count: below 64; the bits above it are 0.
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
