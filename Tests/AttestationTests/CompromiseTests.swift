import Testing

@testable import Attestation

/// A key is stolen after ten reports. Its thief signs what he likes, with whatever date; the ten still count.
@Suite struct CompromiseTests {
  let issuer: Issuer
  let honest: Token
  let late: Token
  let log: MemoryLog
  /// The log's state before the theft, and a later one.
  let before: Checkpoint
  let after: Checkpoint

  init() throws {
    issuer = try Issuer()
    honest = try Token.sign(sampleClaims(pages: 4), with: issuer.reports)
    late = try Token.sign(sampleClaims(pages: 14), with: issuer.reports)
    var log = MemoryLog(size: 0)
    for number in 0..<25 {
      switch number {
      case 4: log.append(try ReceivedToken(honest).leaf)
      case 14: log.append(try ReceivedToken(late).leaf)
      default: log.append([UInt8(number)])
      }
    }
    self.log = log
    before = Checkpoint(origin: issuer.log.name, size: 10, root: log.root(of: 0..<10))
    after = Checkpoint(origin: issuer.log.name, size: 25, root: log.root(of: 0..<25))
  }

  private func keys(soundLog: Checkpoint?, logCompromised: Bool = false) throws -> KeySet {
    var keys = issuer.list.keys
    try keys.change(issuer.reports.kid) { (entry) throws(AttestationError) in
      (entry.compromisedAt, entry.soundLog) = (1_795_500_000, soundLog)
    }
    if logCompromised {
      try keys.change(issuer.log.publicKey.kid) { (entry) throws(AttestationError) in
        entry.compromisedAt = 1_795_500_000
      }
    }
    return keys
  }

  private func proof(_ index: Int, in checkpoint: Checkpoint, by key: LogSigningKey? = nil) throws -> LogProof {
    let proof = try InclusionProof(leafIndex: UInt64(index), treeSize: checkpoint.size, nodes: log.node)
    return LogProof(proof, checkpoint: try SignedCheckpoint.sign(checkpoint, with: key ?? issuer.log))
  }

  private func answer(_ token: Token, _ keys: KeySet, _ proof: LogProof?) -> String {
    do throws(TokenRefusal) {
      _ = try ReceivedToken(token).authenticated(by: keys, at: sampleNow, proof: proof)
      return "VALID"
    } catch { return error.reason.rawValue }
  }

  @Test func onlyWhatTheLogHeldBeforeCounts() throws {
    let keys = try keys(soundLog: before)
    #expect(answer(honest, keys, try proof(4, in: before)) == "VALID")
    // Proven in an earlier or a later state of the same log, its place is the same.
    let earlier = Checkpoint(origin: issuer.log.name, size: 6, root: log.root(of: 0..<6))
    #expect(answer(honest, keys, try proof(4, in: earlier)) == "VALID")
    #expect(answer(honest, keys, try proof(4, in: after)) == "VALID")

    #expect(answer(honest, keys, nil) == "KEY_COMPROMISED")
    #expect(answer(late, keys, try proof(14, in: after)) == "KEY_COMPROMISED")
    #expect(answer(honest, try self.keys(soundLog: nil), try proof(4, in: before)) == "KEY_COMPROMISED")
    // Another report's proof proves nothing of this one.
    let forged = try Token.sign(sampleClaims(pages: 99), with: issuer.reports)
    #expect(answer(forged, keys, try proof(4, in: before)) == "KEY_COMPROMISED")
    #expect(answer(forged, keys, nil) == "KEY_COMPROMISED")
  }

  @Test func aSecondSignatureOverTheSameClaimsIsTheSameReport() throws {
    let twin = try Token.sign(sampleClaims(pages: 4), with: issuer.reports)
    #expect(twin != honest)
    #expect(answer(twin, try keys(soundLog: before), try proof(4, in: before)) == "VALID")
  }

  @Test func aThiefOfTheLogsKeyTooGetsNowhere() throws {
    // He makes a log of his own in which his token is old, and signs its state.
    let forged = try Token.sign(sampleClaims(pages: 99), with: issuer.reports)
    var own = MemoryLog(size: 10)
    own.leaves[2] = try ReceivedToken(forged).leaf
    var rewritten = MemoryLog(size: 0)
    for leaf in own.leaves { rewritten.append(leaf) }
    let state = Checkpoint(origin: issuer.log.name, size: 10, root: rewritten.frontier.root)
    let lie = LogProof(
      try InclusionProof(leafIndex: 2, treeSize: 10, nodes: rewritten.node),
      checkpoint: try SignedCheckpoint.sign(state, with: issuer.log))
    let keys = try keys(soundLog: before, logCompromised: true)
    #expect(answer(forged, keys, lie) == "KEY_COMPROMISED")
    // The trusted state itself needs no signature; any other state does, and the log's key is worth nothing now.
    #expect(answer(honest, keys, try proof(4, in: before)) == "VALID")
    #expect(answer(honest, keys, try proof(4, in: after)) == "KEY_COMPROMISED")
  }

  @Test func anotherLogsPlacesSayNothing() throws {
    let other = try LogSigningKey(name: "other.example.cn/log")
    var keys = try keys(soundLog: before)
    try keys.add(KeySet.Entry(log: other.publicKey, signing: Issuer.window, verifyUntil: 1_900_000_000))
    let elsewhere = Checkpoint(origin: other.name, size: 25, root: after.root)
    #expect(answer(honest, keys, try proof(4, in: elsewhere, by: other)) == "KEY_COMPROMISED")
  }
}
