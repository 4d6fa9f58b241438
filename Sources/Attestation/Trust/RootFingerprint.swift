import Crypto
import Hexadecimal

/// Pins a root key: the SHA-256 of its SubjectPublicKeyInfo, short enough to be read aloud and compared.
public struct RootFingerprint: Sendable, Hashable, CustomStringConvertible {
  /// 32.
  public let bytes: [UInt8]

  public init(of key: PublicKey) { bytes = Array(SHA256.hash(data: key.der)) }

  /// - Parameter text: 64 hexadecimal digits; capitals, and white space, colons and hyphens between them, do not
  ///   matter. Nil for anything else.
  public init?(_ text: String) {
    let digits = text.filter { !$0.isWhitespace && $0 != ":" && $0 != "-" }
    guard let bytes = [UInt8](hexadecimal: digits), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Sixteen groups of 4 hexadecimal digits.
  public var groups: [String] {
    stride(from: 0, to: bytes.count, by: 2).map { hexadecimal(bytes[$0..<$0 + 2]) }
  }

  public var description: String { groups.joined(separator: " ") }
}
