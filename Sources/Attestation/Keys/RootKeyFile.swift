import ErrorCauses

/// The root's private key: a file on a machine without a network, and a copy in a safe. It signs trust lists and
/// nothing else.
public struct RootKeyFile: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Creates a new root in a new file.
  /// - Throws: `AttestationError.refused` if the file exists.
  public func create(algorithm: SignatureAlgorithm) throws(AttestationError) -> RootFingerprint {
    let root = try SigningKey(algorithm: algorithm)
    try ProtectedFile(path).writeNew(Array(try root.pem().utf8) + [UInt8(ascii: "\n")], mode: 0o600)
    return RootFingerprint(of: root.publicKey)
  }

  /// - Throws: `AttestationError` if there is none, others may read it, or it is no such key.
  public func read() throws(AttestationError) -> SigningKey {
    guard let bytes = try ProtectedFile(path).readPrivate() else {
      throw .refused(location: path, problem: "there is no such file", remedy: .makeRootKey)
    }
    guard let key = SigningKey(pem: String(decoding: bytes, as: UTF8.self)) else {
      throw .refused(location: path, problem: "is not a P-256 or SM2 private key in PEM (PKCS#8)")
    }
    return key
  }
}
