import Crypto
import Foundation
import Hexadecimal

/// The private key that signs a log's checkpoints: Ed25519, as C2SP signed notes require.
public struct LogSigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey
  public let publicKey: LogPublicKey

  /// The key's name, which is the origin of the log that it signs for.
  public var name: String { publicKey.name }

  /// A new key, from the operating system's random numbers.
  /// - Parameter name: the log's origin, such as `verify.example.cn/log`.
  /// - Throws: `AttestationError.claim` for a name that a signed note cannot hold.
  public init(name: String) throws(AttestationError) { try self.init(Curve25519.Signing.PrivateKey(), name: name) }

  /// - Parameter pem: PKCS#8 (RFC 8410 §7). Nil for anything else, or for a name that a signed note cannot hold.
  init?(pem: String, name: String) {
    guard let der = PEM.decode(pem, label: "PRIVATE KEY"), der.starts(with: Self.prefix),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: der[Self.prefix.count...]),
      let named = try? LogSigningKey(key, name: name)
    else { return nil }
    self = named
  }

  private init(_ key: Curve25519.Signing.PrivateKey, name: String) throws(AttestationError) {
    self.key = key
    guard let publicKey = LogPublicKey(name: name, key: Array(key.publicKey.rawRepresentation)) else {
      throw .claim(name: "log", problem: "`\(name)` is no name of a log; give one such as verify.example.cn/log")
    }
    self.publicKey = publicKey
  }

  /// PKCS#8 of an Ed25519 key, up to its 32 bytes: RFC 8410 §7.
  private static let prefix: [UInt8] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  /// PKCS#8.
  var pem: String { PEM.encode(Self.prefix + key.rawRepresentation, label: "PRIVATE KEY") }

  func signature(over message: [UInt8]) throws(AttestationError) -> [UInt8] {
    do { return Array(try key.signature(for: message)) } catch { throw .signing(problem: "\(error)") }
  }
}

/// The public key that checks checkpoints.
public struct LogPublicKey: Sendable, Hashable {
  /// The origin of the log.
  public let name: String
  /// The point as RFC 8032 encodes it: 32 bytes.
  public let key: [UInt8]

  /// Nil for a key that is not 32 bytes, or a name that a signed note cannot hold: empty, or with white space, control
  /// characters or `+`.
  public init?(name: String, key: [UInt8]) {
    guard Self.isName(name), (try? Curve25519.Signing.PublicKey(rawRepresentation: key)) != nil else { return nil }
    (self.name, self.key) = (name, key)
  }

  /// The verifier key of a signed note: `<name>+<key id in hexadecimal>+<base64 of type and key>`.
  public init?(vkey: String) {
    let parts = vkey.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = StrictBase64.decode(parts[2]), bytes.first == Self.type else { return nil }
    self.init(name: String(parts[0]), key: Array(bytes.dropFirst()))
    guard self.vkey == vkey else { return nil }
  }

  public var vkey: String { "\(name)+\(hexadecimal(noteKeyID))+\(StrictBase64.encode([Self.type] + key))" }

  /// C2SP signed-note, signature types: Ed25519.
  private static let type: UInt8 = 1

  /// The first 4 bytes of SHA-256 over name, newline, type and key.
  var noteKeyID: [UInt8] {
    Array(SHA256.hash(data: Array(name.utf8) + [UInt8(ascii: "\n"), Self.type] + key).prefix(4))
  }

  static func isName(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy { scalar in
        !scalar.properties.isWhitespace && scalar != "+" && scalar.properties.generalCategory != .control
      }
  }

  func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    (try? Curve25519.Signing.PublicKey(rawRepresentation: key))?.isValidSignature(signature, for: message) ?? false
  }
}
