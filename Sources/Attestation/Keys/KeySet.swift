import ErrorCauses

/// The public keys whose signatures are accepted, for what, and when.
public struct KeySet: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var publicKey: PublicKey
    /// The uses for which its signatures are accepted.
    public var uses: Set<KeyUse>
    /// For a key of a log: the log's origin, which is the name under which the key signs checkpoints.
    public var logName: String?
    /// The window in which the key may sign (`iat` of a token); seconds since 1970, inclusive. A checkpoint has no
    /// time.
    public var signing: ClosedRange<Int64>
    /// The last second at which its signatures are accepted.
    public var verifyUntil: Int64
    /// From when on somebody else may have had the private key.
    public var compromisedAt: Int64?
    /// The last state of the log that is known to be older than the theft: only tokens of a compromised key that this
    /// state holds count. Without it, none.
    public var soundLog: Checkpoint?
    /// A development key, made on first use: its tokens prove nothing.
    public var isDevelopment: Bool

    public var kid: KeyID { publicKey.kid }
    public var algorithm: SignatureAlgorithm { publicKey.algorithm }

    /// A key that signs tokens, or whatever `uses` says.
    public init(
      publicKey: PublicKey, uses: Set<KeyUse> = [.reports], signing: ClosedRange<Int64>, verifyUntil: Int64,
      compromisedAt: Int64? = nil, soundLog: Checkpoint? = nil, isDevelopment: Bool = false
    ) {
      (self.publicKey, self.uses, self.signing) = (publicKey, uses, signing)
      (self.verifyUntil, self.compromisedAt, self.soundLog) = (verifyUntil, compromisedAt, soundLog)
      self.isDevelopment = isDevelopment
    }

    /// A key that signs checkpoints of a log.
    public init(
      log: LogPublicKey, signing: ClosedRange<Int64>, verifyUntil: Int64, isDevelopment: Bool = false
    ) {
      self.init(
        publicKey: PublicKey(log), uses: [.log], signing: signing, verifyUntil: verifyUntil,
        isDevelopment: isDevelopment)
      logName = log.name
    }

    /// For a key of a log: checks its checkpoints.
    public var logKey: LogPublicKey? { logName.flatMap(publicKey.logKey) }

    /// The first contradiction, as the member of `keyset.json` and a sentence; nil if there is none.
    var flaw: (member: String, problem: String)? {
      if uses.isEmpty { return ("uses", "is empty; a key without a use does not belong in a key set") }
      if uses.contains(.log) != (algorithm == .eddsa) || uses.contains(.log) && uses.count > 1 {
        return ("uses", "does not go with \(algorithm.name): EdDSA is for `log` and nothing else, and `log` for EdDSA")
      }
      if uses.contains(.log) != (logName != nil) { return ("logName", "belongs to a key of a log, and to no other") }
      if logName != nil, logKey == nil { return ("logName", "is no name of a log, such as verify.example.cn/log") }
      if soundLog != nil, compromisedAt == nil { return ("soundLog", "belongs to a compromised key only") }
      let times = [signing.lowerBound, signing.upperBound, verifyUntil, compromisedAt ?? 0]
      if times.contains(where: { $0 < 0 }) { return ("signFrom", "times before 1970 are none of a key's") }
      return nil
    }
  }

  /// In the order of the file; no two have the same kid.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// - Throws: `AttestationError.keySet` for a second key with the same kid, which would make it ambiguous; for an
  ///   entry that contradicts itself.
  public init(_ entries: [Entry]) throws(AttestationError) {
    for entry in entries { try add(entry) }
  }

  /// - Throws: as `init(_:)`.
  public mutating func add(_ entry: Entry) throws(AttestationError) {
    guard self[entry.kid] == nil else {
      throw .keySet(location: "key set", problem: "two keys have the id \(entry.kid); remove one")
    }
    if let flaw = entry.flaw {
      throw .keySet(location: "key \(entry.kid)", problem: "`\(flaw.member)` \(flaw.problem)")
    }
    entries.append(entry)
  }

  /// Changes the entry of an existing key.
  /// - Throws: `AttestationError.keySet` if there is none, or the changed entry contradicts itself.
  mutating func change(_ kid: KeyID, _ body: (inout Entry) throws(AttestationError) -> Void) throws(AttestationError) {
    guard let index = entries.firstIndex(where: { $0.kid == kid }) else {
      throw .keySet(location: "key set", problem: "there is no key \(kid)", remedy: .listKeys)
    }
    var entry = entries[index]
    try body(&entry)
    if let flaw = entry.flaw { throw .keySet(location: "key \(kid)", problem: "`\(flaw.member)` \(flaw.problem)") }
    entries[index] = entry
  }

  public subscript(kid: KeyID) -> Entry? { entries.first { $0.kid == kid } }

  /// The keys whose checkpoints are accepted.
  /// - Parameter now: seconds since 1970.
  public func logKeys(at now: Int64) -> [LogPublicKey] {
    entries.filter { $0.uses.contains(.log) && $0.compromisedAt == nil && now <= $0.verifyUntil }.compactMap(\.logKey)
  }

  /// Whether any of the keys is an operator's, not a development key.
  public var isAnOperators: Bool { entries.contains { !$0.isDevelopment } }

  /// Whether any of the keys is a development key.
  public var isDevelopment: Bool { entries.contains(where: \.isDevelopment) }
}
