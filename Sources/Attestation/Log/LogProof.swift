/// Proves that something is in the log, without access to the log: C2SP tlog-proof. Not verified yet.
public struct LogProof: Sendable, Equatable {
  /// The index of the leaf, from 0.
  public let index: UInt64
  public let path: [LogHash]
  public let checkpoint: SignedCheckpoint

  private static let firstLine = "c2sp.org/tlog-proof@v1"
  /// A tree of 2^64 leaves is no higher.
  private static let maximumPath = 64

  public init(index: UInt64, path: [LogHash], checkpoint: SignedCheckpoint) {
    (self.index, self.path, self.checkpoint) = (index, path, checkpoint)
  }

  public init(_ proof: InclusionProof, checkpoint: SignedCheckpoint) {
    self.init(index: proof.leafIndex, path: proof.path, checkpoint: checkpoint)
  }

  /// The text that is attached to a PDF and stored in files (`.tlog-proof`).
  public var text: String {
    ([Self.firstLine, "index \(index)"] + path.map(\.description) + ["", checkpoint.text]).joined(separator: "\n")
  }

  /// - Throws: `MALFORMED` for anything but the text of a proof; also for extra data, which our proofs do not have.
  public init(reading text: String) throws(TrustRefusal) {
    guard text.utf8.count <= SignedNote.maximumSize else { throw .malformed("too long for a proof") }
    guard let end = text.firstRange(of: "\n\n") else { throw .malformed("a proof without a checkpoint") }
    let lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 2, lines[0] == Self.firstLine, lines[1].hasPrefix("index "),
      let index = UInt64(lines[1].dropFirst("index ".count)), lines.count - 2 <= Self.maximumPath
    else { throw .malformed("not a proof of the form tlog-proof@v1") }
    var path: [LogHash] = []
    for line in lines.dropFirst(2) {
      guard let hash = StrictBase64.decode(line).flatMap(LogHash.init) else {
        throw .malformed("a line of the proof is not a hash")
      }
      path.append(hash)
    }
    self.init(index: index, path: path, checkpoint: SignedCheckpoint(text: String(text[end.upperBound...])))
    _ = try checkpoint.unverified()
    guard self.text.utf8.elementsEqual(text.utf8) else { throw .malformed("a proof in another form than the only one") }
  }

  /// Verifies the proof and returns the checkpoint of the tree that contains the leaf.
  /// - Parameter payload: what was logged: `ReceivedToken.leaf`.
  /// - Throws: `MALFORMED`, `UNKNOWN_KEY`, `BAD_SIGNATURE`; `NOT_IN_LOG`.
  public func verified(leaf payload: [UInt8], by keys: [LogPublicKey]) throws(TrustRefusal) -> Checkpoint {
    let checkpoint = try self.checkpoint.verified(by: keys)
    try prove(payload, in: checkpoint)
    return checkpoint
  }

  /// - Throws: `NOT_IN_LOG`.
  func prove(_ payload: [UInt8], in checkpoint: Checkpoint) throws(TrustRefusal) {
    let proof = InclusionProof(leafIndex: index, treeSize: checkpoint.size, path: path)
    guard proof.root(of: MerkleTree.leafHash(payload)) == checkpoint.root else {
      throw TrustRefusal(.notInLog, "the proof does not lead from this token to the checkpoint")
    }
  }

  /// Proves that the leaf belongs to an earlier, trusted state of its log. Leaves keep their indices, so an index below
  /// the state's size is enough, whichever checkpoint of the same log proves it. That checkpoint is either the trusted
  /// state itself, which needs no signature, or one signed by a log key that is still sound.
  /// - Throws: `NOT_IN_LOG`; what `verified` throws.
  func proves(
    _ payload: [UInt8], before state: Checkpoint, by keys: [LogPublicKey]
  ) throws(TrustRefusal) {
    guard index < state.size else {
      throw TrustRefusal(.notInLog, "leaf \(index) is not among the \(state.size) from before")
    }
    let claimed = try checkpoint.unverified()
    if claimed == state { return try prove(payload, in: state) }
    guard claimed.origin == state.origin else {
      throw TrustRefusal(.notInLog, "the proof is of the log \(claimed.origin), not of \(state.origin)")
    }
    _ = try verified(leaf: payload, by: keys)
  }
}
