import Crypto

/// The name of a key in a token: the first 4 bytes of the SHA-256 of its public key as SubjectPublicKeyInfo (DER, RFC
/// 5480), as `openssl pkey -pubout -outform DER | sha256sum` shows it. It only finds the key in the key set; it proves
/// nothing.
public struct KeyID: Sendable, Hashable, CustomStringConvertible {
  private let value: UInt32

  /// Nil unless 4 bytes.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 else { return nil }
    value = bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }

  init(publicKeyDER der: [UInt8]) { value = SHA256.hash(data: der).prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }

  /// Nil unless 8 hexadecimal digits in lower case.
  public init?(_ text: String) {
    guard text.utf8.count == 8, let value = UInt32(text, radix: 16), text == text.lowercased(), text.first != "+" else {
      return nil
    }
    self.value = value
  }

  var bytes: [UInt8] { (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) } }

  /// 8 hexadecimal digits in lower case.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
