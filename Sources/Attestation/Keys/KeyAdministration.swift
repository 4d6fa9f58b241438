import ErrorCauses

// What an administrator does with an installation's keys. All of it changes `keyset.json` and takes effect for others
// with the next list that the root signs; that a key no longer signs takes effect here at once.

extension KeyStore {
  /// The terms of a new key.
  public struct Terms: Sendable {
    /// The window in which it may sign; seconds since 1970, inclusive.
    public var signing: ClosedRange<Int64>
    /// The last second at which its signatures are accepted.
    public var verifyUntil: Int64

    /// - Throws: `AttestationError.refused` if the times are not in order.
    public init(from: Int64, until: Int64, verifyUntil: Int64) throws(AttestationError) {
      guard 0 <= from, from < until, until <= verifyUntil else {
        throw .refused(location: "new key", problem: "begins to sign, ends to sign and ends to verify, in this order")
      }
      (signing, self.verifyUntil) = (from...until, verifyUntil)
    }
  }

  /// Creates a key and stores it.
  /// - Parameters:
  ///   - algorithm: ignored for a key of the log, which is always Ed25519.
  ///   - logName: for a key of the log, the log's origin.
  /// - Throws: `AttestationError.refused` in a development home.
  public func create(
    _ use: KeyUse, algorithm: SignatureAlgorithm = .es256, logName: String, terms: Terms
  ) throws(AttestationError) -> KeySet.Entry {
    try change { keys throws(AttestationError) in
      let entry = try newEntry(use, algorithm, logName, terms)
      try keys.add(entry)
      return entry
    }
  }

  /// Creates a key that takes over, and lets the old ones sign a while longer: they remain in use until the new list is
  /// installed, and what they sign meanwhile must stay valid.
  /// - Parameter overlap: seconds after the beginning of the new key's window.
  /// - Returns: the new key, and those whose window now ends.
  /// - Throws: `AttestationError.refused` if no key of this use can sign.
  public func rotate(
    _ use: KeyUse, algorithm: SignatureAlgorithm?, terms: Terms, overlap: Int64
  ) throws(AttestationError) -> (new: KeySet.Entry, ending: [KeySet.Entry]) {
    try change { keys throws(AttestationError) in
      let start = terms.signing.lowerBound
      let old = keys.entries.filter { entry in
        entry.uses.contains(use) && entry.compromisedAt == nil && entry.signing.contains(start)
      }
      guard let last = old.last else {
        throw .refused(
          location: keySetPath,
          problem: "no key signs \(use.rawValue) that another could follow", remedy: .makeKey(use: use.rawValue))
      }
      let new = try newEntry(use, algorithm ?? last.algorithm, last.logName ?? "", terms)
      try keys.add(new)
      for entry in old {
        try keys.change(entry.kid) { entry in
          entry.signing = entry.signing.lowerBound...min(entry.signing.upperBound, start + overlap)
        }
      }
      return (new, old.compactMap { keys[$0.kid] })
    }
  }

  /// Ends a key's signing window: it no longer signs; what it signed stays valid.
  /// - Parameter time: seconds since 1970.
  public func retire(_ kid: KeyID, at time: Int64) throws(AttestationError) -> KeySet.Entry {
    try changeEntry(kid) { entry throws(AttestationError) in
      guard time < entry.signing.upperBound else {
        throw .refused(location: "key \(kid)", problem: "signs no more already")
      }
      // If its window has not begun, only the moment of its end remains.
      entry.signing = min(entry.signing.lowerBound, time)...time
    }
  }

  /// Records that somebody else may have a private key.
  /// - Parameters:
  ///   - time: since when; seconds since 1970.
  ///   - soundLog: for a key for reports, the last checkpoint of the log that is known to be older, with the log's
  ///     signature. Only reports that it covers stay valid; without one, none.
  ///   - now: seconds since 1970.
  /// - Throws: `AttestationError.refused` if the key would become sounder than before, or the checkpoint is not from
  ///   the log.
  public func compromise(
    _ kid: KeyID, at time: Int64, soundLog: SignedCheckpoint?, now: Int64
  ) throws(AttestationError) -> KeySet.Entry {
    let logKeys = try keySet().entries.compactMap(\.logKey)
    return try changeEntry(kid) { entry throws(AttestationError) in
      guard (0...now).contains(time) else {
        throw .refused(
          location: "key \(kid)", problem: "cannot have been stolen in the future; give the time of the theft")
      }
      guard time <= entry.compromisedAt ?? .max else {
        throw .refused(location: "key \(kid)", problem: "is noted as stolen earlier; the earlier time stays")
      }
      entry.compromisedAt = time
      guard let soundLog else { return }
      guard entry.uses.contains(.reports) else {
        throw .refused(location: "key \(kid)", problem: "is not for reports: no log proves when it signed")
      }
      let checkpoint: Checkpoint
      do throws(TrustRefusal) { checkpoint = try soundLog.verified(by: logKeys) } catch {
        throw .refused(location: "sound log", problem: "is not a checkpoint of this installation's log: \(error)")
      }
      guard checkpoint.size <= entry.soundLog?.size ?? .max else {
        throw .refused(location: "sound log", problem: "is later than the one noted before, which stays")
      }
      entry.soundLog = checkpoint
    }
  }

  private func newEntry(
    _ use: KeyUse, _ algorithm: SignatureAlgorithm, _ logName: String, _ terms: Terms
  ) throws(AttestationError) -> KeySet.Entry {
    // The private key first: a key set must not name one that was never stored.
    if use == .log {
      let key = try LogSigningKey(name: logName)
      try keep(key)
      return KeySet.Entry(log: key.publicKey, signing: terms.signing, verifyUntil: terms.verifyUntil)
    }
    let key = try SigningKey(algorithm: algorithm)
    try keep(key)
    return KeySet.Entry(
      publicKey: key.publicKey, uses: [use], signing: terms.signing, verifyUntil: terms.verifyUntil)
  }

  private func changeEntry(
    _ kid: KeyID, _ body: (inout KeySet.Entry) throws(AttestationError) -> Void
  ) throws(AttestationError) -> KeySet.Entry {
    try change { keys throws(AttestationError) in
      guard keys[kid] != nil else {
        throw .refused(
          location: keySetPath, problem: "there is no key \(kid)", remedy: .listKeys)
      }
      try keys.change(kid, body)
      guard let entry = keys[kid] else { throw .refused(location: keySetPath, problem: "has lost the key \(kid)") }
      return entry
    }
  }

  /// One change at a time; none in a development home, whose keys prove nothing.
  private func change<Result>(
    _ body: (inout KeySet) throws(AttestationError) -> Result
  ) throws(AttestationError) -> Result {
    try ProtectedFile(directory).makePrivateFolder()
    return try ProtectedFile("\(directory)/lock").locked { () throws(AttestationError) -> Result in
      var keys = try keySetIfPresent() ?? KeySet()
      try refuseTryingOut(keys)
      let result = try body(&keys)
      try ProtectedFile(keySetPath).write(try keys.json(), mode: 0o644)
      return result
    }
  }

  func refuseTryingOut(_ keys: KeySet) throws(AttestationError) {
    guard !keys.isDevelopment else {
      throw .refused(
        location: directory, problem: "holds keys for trying out; set real keys up in a fresh home (docs/keys.md)")
    }
  }
}
