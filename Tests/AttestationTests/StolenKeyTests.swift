import Testing

@testable import Attestation

/// The row "stolen key, back-dating" of the threats (`verification.md` §5).
@Suite struct StolenKeyTests {
  /// A log that grows, with the hashes that proofs are made of.
  private struct Log {
    var frontier: LogFrontier
    var stored: [LogNode: LogHash] = [:]
    init() throws {
      frontier = try LogFrontier(size: 0) { _ throws(TrustRefusal) in throw .malformed("nothing stored") }
    }
    mutating func append(_ leaf: [UInt8]) {
      for (node, hash) in frontier.append(MerkleTree.leafHash(leaf)) { stored[node] = hash }
    }
    func proof(_ index: UInt64, _ province: Province) throws -> LogProof {
      LogProof(
        try InclusionProof(leafIndex: index, treeSize: frontier.size) { try #require(stored[$0]) },
        checkpoint: try province.checkpoint(frontier))
    }
  }

  @Test(arguments: [SignatureAlgorithm.es256, .sm2]) func onlyWhatTheLogHeldBeforeCounts(
    algorithm: SignatureAlgorithm
  ) throws {
    let province = try Province(algorithm)
    var log = try Log()
    let honest = try ReceivedToken(Token.sign(try sampleClaims(recordCount: 1), with: province.reports))
    log.append([0])
    log.append(honest.leaf)
    let atIssue = try log.proof(1, province)
    let before = Checkpoint(origin: province.log.name, size: log.frontier.size, root: log.frontier.root)
    // The thief dates his report back to before the theft, and even gets it into the log.
    let forged = try ReceivedToken(Token.sign(try sampleClaims(recordCount: 0), with: province.reports))
    log.append(forged.leaf)
    log.append([9])
    let (laterHonest, laterForged) = (try log.proof(1, province), try log.proof(2, province))

    func answer(_ token: ReceivedToken, _ keys: KeySet, _ proof: LogProof?) -> String {
      reason { _ = try token.authenticated(by: keys, at: sampleNow, proof: proof) }
    }
    var keys = province.list.keys
    #expect(answer(honest, keys, nil) == "ACCEPTED" && answer(forged, keys, nil) == "ACCEPTED")

    try keys.change(province.reports.kid) { $0.compromisedAt = sampleNow }
    for proof in [nil, atIssue, laterHonest] { #expect(answer(honest, keys, proof) == "KEY_COMPROMISED") }

    try keys.change(province.reports.kid) { $0.soundLog = before }
    #expect(answer(honest, keys, nil) == "KEY_COMPROMISED")
    #expect(answer(honest, keys, atIssue) == "ACCEPTED" && answer(honest, keys, laterHonest) == "ACCEPTED")
    for proof in [nil, atIssue, laterHonest, laterForged] { #expect(answer(forged, keys, proof) == "KEY_COMPROMISED") }

    // The forged leaf under the honest one's place, and a checkpoint of a key that is not the log's.
    let moved = LogProof(index: 1, path: laterForged.path, checkpoint: laterForged.checkpoint)
    #expect(answer(forged, keys, moved) == "KEY_COMPROMISED")
    let stranger = try log.proof(1, try Province())
    #expect(answer(honest, keys, stranger) == "KEY_COMPROMISED")

    // With the log's key stolen too, the state from before needs nobody's signature; a later one is nobody's word.
    try keys.change(PublicKey(province.log.publicKey).kid) { $0.compromisedAt = sampleNow }
    #expect(answer(honest, keys, atIssue) == "ACCEPTED" && answer(honest, keys, laterHonest) == "KEY_COMPROMISED")
  }
}
