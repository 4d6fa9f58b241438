import ErrorCauses
import Foundation

extension KeyStore {
  /// The keys and trust list of a home that issues; development ones if it had none.
  public struct Contents: Sendable {
    public let trustList: TrustList
    /// Signs tokens.
    public let reports: SigningKey
    /// Signs status lists, bundles and receipts.
    public let publications: SigningKey
    public let log: LogSigningKey
    /// The key for reports is a development key: what it signs proves nothing.
    public let isDevelopment: Bool
  }

  /// What signs for a service that verifies and issues nothing: no key for reports need be here, nor the log's.
  public struct PublishingKeys: Sendable {
    /// Signs status lists, bundles and receipts.
    public let publications: SigningKey
    /// Nil: checkpoints are those that the issuer signed.
    public let log: LogSigningKey?

    init(publications: SigningKey, log: LogSigningKey?) { (self.publications, self.log) = (publications, log) }
    public init(_ contents: Contents) { self.init(publications: contents.publications, log: contents.log) }
  }

  /// Those of a home that a root vouches for. Nothing is made or renewed.
  /// - Parameter now: seconds since 1970.
  public func publishingKeys(now: Int64) throws(AttestationError) -> PublishingKeys {
    let list = try installedList()
    let hasLog = list.keys.entries.contains { entry in
      entry.uses.contains(.log) && FileManager.default.fileExists(atPath: privateKeyPath(entry.kid))
    }
    return PublishingKeys(
      publications: try signingKey(for: .publications, in: list, at: now),
      log: hasLog ? try logKey(in: list, at: now) : nil)
  }

  /// The root for trying out is here, which signs development keys as they are needed.
  public var makesDevelopmentKeys: Bool {
    FileManager.default.fileExists(atPath: developmentRootPath)
      || !FileManager.default.fileExists(atPath: trustListPath)
  }

  /// Whether all keys here are development keys, whose signatures prove nothing. Not in a home without a trust list.
  public func isForTryingOut() throws(AttestationError) -> Bool {
    guard let list = try trustList(), list.keys.entries.allSatisfy(\.isDevelopment) else { return false }
    return try !(keySetIfPresent()?.isAnOperators ?? false)
  }

  private static let year: Int64 = 365 * 86_400

  /// The keys that sign now. If there is no trust list, and no keys but development keys, this creates a complete
  /// development home: root, keys for reports and publications, key of the log, signed list. Its keys sign for a year
  /// from `now`, and for any time before, so that a report made again with a fixed time verifies; after that year they
  /// are replaced. Every list and every answer marks them.
  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - logName: for a new home, the origin of the log, such as `verify.example.cn/log`.
  ///   - certificateRoots: for a development list, SHA-256 of the roots of certificates for PDFs.
  ///   - seal: SHA-256 of the certificate that seals here; a development list pins it.
  public func open(
    now: Int64, logName: String, certificateRoots: [[UInt8]], seal: [UInt8]? = nil
  ) throws(AttestationError) -> Contents {
    try ProtectedFile(directory).makePrivateFolder()
    if let contents = try openIfComplete(now: now, certificateRoots, seal) { return contents }
    // Of two concurrent first uses, neither may end with a key that the other's list lacks.
    return try ProtectedFile("\(directory)/lock").locked { () throws(AttestationError) -> Contents in
      if let contents = try openIfComplete(now: now, certificateRoots, seal) { return contents }
      try makeDevelopmentHome(now: now, logName: logName, certificateRoots, seal)
      return try contents(try installedList(), now)
    }
  }

  /// Nil if a development home has to be created or replaced.
  private func openIfComplete(
    now: Int64, _ certificateRoots: [[UInt8]], _ seal: [UInt8]?
  ) throws(AttestationError) -> Contents? {
    let isAnOperators = try keySetIfPresent()?.isAnOperators ?? false
    guard let list = try trustList() else {
      // An operator's keys without a list mean a home that is being set up: it must not get an invented root.
      guard !isAnOperators else {
        throw .file(
          path: trustListPath, problem: "is missing: the root has not signed the keys yet", remedy: .signTrustList)
      }
      return nil
    }
    if !isAnOperators, list.keys.entries.allSatisfy(\.isDevelopment) {
      let windows = list.keys.entries.filter { $0.compromisedAt == nil && $0.signing.contains(now) }
      guard KeyUse.allCases.allSatisfy({ use in windows.contains { $0.uses.contains(use) } }),
        certificateRoots.allSatisfy(list.certificateRoots.contains),
        seal.map({ list.seals?.digests.contains($0) ?? false }) ?? true
      else { return nil }
    }
    return try contents(list, now)
  }

  private func contents(_ list: TrustList, _ now: Int64) throws(AttestationError) -> Contents {
    let reports = try signingKey(for: .reports, in: list, at: now)
    return Contents(
      trustList: list, reports: reports, publications: try signingKey(for: .publications, in: list, at: now),
      log: try logKey(in: list, at: now), isDevelopment: list.keys[reports.kid]?.isDevelopment ?? false)
  }

  private func installedList() throws(AttestationError) -> TrustList {
    guard let list = try trustList() else { throw .file(path: trustListPath, problem: "is missing; restore it") }
    return list
  }

  /// Call with the lock held.
  private func makeDevelopmentHome(
    now: Int64, logName: String, _ certificateRoots: [[UInt8]], _ seal: [UInt8]?
  ) throws(AttestationError) {
    try refuseOverAnOperatorsRoot()
    var keys = try keySetIfPresent() ?? KeySet()
    let window = 0...now + Self.year
    let verifyUntil = now + 10 * Self.year
    func isThere(_ use: KeyUse) -> Bool {
      keys.entries.contains { $0.uses.contains(use) && $0.compromisedAt == nil && $0.signing.contains(now) }
    }
    for use in [KeyUse.reports, .publications] where !isThere(use) {
      let key = SigningKey()
      // The private key first: a key set must not name one that was never stored.
      try keep(key)
      try keys.add(
        KeySet.Entry(
          publicKey: key.publicKey, uses: [use], signing: window, verifyUntil: verifyUntil, isDevelopment: true))
    }
    if !isThere(.log) {
      // A log keeps its name when its key changes.
      let name = keys.entries.last { $0.uses.contains(.log) }?.logName ?? logName
      let key = try LogSigningKey(name: name)
      try keep(key)
      try keys.add(
        KeySet.Entry(log: key.publicKey, signing: window, verifyUntil: verifyUntil, isDevelopment: true))
    }
    try ProtectedFile(keySetPath).write(try keys.json(), mode: 0o644)

    let root = try developmentRoot()
    let earlier = try trustList()
    let list = TrustList(
      sequence: (earlier?.sequence ?? 0) + 1, issuedAt: now, refreshBy: now + Self.year, keys: keys,
      certificateRoots: certificateRoots, seals: seal.map { PinnedSeals(digests: [$0], since: 0) } ?? earlier?.seals)
    try ProtectedFile(trustListPath).write(try SignedTrustList.sign(list, with: root).bytes, mode: 0o644)
  }

  /// A root that an operator pinned is never replaced: a home that lost its lists is to be restored.
  private func refuseOverAnOperatorsRoot() throws(AttestationError) {
    guard let pinned = try pinnedRoot() else { return }
    let own = try ProtectedFile(developmentRootPath).readPrivate().flatMap {
      SigningKey(pem: String(decoding: $0, as: UTF8.self))
    }
    guard let own, RootFingerprint(of: own.publicKey) == pinned else {
      throw .file(
        path: rootFingerprintPath,
        problem:
          "pins a root that is none for trying out, but the keys that it signed are not here; restore keyset.json "
          + "and trust.cose from a copy, or start a new home")
    }
  }

  private var developmentRootPath: String { "\(directory)/development-root.pem" }

  /// The development root, which, unlike a real one, is stored beside the keys that it signs.
  private func developmentRoot() throws(AttestationError) -> SigningKey {
    let path = developmentRootPath
    if let bytes = try ProtectedFile(path).readPrivate() {
      guard let root = SigningKey(pem: String(decoding: bytes, as: UTF8.self)) else {
        throw .file(path: path, problem: "is not a private key in PEM; restore it from a copy")
      }
      if try pinnedRoot() == nil { try pin(RootFingerprint(of: root.publicKey)) }
      return root
    }
    let root = SigningKey()
    try ProtectedFile(path).write(Array(try root.pem().utf8) + [UInt8(ascii: "\n")], mode: 0o600)
    try pin(RootFingerprint(of: root.publicKey))
    return root
  }

  func pin(_ root: RootFingerprint) throws(AttestationError) {
    try ProtectedFile(rootFingerprintPath).write(Array("\(root)\n".utf8), mode: 0o644)
  }

  func keep(_ key: SigningKey) throws(AttestationError) {
    try ProtectedFile(privateKeyPath(key.kid)).write(Array(try key.pem().utf8) + [UInt8(ascii: "\n")], mode: 0o600)
  }

  func keep(_ key: LogSigningKey) throws(AttestationError) {
    let kid = PublicKey(key.publicKey).kid
    try ProtectedFile(privateKeyPath(kid)).write(Array(key.pem.utf8) + [UInt8(ascii: "\n")], mode: 0o600)
  }
}
