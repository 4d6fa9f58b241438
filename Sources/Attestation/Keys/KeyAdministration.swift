import Foundation

// What an operator does with a store's keys (docs/keys.md). Nothing that is changed here is believed by anybody before the
// root has signed the list and it is installed.

extension KeyStore {
  /// When a key signs, and how long its signatures count: seconds since 1970.
  public struct Terms: Sendable {
    public var signing: ClosedRange<Int64>
    public var verifyUntil: Int64
    public init(signing: ClosedRange<Int64>, verifyUntil: Int64) {
      (self.signing, self.verifyUntil) = (signing, verifyUntil)
    }
  }

  /// Makes a key and adds it to the operator's list.
  /// - Parameters:
  ///   - algorithm: of a key for reports or publications.
  ///   - logName: of a key of the log: its origin, such as `verify.example.cn/log`.
  /// - Throws: `AttestationError`, also in a home for trying out: its root is none.
  public func create(
    _ use: KeyUse, algorithm: SignatureAlgorithm = .es256, terms: Terms, logName: String? = nil
  ) throws(AttestationError) -> KeySet.Entry {
    try changing { keys throws(AttestationError) in try add(use, algorithm, terms, logName, to: &keys) }
  }

  /// Makes a key that takes over: those that signed until now stop when it begins, and their signatures go on counting.
  public func rotate(_ use: KeyUse, terms: Terms) throws(AttestationError) -> KeySet.Entry {
    try changing { keys throws(AttestationError) in
      let start = terms.signing.lowerBound
      let earlier = keys.entries.filter { entry in
        entry.uses.contains(use) && entry.compromisedAt == nil && entry.signing.upperBound >= start
      }
      guard let last = earlier.last else {
        throw .keySet(
          place: keySetPath, problem: "no key for \(use.rawValue) signs at that time; make one with `xinbao key create`"
        )
      }
      for entry in earlier { try keys.change(entry.kid) { $0.end(at: start - 1) } }
      return try add(use, last.algorithm == .eddsa ? .es256 : last.algorithm, terms, last.logName, to: &keys)
    }
  }

  /// A key signs no longer, from now on. Its signatures go on counting until its verify-until.
  public func retire(_ kid: KeyID, at now: Int64) throws(AttestationError) -> KeySet.Entry {
    try changed(kid) { $0.end(at: now) }
  }

  /// Somebody else may have had the key since `time`. Of what it signed, only tokens count that `soundLog` holds: the
  /// log's last state that is known to be from before.
  public func compromise(
    _ kid: KeyID, at time: Int64, soundLog: Checkpoint?
  ) throws(AttestationError) -> KeySet.Entry {
    try changed(kid) { entry in
      entry.compromisedAt = min(entry.compromisedAt ?? time, time)
      // Its window stays as it was: what the sound log holds was signed within, and the key signs nothing more.
      entry.soundLog = soundLog
    }
  }

  /// The list that the root is to sign next.
  /// - Parameters: seconds since 1970; SHA-256 of root certificates, 32 bytes each.
  public func nextTrustList(
    issuedAt: Int64, refreshBy: Int64, certificateRoots: [[UInt8]]
  ) throws(AttestationError) -> TrustList {
    let installed = try trustList()
    return TrustList(
      sequence: (installed?.sequence ?? 0) + 1, issuedAt: issuedAt, refreshBy: refreshBy, keys: try keySet(),
      certificateRoots: certificateRoots)
  }

  /// Installs a list, and at the first time pins the root that signed it.
  /// - Parameter root: the fingerprint as it was handed over; nil: the one that is pinned here.
  /// - Throws: `TrustRefusal` for a list that is not that root's, or not newer than the installed one;
  ///   `AttestationError` where nothing is pinned and nothing given.
  public func install(_ signed: SignedTrustList, root given: RootFingerprint?) throws -> TrustList {
    try ProtectedFile(directory).makePrivateFolder()
    return try ProtectedFile("\(directory)/lock").locked { () throws(AttestationError) in
      Result { try installLocked(signed, given) }
    }.get()
  }

  private func installLocked(_ signed: SignedTrustList, _ given: RootFingerprint?) throws -> TrustList {
    let pinned = try pinnedRoot()
    if let pinned, let given, pinned != given {
      throw TrustRefusal(.wrongRoot, "\(rootFingerprintPath) pins \(pinned); another root takes a new home")
    }
    guard let root = pinned ?? given else {
      throw AttestationError.file(
        path: rootFingerprintPath, problem: "no root is pinned here yet; give its fingerprint with --root")
    }
    let list = try signed.verified(byRoot: root)
    if let installed = try trustList(), list.sequence <= installed.sequence {
      throw TrustRefusal(.outdated, "its number is \(list.sequence), that of the installed one \(installed.sequence)")
    }
    // The pin first: a list without one is believed by nobody, and the same call mends it.
    if pinned == nil { try pin(root) }
    try ProtectedFile(trustListPath).write(signed.bytes, mode: 0o644)
    return list
  }

  // MARK: -

  private func changed(
    _ kid: KeyID, _ body: (inout KeySet.Entry) throws(AttestationError) -> Void
  ) throws(AttestationError) -> KeySet.Entry {
    try changing { keys throws(AttestationError) in
      try keys.change(kid, body)
      guard let entry = keys[kid] else { throw .keySet(place: keySetPath, problem: "there is no key \(kid)") }
      return entry
    }
  }

  /// Reads the operator's list, has it changed, and writes it back, while nobody else does.
  private func changing<Value>(
    _ body: (inout KeySet) throws(AttestationError) -> Value
  ) throws(AttestationError) -> Value {
    try ProtectedFile(directory).makePrivateFolder()
    return try ProtectedFile("\(directory)/lock").locked { () throws(AttestationError) -> Value in
      var keys = try keySetIfPresent() ?? KeySet()
      guard !keys.isDevelopment else {
        throw .file(
          path: directory, problem: "is a home for trying out, whose root is none; set up real keys in a new home")
      }
      let value = try body(&keys)
      try ProtectedFile(keySetPath).write(try keys.json(), mode: 0o644)
      return value
    }
  }

  private func add(
    _ use: KeyUse, _ algorithm: SignatureAlgorithm, _ terms: Terms, _ logName: String?, to keys: inout KeySet
  ) throws(AttestationError) -> KeySet.Entry {
    let entry: KeySet.Entry
    if use == .log {
      guard let logName else {
        throw .claim(name: "log", problem: "the log needs a name, such as verify.example.cn/log; give --log-name")
      }
      let key = try LogSigningKey(name: logName)
      try keep(key)
      entry = KeySet.Entry(log: key.publicKey, signing: terms.signing, verifyUntil: terms.verifyUntil)
    } else {
      let key = try SigningKey(algorithm: algorithm)
      // The private key first: a key set must not name one that was never kept.
      try keep(key)
      entry = KeySet.Entry(
        publicKey: key.publicKey, uses: [use], signing: terms.signing, verifyUntil: terms.verifyUntil)
    }
    try keys.add(entry)
    return entry
  }
}

extension KeySet.Entry {
  /// Signs no later than this.
  fileprivate mutating func end(at time: Int64) {
    signing = min(signing.lowerBound, time)...min(signing.upperBound, max(time, min(signing.lowerBound, time)))
  }
}

/// The issuer's root: it signs trust lists and nothing else, on a machine without a network.
public struct RootKey: Sendable {
  let key: SigningKey
  public var fingerprint: RootFingerprint { RootFingerprint(of: key.publicKey) }

  /// Makes one and keeps it in a new file (PKCS#8, 0600).
  /// - Throws: `AttestationError.file` also where there is a file of that name.
  public static func create(at path: String, algorithm: SignatureAlgorithm) throws(AttestationError) -> RootKey {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw .file(path: path, problem: "is there already; a root is never overwritten, name another file")
    }
    let key = try SigningKey(algorithm: algorithm)
    try ProtectedFile(path).write(Array(try key.pem().utf8) + [UInt8(ascii: "\n")], mode: 0o600)
    return RootKey(key: key)
  }

  /// - Throws: `AttestationError.file` where it cannot be read, others may read it, or it is no key.
  public init(path: String) throws(AttestationError) {
    guard let bytes = try ProtectedFile(path).readPrivate() else {
      throw .file(path: path, problem: "there is no such file")
    }
    guard let key = SigningKey(pem: String(decoding: bytes, as: UTF8.self)) else {
      throw .file(path: path, problem: "is not a P-256 or SM2 private key in PEM")
    }
    self.init(key: key)
  }

  private init(key: SigningKey) { self.key = key }

  public func sign(_ list: TrustList) throws(AttestationError) -> SignedTrustList {
    try SignedTrustList.sign(list, with: key)
  }
}
