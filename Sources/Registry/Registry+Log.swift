public import Attestation
import Database

extension Registry {
  /// The checkpoint of the log as it is now: the stored one, or a new one if that has another name or key.
  public func checkpoint(signedBy log: LogSigner) throws -> SignedCheckpoint {
    if let kept = try keptCheckpoint(of: log) { return kept }
    try refuseRollback()
    return try database.write { session in
      let head = try ChainHead.lock(.log, session, database.dialect)
      guard let root = LogHash(head.hash) else {
        throw RegistryError.damaged(what: database.location, problem: "the log's root has not 32 bytes")
      }
      return try LogStore(session: session, location: database.location)
        .sign(Checkpoint(origin: log.origin, size: head.size, root: root), log)
    }
  }

  /// The newest checkpoint that was signed: that of the log as it is now, unless whoever issues is about to sign it. Nil for
  /// a log of which none was.
  public func newestCheckpoint() throws -> SignedCheckpoint? {
    try database.read { session in
      try LogStore(session: session, location: database.location).newestCheckpoint()
    }
  }

  private func keptCheckpoint(of log: LogSigner) throws -> SignedCheckpoint? {
    let (head, kept) = try database.read { session in
      let head = try ChainHead.read(.log, session)
      return (head, try LogStore(session: session, location: database.location).checkpoint(size: head.size))
    }
    guard let kept, let read = try? kept.verified(by: [log.key.publicKey]), read.origin == log.origin,
      read.size == head.size, read.root.bytes == head.hash
    else { return nil }
    return kept
  }

  /// The checkpoint that was signed at a size of the log; nil if there is none.
  public func checkpoint(size: UInt64) throws -> SignedCheckpoint? {
    try database.read { session in try LogStore(session: session, location: database.location).checkpoint(size: size) }
  }

  public func logSize() throws -> UInt64 { try database.read { try ChainHead.read(.log, $0) }.size }

  /// Proves that the log as it is now contains a report.
  /// - Throws: `RegistryError.noSuchReport`.
  public func proof(number: String, signedBy log: LogSigner) throws -> LogProof {
    guard let report = try report(number: number) else { throw RegistryError.noSuchReport(number: number) }
    let checkpoint = try checkpoint(signedBy: log)
    // The log may have grown since: a proof at the checkpoint's own size is always right.
    let size = try checkpoint.verified(by: [log.key.publicKey]).size
    return try database.read { session in
      try LogStore(session: session, location: database.location).proof(
        of: report.logIndex, checkpoint: checkpoint, size: size)
    }
  }

  /// Proves that the log contained a report when it was issued: the proof attached to its files. Nil if no checkpoint of
  /// that size is stored.
  public func proof(atIssueOf report: RegisteredReport) throws -> LogProof? {
    try database.read { session in
      let log = LogStore(session: session, location: database.location)
      guard let checkpoint = try log.checkpoint(size: report.logSize) else { return nil }
      return try log.proof(of: report.logIndex, checkpoint: checkpoint, size: report.logSize)
    }
  }

  /// Proves that the log of an earlier size is a prefix of a later one.
  /// - Throws: `RegistryError.invalid` for sizes that the log never had.
  public func consistency(from old: UInt64, to new: UInt64) throws -> ConsistencyProof {
    try database.read { session in
      let size = try ChainHead.read(.log, session).size
      guard old <= new, new <= size else {
        throw RegistryError.invalid(
          what: "sizes of the log", problem: "must grow and be at most \(size), not \(old) and \(new)")
      }
      return try LogStore(session: session, location: database.location).consistency(from: old, to: new)
    }
  }
}
