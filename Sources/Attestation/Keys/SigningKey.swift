import Crypto

/// A private key that signs tokens and publications: P-256, or SM2 where the law on commercial cryptography (商用密码)
/// requires it.
public struct SigningKey: Sendable {
  private enum Material: Sendable {
    case p256(P256.Signing.PrivateKey)
    case sm2(SM2.PrivateKey)
  }
  private let material: Material
  public let publicKey: PublicKey
  public var kid: KeyID { publicKey.kid }
  public var algorithm: SignatureAlgorithm { publicKey.algorithm }

  /// A new key on P-256, from the operating system's random numbers.
  public init() { self.init(P256.Signing.PrivateKey()) }

  /// A new key.
  /// - Throws: `AttestationError.signing` for the log's algorithm, or if libcrypto has no SM2.
  public init(algorithm: SignatureAlgorithm) throws(AttestationError) {
    switch algorithm {
    case .es256: self.init()
    case .sm2: self.init(try SM2.PrivateKey())
    case .eddsa: throw .signing(problem: "EdDSA is for the log alone; take ES256 or SM2")
    }
  }

  /// - Parameter pem: PKCS#8; for P-256, SEC 1 too. Nil for anything else.
  init?(pem: String) {
    guard let der = PEM.decode(pem, label: "PRIVATE KEY") ?? PEM.decode(pem, label: "EC PRIVATE KEY") else {
      return nil
    }
    if let key = SM2.PrivateKey(pkcs8: der) {
      self.init(key)
    } else if der.firstRange(of: Self.p256) != nil, let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) {
      self.init(key)
    } else {
      return nil
    }
  }

  /// The object identifier of P-256 (RFC 5480 §2.1.1.1). Checked because swift-crypto takes a private key of any curve
  /// of this size, such as SM2's, for one on P-256.
  private static let p256: [UInt8] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]

  private init(_ key: P256.Signing.PrivateKey) { (material, publicKey) = (.p256(key), PublicKey(key.publicKey)) }
  private init(_ key: SM2.PrivateKey) { (material, publicKey) = (.sm2(key), PublicKey(key.publicKey)) }

  /// PKCS#8.
  func pem() throws(AttestationError) -> String {
    switch material {
    case .p256(let key): key.pemRepresentation
    case .sm2(let key): PEM.encode(try key.pkcs8(), label: "PRIVATE KEY")
    }
  }

  /// r ‖ s; on P-256 with the lower s.
  func signature(over message: [UInt8]) throws(AttestationError) -> [UInt8] {
    switch material {
    case .p256(let key):
      do {
        return ECDSASignature.withLowS(Array(try key.signature(for: message).rawRepresentation))
      } catch {
        throw .signing(problem: "\(error)")
      }
    case .sm2(let key): return try key.signature(over: message)
    }
  }
}
