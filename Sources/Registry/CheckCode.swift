import WidthFolding

/// 校验码: printed beside the report number for people without a camera. 40 random bits as 8 characters of Crockford's
/// base 32, which leaves out I, L, O and U, so that a code typed from paper is unambiguous (`verification.md` §2).
public struct CheckCode: Sendable, Equatable, CustomStringConvertible {
  private let value: UInt64

  /// - Parameter random: its lower 40 bits are the code.
  public init(random: UInt64) { value = random & 0xff_ffff_ffff }

  /// Parses a code as typed: in either case, also full-width, with hyphens and spaces anywhere, O for 0, I or L for 1.
  /// Nil for anything else.
  public init?(_ text: String) {
    var value: UInt64 = 0
    var count = 0
    for scalar in text.unicodeScalars {
      if Self.separators.contains(scalar) { continue }
      guard let digit = Self.digit(scalar), count < Self.length else { return nil }
      value = value << 5 | digit
      count += 1
    }
    guard count == Self.length else { return nil }
    self.value = value
  }

  static let length = 8
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  /// From keyboards, input methods, and text copied from PDFs.
  private static let separators: Set<Unicode.Scalar> = [
    "-", " ", "\t", "\u{a0}", "\u{ad}", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{3000}",
    "\u{ff0d}",
  ]

  private static func digit(_ scalar: Unicode.Scalar) -> UInt64? {
    let plain = halfWidth(scalar)
    guard plain.isASCII else { return nil }
    let letter = Character(plain).uppercased()
    switch letter {
    case "O": return 0
    case "I", "L": return 1
    default: return alphabet.firstIndex { String($0) == letter }.map(UInt64.init)
    }
  }

  /// 8 characters without the hyphen: the only form that is hashed and that the canonical data hold.
  public var compact: String {
    String((0..<Self.length).reversed().map { Self.alphabet[Int(value >> UInt64(5 * $0) & 31)] })
  }

  /// As printed: `ABCD-EFGH`.
  public var description: String { "\(compact.prefix(4))-\(compact.suffix(4))" }
}
