/// An amount in 万元 (10,000 yuan), exact to six decimal places as in the exchange tables; never binary floating point.
public struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Millionths of 万元, which are hundredths of a yuan.
  public let millionths: Int64
  public init(millionths: Int64) { self.millionths = millionths }

  /// Shortest decimal form: `0.2`, `12`, `1234.5`.
  public var description: String {
    let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var text = (millionths < 0 ? "-" : "") + String(whole)
    if fraction > 0 {
      var digits = String(String(1_000_000 + fraction).dropFirst())
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return text
  }

  public static func < (a: Money, b: Money) -> Bool { a.millionths < b.millionths }
}
