import Foundation

/// Where an installation keeps its keys: a folder (0700) with the private keys, one `<kid>.pem` each (PKCS#8, 0600),
/// and the public ones in `keyset.json`.
public struct KeyStore: Sendable {
  public let directory: String

  public init(directory: String) { self.directory = directory }

  private var keySetPath: String { "\(directory)/keyset.json" }
  private func privateKeyPath(_ kid: KeyID) -> String { "\(directory)/\(kid).pem" }

  private static let year: Int64 = 365 * 86_400

  /// - Throws: `AttestationError` where there is none, or it is damaged.
  public func keySet() throws(AttestationError) -> KeySet {
    guard let keys = try keySetIfPresent() else {
      throw .file(path: keySetPath, problem: "there is no key set; copy the issuer's to this place, or name its home")
    }
    return keys
  }

  /// - Throws: `AttestationError.file` where there is no such private key, others may read it, or it is damaged.
  public func signingKey(_ kid: KeyID) throws(AttestationError) -> SigningKey {
    let path = privateKeyPath(kid)
    guard let bytes = try ProtectedFile(path).readPrivate() else {
      throw .file(path: path, problem: "there is no such private key; restore it from a copy")
    }
    guard let key = SigningKey(pem: String(decoding: bytes, as: UTF8.self)) else {
      throw .file(path: path, problem: "is not a P-256 private key in PEM; restore it from a copy")
    }
    guard key.kid == kid else {
      throw .file(path: path, problem: "holds the key \(key.kid); rename it to \(key.kid).pem")
    }
    return key
  }

  /// The key for trying out, made on first use. It signs for a year from `now`, and for any time before, so that a
  /// report made again with a fixed time verifies. The key set marks it, and every answer about its tokens says so.
  /// - Parameter now: seconds since 1970.
  public func developmentKey(now: Int64) throws(AttestationError) -> SigningKey {
    try ProtectedFile(directory).makePrivateFolder()
    if let key = try usableDevelopmentKey(now: now, in: try keySetIfPresent()) { return key }
    // Two first uses at once must not end with a key that the other's key set lacks.
    return try ProtectedFile("\(directory)/lock").locked { () throws(AttestationError) -> SigningKey in
      var keys = try keySetIfPresent() ?? KeySet()
      if let key = try usableDevelopmentKey(now: now, in: keys) { return key }
      let key = SigningKey()
      try keys.add(
        KeySet.Entry(
          publicKey: key.publicKey, signing: 0...now + Self.year, verifyUntil: now + 10 * Self.year,
          isDevelopment: true))
      // The private key first: a key set must not name one that was never kept.
      try ProtectedFile(privateKeyPath(key.kid)).write(Array(key.pem.utf8) + [UInt8(ascii: "\n")], mode: 0o600)
      try ProtectedFile(keySetPath).write(try keys.json(), mode: 0o644)
      return key
    }
  }

  private func usableDevelopmentKey(now: Int64, in keys: KeySet?) throws(AttestationError) -> SigningKey? {
    let usable = keys?.entries.last { entry in
      entry.isDevelopment && entry.compromisedAt == nil && entry.signing.contains(now)
        && FileManager.default.fileExists(atPath: privateKeyPath(entry.kid))
    }
    guard let usable else { return nil }
    return try signingKey(usable.kid)
  }

  private func keySetIfPresent() throws(AttestationError) -> KeySet? {
    guard let bytes = try ProtectedFile(keySetPath).read() else { return nil }
    return try KeySet(json: bytes, name: keySetPath)
  }
}
