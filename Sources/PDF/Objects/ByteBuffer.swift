import Typesetting

/// Bytes being written. An array would check on every byte whether it is shared; content streams are written byte by
/// byte, so this buffer has a single owner. It is emptied and reused from page to page.
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
  mutating func append(_ byte: UInt8) { append(atMost: 1) { $0.write(byte) } }

  /// Inlined, because the texts are constants: one store remains.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(atMost: text.utf8CodeUnitCount) { $0.write(text.utf8Start, count: text.utf8CodeUnitCount) }
  }

  mutating func append(_ other: borrowing ByteBuffer) {
    let (bytes, count) = (other.start, other.count)
    append(atMost: count) { $0.write(bytes, count: count) }
  }

  /// A text string (ISO 32000-1, 7.9.2.2) in hexadecimal: UTF-16BE with a byte order mark.
  mutating func append(text: String) {
    append("<FEFF")
    for unit in text.utf16 { appendHexadecimal(unit) }
    append(0x3E)
  }

  /// `value` · 10^-`decimals` in the shortest form without needless zeros: -0.50 is `-.5`. At most 5 decimals.
  @inline(__always)
  mutating func appendNumber(_ value: Int, decimals: Int = 0) {
    append(atMost: 32) { end in
      if value < 0 { end.write(0x2D) }
      // Division by a constant becomes a multiplication; this is called for every coordinate.
      switch decimals {
      case 0: end.write(integer: value.magnitude)
      case 2: end.write(value.magnitude, scale: 100)
      default: end.write(value.magnitude, scale: (0..<decimals).reduce(1) { scale, _ in scale * 10 })
      }
    }
  }

  /// Four hexadecimal digits.
  mutating func appendHexadecimal(_ unit: UInt16) {
    append(atMost: 4) { end in
      var shift: UInt16 = 16
      while shift > 0 {
        shift -= 4
        let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
        end.write(digit < 10 ? 0x30 + digit : 0x37 + digit)
      }
    }
  }

  /// The content of a literal string (ISO 32000-1, 7.3.4.2) of two-byte codes. The delimiters are escaped, and so is
  /// the carriage return, which would read as a line feed. In the worst case this takes four bytes per code, as
  /// hexadecimal always does.
  mutating func appendStringContent(_ codes: ArraySlice<PlacedGlyph>) {
    append(atMost: 4 * codes.count) { end in
      for code in codes {
        end.write(inString: UInt8(truncatingIfNeeded: code.id >> 8))
        end.write(inString: UInt8(truncatingIfNeeded: code.id))
      }
    }
  }

  /// The bytes written so far; valid only while `body` runs.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: start, count: count))
  }

  // MARK: Memory

  /// Makes room first, so that `write` need not ask before every byte. The only way to the end of the buffer.
  @inline(__always)
  private mutating func append(atMost room: Int, _ write: (inout End) -> Void) {
    if room > capacity - count { grow(by: room) }
    var end = End(next: start + count)
    write(&end)
    count = end.next - start
  }

  private mutating func grow(by more: Int) {
    capacity = max(count + more, capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }
}

/// The end of a buffer that has room for what is written.
private struct End: ~Copyable {
  private(set) var next: UnsafeMutablePointer<UInt8>

  @inline(__always)
  mutating func write(_ byte: UInt8) {
    next.pointee = byte
    next += 1
  }

  @inline(__always)
  mutating func write(_ bytes: UnsafePointer<UInt8>, count: Int) {
    next.update(from: bytes, count: count)
    next += count
  }

  @inline(__always)
  mutating func write(_ magnitude: UInt, scale: UInt) {
    var (digits, rest) = magnitude.quotientAndRemainder(dividingBy: scale)
    if digits > 0 || rest == 0 { write(integer: digits) }
    guard rest > 0 else { return }
    write(0x2E)
    var unit = scale / 10
    repeat {
      (digits, rest) = rest.quotientAndRemainder(dividingBy: unit)
      write(UInt8(truncatingIfNeeded: 0x30 + digits))
      unit /= 10
    } while rest > 0
  }

  @inline(__always)
  mutating func write(integer number: UInt) {
    if number < 10 { return write(UInt8(truncatingIfNeeded: 0x30 + number)) }
    next += number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : Self.digits(of: number)
    // From right to left.
    var (rest, digit) = (number, next)
    repeat {
      digit -= 1
      digit.pointee = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
      rest /= 10
    } while rest > 0
  }

  private static func digits(of number: UInt) -> Int {
    var (rest, digits) = (number / 10_000, 4)
    while rest > 0 { (rest, digits) = (rest / 10, digits + 1) }
    return digits
  }

  @inline(__always)
  mutating func write(inString byte: UInt8) {
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
}
