import Hexadecimal

/// Writes JSON in the canonical form of RFC 8785 (JCS) into bytes: no white space, only the escapes that JSON demands.
///
/// The caller writes the members of an object in ascending order of their names; numbers are integers below 2⁵³.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// Whether the next member or element is preceded by a comma.
  private var follows = false

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func object(_ members: (inout JSONWriter) -> Void) {
    enclose(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), members)
  }

  mutating func array<Elements: Sequence>(_ elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void) {
    enclose(open: UInt8(ascii: "["), close: UInt8(ascii: "]")) { writer in
      for element in elements { write(&writer, element) }
    }
  }

  /// The name of the member whose value is written next. It needs no escapes.
  mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    follows = false
  }

  mutating func value(_ number: Int) {
    separate()
    bytes.append(contentsOf: String(number).utf8)
  }

  mutating func value(_ flag: Bool) {
    separate()
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }

  mutating func value(_ text: String?) {
    separate()
    guard var text else { return bytes.append(contentsOf: "null".utf8) }
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { append(escaped: $0) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func enclose(open: UInt8, close: UInt8, _ content: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    follows = false
    content(&self)
    bytes.append(close)
    follows = true
  }

  private mutating func separate() {
    if follows { bytes.append(UInt8(ascii: ",")) }
    follows = true
  }

  /// RFC 8785, 3.2.2.2. Most texts need no escape: they are tested in a loop that never leaves early, so that the
  /// compiler can vectorize it, and copied whole.
  private mutating func append(escaped text: UnsafeBufferPointer<UInt8>) {
    var escapes: UInt8 = 0
    for byte in text { escapes |= Self.needsEscape(byte) ? 1 : 0 }
    guard escapes != 0 else { return bytes.append(contentsOf: text) }
    for byte in text {
      if Self.needsEscape(byte) { append(escapeOf: byte) } else { bytes.append(byte) }
    }
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func append(escapeOf byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20: bytes.append(contentsOf: "u00\(hexadecimal([byte]))".utf8)
    default: bytes.append(byte)
    }
  }
}
