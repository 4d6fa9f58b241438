/// The state of a log: C2SP tlog-checkpoint.
public struct Checkpoint: Sendable, Equatable {
  /// The log's name.
  public let origin: String
  /// The number of leaves.
  public let size: UInt64
  public let root: LogHash

  public init(origin: String, size: UInt64, root: LogHash) {
    (self.origin, self.size, self.root) = (origin, size, root)
  }

  /// The text that is signed.
  var text: String { "\(origin)\n\(size)\n\(root)\n" }

  /// - Throws: `MALFORMED`; also for extension lines, which no log of this software writes and nobody audits.
  init(text: String) throws(TrustRefusal) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty, LogPublicKey.isName(String(lines[0])),
      let size = UInt64(lines[1]), let bytes = StrictBase64.decode(lines[2]), let root = LogHash(bytes)
    else { throw .malformed("not a checkpoint: origin, size and root hash, a line each") }
    self.init(origin: String(lines[0]), size: size, root: root)
    guard self.text.utf8.elementsEqual(text.utf8) else {
      throw .malformed("a checkpoint in another form than the only one")
    }
    guard size > 0 || root == MerkleTree.emptyRoot else { throw .malformed("an empty log with the root of another") }
  }
}

/// A checkpoint with the log's signature, and perhaps others', as text. It proves nothing before `verified`.
public struct SignedCheckpoint: Sendable, Equatable {
  /// The signed note.
  public let text: String

  public init(text: String) { self.text = text }

  /// - Throws: `AttestationError.claim` if the key is another log's, `AttestationError.signing`.
  public static func sign(
    _ checkpoint: Checkpoint, with key: LogSigningKey
  ) throws(AttestationError) -> SignedCheckpoint {
    guard checkpoint.origin == key.name else {
      throw .claim(name: "origin", problem: "the log \(checkpoint.origin) is not signed by the key of \(key.name)")
    }
    return SignedCheckpoint(text: try SignedNote.sign(checkpoint.text, with: key))
  }

  /// - Throws: `MALFORMED`, `UNKNOWN_KEY`, `BAD_SIGNATURE`.
  public func verified(by keys: [LogPublicKey]) throws(TrustRefusal) -> Checkpoint {
    let note = try SignedNote(reading: text)
    let checkpoint = try Checkpoint(text: note.text)
    // A key is valid only for its own log.
    _ = try note.signers(among: keys.filter { $0.name == checkpoint.origin })
    return checkpoint
  }

  /// The checkpoint as it claims to be, not verified.
  func unverified() throws(TrustRefusal) -> Checkpoint { try Checkpoint(text: try SignedNote(reading: text).text) }
}
