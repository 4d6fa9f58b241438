import Foundation

// Texts of strangers. Swift compares and hashes texts by their normal form, and to put a run of combining marks in order takes
// the square of its length: 200 kB of them keep a processor busy for half a minute. No script needs more than a few; the
// Stream-Safe Text Format (UAX #15 §13) allows 30.

/// Counts marks that follow one another.
struct CombiningRun {
  static let longest = 30
  private var length = 0

  /// - Returns: whether the text may go on so.
  mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
    // Nothing below combines, and most texts are below.
    length = scalar.value < 0x300 || scalar.properties.canonicalCombiningClass == .notReordered ? 0 : length + 1
    return length <= Self.longest
  }
}

/// Whether a text may be compared.
package func isStreamSafe(_ text: String) -> Bool {
  // No byte of a mark that combines is smaller.
  if text.utf8.allSatisfy({ $0 < 0xcc }) { return true }
  var run = CombiningRun()
  return text.unicodeScalars.allSatisfy { run.takes($0) }
}

/// A text in UTF-8 that may be compared; nil for anything else.
public func streamSafeText(_ bytes: some Collection<UInt8>) -> String? {
  guard let text = String(validating: bytes, as: UTF8.self), isStreamSafe(text) else { return nil }
  return text
}

/// A JSON body of a stranger; nil if it is not what is expected, or has texts that may not be compared.
public func decodedJSON<Value: Decodable>(_ bytes: [UInt8], as type: Value.Type = Value.self) -> Value? {
  guard isStreamSafe(json: bytes) else { return nil }
  return try? JSONDecoder().decode(type, from: Data(bytes))
}

/// Whether all texts in a JSON document may be compared, however they are escaped (RFC 8259 §7).
func isStreamSafe(json bytes: [UInt8]) -> Bool {
  guard let text = String(validating: bytes, as: UTF8.self) else { return false }
  var run = CombiningRun()
  var rest = text.unicodeScalars[...]
  while let scalar = rest.popFirst() {
    guard scalar == "\\" else {
      guard run.takes(scalar) else { return false }
      continue
    }
    guard rest.popFirst() == "u" else {
      run = CombiningRun()
      continue
    }
    guard let unit = escapedUnit(&rest) else { return false }
    var value = unit
    if (0xd800..<0xdc00).contains(unit) {
      guard rest.popFirst() == "\\", rest.popFirst() == "u", let low = escapedUnit(&rest),
        (0xdc00..<0xe000).contains(low)
      else { return false }
      value = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(value), run.takes(scalar) else { return false }
  }
  return true
}

/// The four digits after `\u`.
private func escapedUnit(_ rest: inout Substring.UnicodeScalarView) -> UInt32? {
  var value: UInt32 = 0
  for _ in 0..<4 {
    guard let digit = rest.popFirst().flatMap({ Character($0).hexDigitValue }) else { return nil }
    value = value << 4 + UInt32(digit)
  }
  return value
}
