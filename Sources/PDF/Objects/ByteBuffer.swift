import Typesetting

/// Bytes in the making. An array would ask for each byte whether it is shared; content streams are written byte by
/// byte, so this one has a single owner. Kept and emptied from page to page.
struct ByteBuffer: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    start = .allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  var last: UInt8? { count == 0 ? nil : start[count - 1] }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    write(byte)
  }

  /// Inlined, because the texts are constants: what remains is one store.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    (start + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count += text.utf8CodeUnitCount
  }

  mutating func append(_ other: borrowing ByteBuffer) {
    reserve(other.count)
    (start + count).update(from: other.start, count: other.count)
    count += other.count
  }

  /// A text string (ISO 32000-1, 7.9.2.2) in hexadecimal: UTF-16BE with a byte order mark.
  mutating func append(text: String) {
    append("<FEFF")
    for unit in text.utf16 { appendHexadecimal(unit) }
    append(0x3E)
  }

  /// `value` · 10^-`decimals` in the shortest form: no needless zeros, -0.50 is `-.5`. At most 15 digits.
  mutating func appendNumber(_ value: Int, decimals: Int = 0) {
    reserve(32)
    if value < 0 { write(0x2D) }
    var (rest, decimals) = (value.magnitude, decimals)
    while decimals > 0, rest.isMultiple(of: 10) {
      rest /= 10
      decimals -= 1
    }
    // The digits come from the right and are pushed to the left: the lowest byte is the first to be written.
    var digits: UInt128 = 0
    var length = 0
    func push(_ byte: UInt, _ digits: inout UInt128, _ length: inout Int) {
      digits = digits << 8 | UInt128(truncatingIfNeeded: byte)
      length += 1
    }
    while decimals > 0 {
      push(0x30 + rest % 10, &digits, &length)
      rest /= 10
      decimals -= 1
      if decimals == 0 { push(0x2E, &digits, &length) }
    }
    while rest > 0 || length == 0 {
      push(0x30 + rest % 10, &digits, &length)
      rest /= 10
    }
    UnsafeMutableRawPointer(start + count).storeBytes(of: digits.littleEndian, as: UInt128.self)
    count += length
  }

  /// Four hexadecimal digits.
  mutating func appendHexadecimal(_ unit: UInt16) {
    reserve(4)
    var shift: UInt16 = 16
    while shift > 0 {
      shift -= 4
      let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
      write(digit < 10 ? 0x30 + digit : 0x37 + digit)
    }
  }

  /// The inside of a literal string (ISO 32000-1, 7.3.4.2) of two-byte codes. Escaped are the delimiters, and the
  /// carriage return, which would read as a line feed. At the worst this takes four bytes a code, as hexadecimal
  /// always does.
  mutating func appendStringContent(_ codes: ArraySlice<PlacedGlyph>) {
    reserve(4 * codes.count)
    for code in codes {
      writeInString(UInt8(truncatingIfNeeded: code.id >> 8))
      writeInString(UInt8(truncatingIfNeeded: code.id))
    }
  }

  @inline(__always)
  private mutating func writeInString(_ byte: UInt8) {
    switch byte {
    case 0x28, 0x29, 0x5C:  // ( ) \
      write(0x5C)
      write(byte)
    case 0x0D:
      write(0x5C)
      write(0x72)
    default: write(byte)
    }
  }

  /// Only after `reserve`.
  @inline(__always)
  private mutating func write(_ byte: UInt8) {
    start[count] = byte
    count += 1
  }

  @inline(__always)
  private mutating func reserve(_ more: Int) { if more > capacity - count { grow(by: more) } }

  private mutating func grow(by more: Int) {
    capacity = max(count + more, capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }

  /// What has been written, for as long as `body` runs.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: start, count: count))
  }
}
