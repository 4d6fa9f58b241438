import ErrorCauses
import Foundation

/// Where an installation keeps its keys: a folder (0700) with
/// - the private keys, one `<kid>.pem` each (PKCS#8, 0600),
/// - `keyset.json`, the public keys as the operator keeps them,
/// - `trust.cose`, the list of them that the root signed last: all that a verifier trusts,
/// - `root.fingerprint`, which pins that root.
///
/// The root's own private key is elsewhere, on a machine without a network; only a development home has it here.
public struct KeyStore: Sendable {
  public let directory: String

  public init(directory: String) { self.directory = directory }

  var keySetPath: String { "\(directory)/keyset.json" }
  var trustListPath: String { "\(directory)/trust.cose" }
  var rootFingerprintPath: String { "\(directory)/root.fingerprint" }
  func privateKeyPath(_ kid: KeyID) -> String { "\(directory)/\(kid).pem" }

  /// - Throws: `AttestationError` if there is none, or it is damaged.
  public func keySet() throws(AttestationError) -> KeySet {
    guard let keys = try keySetIfPresent() else {
      throw .file(path: keySetPath, problem: "there is no key set; copy the issuer's to this place, or name its home")
    }
    return keys
  }

  func keySetIfPresent() throws(AttestationError) -> KeySet? {
    guard let bytes = try ProtectedFile(keySetPath).read() else { return nil }
    return try KeySet(json: bytes, name: keySetPath)
  }

  // MARK: What the root vouches for

  /// The fingerprint of the pinned root; nil if none is pinned.
  public func pinnedRoot() throws(AttestationError) -> RootFingerprint? {
    guard let bytes = try ProtectedFile(rootFingerprintPath).read() else { return nil }
    guard let fingerprint = RootFingerprint(String(decoding: bytes, as: UTF8.self)) else {
      throw .file(path: rootFingerprintPath, problem: "is not a fingerprint of 64 hexadecimal digits; restore it")
    }
    return fingerprint
  }

  /// The list as it was signed, not verified; nil if none was installed.
  public func signedTrustList() throws(AttestationError) -> SignedTrustList? {
    try ProtectedFile(trustListPath).read().map(SignedTrustList.init)
  }

  /// The installed list, verified against the pinned root; nil if none was installed.
  /// - Throws: `AttestationError.file` if it is not the root's.
  public func trustList() throws(AttestationError) -> TrustList? {
    guard let signed = try signedTrustList() else { return nil }
    guard let root = try pinnedRoot() else {
      throw .file(path: rootFingerprintPath, problem: "is missing, so that nobody vouches for trust.cose; restore it")
    }
    do throws(TrustRefusal) { return try signed.verified(byRoot: root) } catch {
      throw .file(path: trustListPath, problem: "is not believed: \(error); install the root's list again")
    }
  }

  // MARK: Private keys

  /// - Throws: `AttestationError.file` if there is no such private key, others may read it, or it is damaged.
  public func signingKey(_ kid: KeyID) throws(AttestationError) -> SigningKey {
    let path = privateKeyPath(kid)
    guard let key = SigningKey(pem: try privatePEM(path)) else {
      throw .file(path: path, problem: "is not a P-256 or SM2 private key in PEM; restore it from a copy")
    }
    try check(key.kid, is: kid, path)
    return key
  }

  /// The key that signs now: the youngest of those that the root vouches for and whose private key is here.
  /// - Parameter now: seconds since 1970.
  public func signingKey(
    for use: KeyUse, in list: TrustList, at now: Int64
  ) throws(AttestationError) -> SigningKey {
    try signingKey(try entry(for: use, in: list, at: now).kid)
  }

  /// The key that signs checkpoints now.
  public func logKey(in list: TrustList, at now: Int64) throws(AttestationError) -> LogSigningKey {
    let entry = try entry(for: .log, in: list, at: now)
    let path = privateKeyPath(entry.kid)
    guard let name = entry.logName, let key = LogSigningKey(pem: try privatePEM(path), name: name) else {
      throw .file(path: path, problem: "is not an Ed25519 private key in PEM; restore it from a copy")
    }
    try check(PublicKey(key.publicKey).kid, is: entry.kid, path)
    return key
  }

  /// The name of the key that signs checkpoints now; nil: there is none here, or only one for trying out.
  /// - Parameter now: seconds since 1970.
  /// - Throws: `AttestationError.file` for a list that is not the root's, or a damaged key set.
  public func realLogKey(at now: Int64) throws(AttestationError) -> KeyID? {
    guard let list = try trustList(), let entry = try youngest(for: .log, in: list, at: now), !entry.isDevelopment
    else { return nil }
    return entry.kid
  }

  private func entry(for use: KeyUse, in list: TrustList, at now: Int64) throws(AttestationError) -> KeySet.Entry {
    guard let youngest = try youngest(for: use, in: list, at: now) else {
      throw .file(
        path: directory,
        problem: "no key here signs \(use.rawValue) now", remedy: .makeKey(use: use.rawValue))
    }
    return youngest
  }

  private func youngest(for use: KeyUse, in list: TrustList, at now: Int64) throws(AttestationError) -> KeySet.Entry? {
    let own = try keySetIfPresent()
    let usable = list.keys.entries.filter { entry in
      // A key that the operator gave up stops signing at once, not only with the next list.
      guard let kept = own?[entry.kid] ?? (own == nil ? entry : nil) else { return false }
      return [entry, kept].allSatisfy {
        $0.uses.contains(use) && $0.compromisedAt == nil && $0.signing.contains(now)
      } && FileManager.default.fileExists(atPath: privateKeyPath(entry.kid))
    }
    // The key whose window began last is the youngest; of equal ones, the later in the list.
    return usable.enumerated().max(by: {
      ($0.element.signing.lowerBound, $0.offset) < ($1.element.signing.lowerBound, $1.offset)
    })?.element
  }

  private func privatePEM(_ path: String) throws(AttestationError) -> String {
    guard let bytes = try ProtectedFile(path).readPrivate() else {
      throw .file(path: path, problem: "there is no such private key; restore it from a copy")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func check(_ found: KeyID, is kid: KeyID, _ path: String) throws(AttestationError) {
    guard found == kid else {
      throw .file(path: path, problem: "holds the key \(found); rename it to \(found).pem")
    }
  }
}
