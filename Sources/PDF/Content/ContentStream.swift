import Blocks

/// The bytes of a content stream: operands and operators in their shortest form (ISO 32000-1, 7.8.2).
///
/// Operands are fixed-point numbers, so that relative moves add up exactly to the absolute places they were made from.
struct ContentStream {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// An operator.
  mutating func append(_ name: StaticString) {
    separate()
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A delimiter: what ends or begins a string or an array and needs no space on either side.
  mutating func append(delimiter: StaticString) {
    delimiter.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ name: ResourceName) {
    bytes.append(0x2F)  // /
    bytes.append(name.prefix)
    appendDigits(UInt(name.number))
  }

  /// White space, unless a delimiter already sets off what follows (7.2.2).
  private mutating func separate() {
    guard let last = bytes.last else { return }
    switch last {
    case 0x28, 0x29, 0x5B, 0x5D: break  // ( ) [ ]
    default: bytes.append(0x20)
    }
  }

  /// `value` · 10^-`decimals`, without needless zeros: -0.50 is `-.5`.
  mutating func append(_ value: Int, decimals: Int = Coordinate.decimals) {
    separate()
    if value < 0 { bytes.append(0x2D) }
    let power = Self.powers[decimals]
    let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: power)
    if whole > 0 || fraction == 0 { appendDigits(whole) }
    guard fraction > 0 else { return }
    bytes.append(0x2E)
    var (rest, unit) = (fraction, power / 10)
    while rest > 0 {
      bytes.append(0x30 + UInt8(rest / unit))
      (rest, unit) = (rest % unit, unit / 10)
    }
  }

  private mutating func appendDigits(_ value: UInt) {
    var unit: UInt = 1
    while value / unit >= 10 { unit *= 10 }
    var rest = value
    while unit > 0 {
      bytes.append(0x30 + UInt8(rest / unit))
      (rest, unit) = (rest % unit, unit / 10)
    }
  }

  private static let powers: [UInt] = [1, 10, 100, 1000, 10_000, 100_000]

  /// A glyph's two-byte code inside of a literal string. Four bytes at the worst, which is what hexadecimal always
  /// takes.
  mutating func appendCode(_ code: UInt16) {
    appendStringByte(UInt8(truncatingIfNeeded: code >> 8))
    appendStringByte(UInt8(truncatingIfNeeded: code))
  }

  private mutating func appendStringByte(_ byte: UInt8) {
    switch byte {
    case 0x28, 0x29, 0x5C:  // ( ) \
      bytes.append(0x5C)
      bytes.append(byte)
    case 0x0D:  // A bare carriage return in a string reads as a line feed (7.3.4.2).
      bytes.append(0x5C)
      bytes.append(0x72)
    default: bytes.append(byte)
    }
  }
}

/// Of a font (`/F3`) or a picture (`/P0`) in the resources that all pages share.
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

  /// Nil: not a number, or outside of what PDF readers take (ISO 32000-1, annex C).
  static func hundredths(_ length: Length) -> Int? {
    abs(length.points) <= 32767 ? Int((length.points * 100).rounded()) : nil
  }
}
