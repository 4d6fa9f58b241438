import Crypto

/// The public half of a key, including a log's key.
public struct PublicKey: Sendable, Equatable {
  private enum Material: Sendable {
    case p256(P256.Signing.PublicKey)
    case sm2(SM2.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
  }
  private let material: Material
  public let algorithm: SignatureAlgorithm
  /// SubjectPublicKeyInfo (RFC 5480, RFC 8410).
  public let der: [UInt8]
  public let kid: KeyID
  /// The point in its shortest form: 33 bytes, the first 2 or 3 by the parity of y (SEC 1 §2.3.3); for Ed25519 32
  /// bytes.
  let point: [UInt8]

  init(_ key: P256.Signing.PublicKey) {
    self.init(.p256(key), .es256, der: Array(key.derRepresentation), point: Array(key.compressedRepresentation))
  }

  init(_ key: SM2.PublicKey) { self.init(.sm2(key), .sm2, der: key.der, point: key.compressedPoint) }

  public init(_ key: LogPublicKey) {
    // `LogPublicKey` only holds bytes that are such a key.
    guard let own = Self(.eddsa, point: key.key) else { preconditionFailure("a log's key that is none") }
    self = own
  }

  private init(_ key: Curve25519.Signing.PublicKey) {
    let raw = Array(key.rawRepresentation)
    self.init(.ed25519(key), .eddsa, der: Self.ed25519Prefix + raw, point: raw)
  }

  private init(_ material: Material, _ algorithm: SignatureAlgorithm, der: [UInt8], point: [UInt8]) {
    (self.material, self.algorithm, self.der, self.point) = (material, algorithm, der, point)
    kid = KeyID(publicKeyDER: der)
  }

  /// SubjectPublicKeyInfo of an Ed25519 key, up to its 32 bytes: RFC 8410 §4.
  private static let ed25519Prefix: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]

  /// - Parameter der: SubjectPublicKeyInfo of a point on P-256, SM2's curve or Ed25519, in the same encoding as `der`.
  ///   Nil for anything else.
  public init?(der: [UInt8]) {
    if let key = try? P256.Signing.PublicKey(derRepresentation: der) {
      self.init(key)
    } else if let key = SM2.PublicKey(der: der) {
      self.init(key)
    } else if der.starts(with: Self.ed25519Prefix),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: der[Self.ed25519Prefix.count...])
    {
      self.init(key)
    } else {
      return nil
    }
    guard self.der == der else { return nil }
  }

  /// - Parameter point: as `point`. Nil if it is not on the algorithm's curve.
  init?(_ algorithm: SignatureAlgorithm, point: [UInt8]) {
    switch algorithm {
    case .es256:
      guard let key = try? P256.Signing.PublicKey(compressedRepresentation: point) else { return nil }
      self.init(key)
    case .sm2:
      guard let key = SM2.PublicKey(point: point) else { return nil }
      self.init(key)
    case .eddsa:
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point) else { return nil }
      self.init(key)
    }
    guard self.point == point else { return nil }
  }

  public static func == (one: PublicKey, other: PublicKey) -> Bool { one.der == other.der }

  /// As a log's key, if it is one.
  func logKey(name: String) -> LogPublicKey? {
    guard case .ed25519 = material else { return nil }
    return LogPublicKey(name: name, key: point)
  }

  /// Whether this key signed the message. For P-256 this accepts high S too: `ECDSASignature.hasLowS` is a separate
  /// check.
  func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    switch material {
    case .p256(let key):
      guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return key.isValidSignature(signature, for: message)
    case .sm2(let key): return key.verifies(signature, over: message)
    case .ed25519(let key): return key.isValidSignature(signature, for: message)
    }
  }

  /// As `verifies`, but for P-256 only the one signature with the lower S.
  func verifiesStrictly(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    (algorithm != .es256 || ECDSASignature.hasLowS(signature)) && verifies(signature, over: message)
  }
}
