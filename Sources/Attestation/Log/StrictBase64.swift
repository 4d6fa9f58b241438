import Foundation

/// Base64 (RFC 4648 §4) in which every byte string has exactly one form.
enum StrictBase64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Nil for anything but what `encode` writes: no white space, no missing padding, no stray bits.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard let data = Data(base64Encoded: String(text)), encode(Array(data)) == text else { return nil }
    return Array(data)
  }
}
