import Blocks
import Typesetting

/// The bytes of a content stream: operands and operators in their shortest form (ISO 32000-1, 7.8.2).
///
/// Operands are fixed-point numbers, so that relative moves add up exactly to the absolute positions they came from.
struct ContentStream: ~Copyable {
  private(set) var bytes = ByteBuffer(capacity: 1 << 14)

  mutating func removeAll() { bytes.removeAll() }

  /// An operator.
  @inline(__always)
  mutating func append(_ name: StaticString) {
    separate()
    bytes.append(name)
  }

  /// A delimiter: it begins or ends a string or an array and needs no space on either side.
  @inline(__always)
  mutating func append(delimiter: StaticString) {
    bytes.append(delimiter)
  }

  mutating func append(_ name: ResourceName) {
    bytes.append(0x2F)  // /
    bytes.append(name.prefix)
    bytes.appendNumber(name.number)
  }

  /// Writes white space, unless a delimiter already separates what follows (7.2.2).
  @inline(__always)
  private mutating func separate() {
    guard let last = bytes.last else { return }
    switch last {
    case 0x28, 0x29, 0x5B, 0x5D: break  // ( ) [ ]
    default: bytes.append(0x20)
    }
  }

  /// `value` · 10^-`decimals`.
  @inline(__always)
  mutating func append(_ value: Int, decimals: Int = Coordinate.decimals) {
    separate()
    bytes.appendNumber(value, decimals: decimals)
  }

  mutating func append(text: String) { bytes.append(text: text) }

  /// The glyph codes within a literal string.
  mutating func append(_ glyphs: ArraySlice<PlacedGlyph>) { bytes.appendStringContent(glyphs) }
}

/// The name of a font (`/F3`) or a picture (`/P0`) in the resources that all pages share.
struct ResourceName: Hashable {
  var prefix: UInt8
  var number: Int

  static func font(_ number: Int) -> ResourceName { ResourceName(prefix: UInt8(ascii: "F"), number: number) }
  static func picture(_ number: Int) -> ResourceName { ResourceName(prefix: UInt8(ascii: "P"), number: number) }
  /// The form drawn under every page.
  static let background = ResourceName(prefix: UInt8(ascii: "B"), number: 0)

  var text: String { String(UnicodeScalar(prefix)) + String(number) }
}

/// Lengths as the content stream has them: whole hundredths of a point, 1/280 mm.
enum Coordinate {
  static let decimals = 2

  /// Nil: not a number, or beyond what PDF readers accept (ISO 32000-1, annex C).
  static func hundredths(_ length: Length) -> Int? {
    abs(length.points) <= 32767 ? Int((length.points * 100).rounded()) : nil
  }
}
