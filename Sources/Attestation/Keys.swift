import Crypto

/// A private key that signs tokens: P-256.
public struct SigningKey: Sendable {
  private let key: P256.Signing.PrivateKey
  public let kid: KeyID
  public let publicKey: PublicKey

  /// A new key, from the operating system's random numbers.
  public init() { self.init(P256.Signing.PrivateKey()) }

  /// - Parameter pem: PKCS#8 or SEC 1. Nil for anything else.
  init?(pem: String) {
    guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
    self.init(key)
  }

  private init(_ key: P256.Signing.PrivateKey) {
    self.key = key
    publicKey = PublicKey(key.publicKey)
    kid = publicKey.kid
  }

  /// PKCS#8.
  var pem: String { key.pemRepresentation }

  /// r ‖ s with the lower s.
  func signature(over message: [UInt8]) throws(AttestationError) -> [UInt8] {
    do {
      return ECDSASignature.withLowS(Array(try key.signature(for: message).rawRepresentation))
    } catch {
      throw .signing(problem: "\(error)")
    }
  }
}

/// The public half.
public struct PublicKey: Sendable, Equatable {
  private let key: P256.Signing.PublicKey
  /// SubjectPublicKeyInfo (RFC 5480).
  public let der: [UInt8]
  public let kid: KeyID

  fileprivate init(_ key: P256.Signing.PublicKey) {
    self.key = key
    der = Array(key.derRepresentation)
    kid = KeyID(publicKeyDER: der)
  }

  /// - Parameter der: SubjectPublicKeyInfo of a point on P-256, in the encoding that `der` has. Nil for anything else.
  public init?(der: [UInt8]) {
    guard let key = try? P256.Signing.PublicKey(derRepresentation: der) else { return nil }
    self.init(key)
    guard self.der == der else { return nil }
  }

  public static func == (one: PublicKey, other: PublicKey) -> Bool { one.der == other.der }

  /// Whether this key signed the message. Takes high S too: `ECDSASignature.hasLowS` is a check of its own.
  func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
    return key.isValidSignature(signature, for: message)
  }
}
