/// The content of a string between its quotes, in the only form that RFC 8785, 3.2.2.2 allows: quotation mark,
/// backslash and controls are escaped, with the short escape if there is one; everything else is UTF-8.
package enum JSONText {
  /// A string with its quotes.
  ///
  /// Most texts need no escape: a loop without an early exit, which the compiler can vectorize, tests them, and they
  /// are copied whole.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { text in
      var escapes: UInt8 = 0
      for byte in text { escapes |= needsEscape(byte) ? 1 : 0 }
      guard escapes != 0 else { return bytes.append(contentsOf: text) }
      for byte in text {
        if needsEscape(byte) { append(escapeOf: byte, to: &bytes) } else { bytes.append(byte) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func append(escapeOf byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(hexDigits[Int(byte >> 4)])
      bytes.append(hexDigits[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
  private static let hexDigits = Array("0123456789abcdef".utf8)

  /// Decodes the escape after a backslash.
  /// - Returns: the byte, and the length of the escape in bytes; nil for every escape that `append` does not write.
  package static func unescaped(_ bytes: ArraySlice<UInt8>) -> (byte: UInt8, length: Int)? {
    guard let letter = bytes.first else { return nil }
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return (letter, 1)
    case UInt8(ascii: "b"): return (0x08, 1)
    case UInt8(ascii: "t"): return (0x09, 1)
    case UInt8(ascii: "n"): return (0x0A, 1)
    case UInt8(ascii: "f"): return (0x0C, 1)
    case UInt8(ascii: "r"): return (0x0D, 1)
    case UInt8(ascii: "u"):
      let digits = bytes.dropFirst().prefix(4)
      guard digits.count == 4, digits.prefix(2).elementsEqual("00".utf8),
        let high = hexDigits[..<2].firstIndex(of: digits[digits.startIndex + 2]),
        let low = hexDigits.firstIndex(of: digits[digits.startIndex + 3])
      else { return nil }
      let byte = UInt8(high << 4 | low)
      return [0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) ? nil : (byte, 5)
    default: return nil
    }
  }
}
