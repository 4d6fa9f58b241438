/// Bytes as decimal digits and back, a bijection: a QR symbol packs three digits into ten bits, and digits after `#`
/// survive every scanner, keyboard and chat program (`verification.md` §2).
///
/// Every 7 bytes become the 17 digits of their big-endian number; a remainder of 1…6 bytes becomes 3, 5, 8, 10, 13, 15.
enum DecimalDigits {
  private static let widths = [0, 3, 5, 8, 10, 13, 15, 17]

  static func encode(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity((bytes.count + 6) / 7 * 17)
    for start in stride(from: 0, to: bytes.count, by: 7) {
      let group = bytes[start..<min(start + 7, bytes.count)]
      var value = group.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let width = widths[group.count]
      digits.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: width))
      var index = digits.count - 1
      while value > 0 {
        digits[index] += UInt8(value % 10)
        value /= 10
        index -= 1
      }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// - Parameter digits: ASCII `0`…`9`.
  /// - Returns: nil for any other character, an impossible length, or a group whose number is too large for its bytes.
  static func decode(_ digits: some Collection<UInt8>) -> [UInt8]? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 17 * 7 + 6)
    var rest = digits[...]
    while !rest.isEmpty {
      let group = rest.prefix(17)
      rest = rest.dropFirst(17)
      guard let count = widths.firstIndex(of: group.count) else { return nil }
      let value = group.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
      guard value >> UInt64(8 * count) == 0 else { return nil }
      for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
    }
    return bytes
  }
}
