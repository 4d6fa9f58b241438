import Attestation
import Database

/// The log's hashes and checkpoints in the database: `log_node` holds every complete subtree by level and index,
/// `log_checkpoint` the checkpoint of every size that was signed.
struct LogStore {
  static var emptyRoot: [UInt8] { MerkleTree.emptyRoot.bytes }

  let session: any SQLSession
  /// The database's location, for messages.
  let location: String

  /// Adds leaves, signs the new tree, and proves that it contains each leaf.
  func append(_ leaves: [LogHash], to head: inout ChainHead, signedBy log: LogSigner) throws -> [LogProof] {
    let size = head.size
    var frontier = try withNodes { nodes in try LogFrontier(size: size, nodes: nodes) }
    guard frontier.root.bytes == head.hash else {
      throw RegistryError.damaged(what: location, problem: "the log's root is not that of its \(size) leaves")
    }
    for leaf in leaves {
      for (node, hash) in frontier.append(leaf) {
        try session.execute(
          "INSERT INTO log_node (level, place, hash) VALUES ($1, $2, $3)",
          [.integer(Int64(node.level)), .unsigned(node.index), .blob(hash.bytes)])
      }
    }
    head = ChainHead(size: frontier.size, hash: frontier.root.bytes)
    let checkpoint = try sign(Checkpoint(origin: log.origin, size: head.size, root: frontier.root), log)
    return try withNodes { nodes in
      try (size..<frontier.size).map { try InclusionProof(leafIndex: $0, treeSize: frontier.size, nodes: nodes) }
    }.map { LogProof($0, checkpoint: checkpoint) }
  }

  func sign(_ checkpoint: Checkpoint, _ log: LogSigner) throws -> SignedCheckpoint {
    let signed = try SignedCheckpoint.sign(checkpoint, with: log.key)
    try session.execute(
      "INSERT INTO log_checkpoint (size, note) VALUES ($1, $2) ON CONFLICT (size) DO UPDATE SET note = excluded.note",
      [.unsigned(checkpoint.size), .text(signed.text)])
    return signed
  }

  func checkpoint(size: UInt64) throws -> SignedCheckpoint? {
    try session.query("SELECT note FROM log_checkpoint WHERE size = $1", [.unsigned(size)]).first
      .map { row in SignedCheckpoint(text: try row.text("note")) }
  }

  func newestCheckpoint() throws -> SignedCheckpoint? {
    try session.query("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1", []).first
      .map { row in SignedCheckpoint(text: try row.text("note")) }
  }

  func proof(of index: UInt64, checkpoint: SignedCheckpoint, size: UInt64) throws -> LogProof {
    let inclusion = try withNodes { nodes in try InclusionProof(leafIndex: index, treeSize: size, nodes: nodes) }
    return LogProof(inclusion, checkpoint: checkpoint)
  }

  func consistency(from old: UInt64, to new: UInt64) throws -> ConsistencyProof {
    try withNodes { nodes in try ConsistencyProof(oldSize: old, newSize: new, nodes: nodes) }
  }

  func root(at size: UInt64) throws -> LogHash {
    try withNodes { nodes in try LogFrontier(size: size, nodes: nodes) }.root
  }

  /// Runs `body` twice: first to learn which hashes it needs, then with them. One query fetches all of them: one query
  /// per hash would be slow on a server.
  private func withNodes<R>(_ body: ((LogNode) throws -> LogHash) throws -> R) throws -> R {
    var wanted: Set<LogNode> = []
    let result = try body { node in
      wanted.insert(node)
      return MerkleTree.emptyRoot
    }
    guard !wanted.isEmpty else { return result }
    let hashes = try self.hashes(of: Array(wanted))
    return try body { node in
      guard let hash = hashes[node] else {
        throw RegistryError.damaged(
          what: location, problem: "the log has no hash of the node \(node.index) at level \(node.level)")
      }
      return hash
    }
  }

  private func hashes(of nodes: [LogNode]) throws -> [LogNode: LogHash] {
    var hashes: [LogNode: LogHash] = [:]
    var rest = nodes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.nodesInOneQuestion)
      rest = rest.dropFirst(part.count)
      let conditions = part.indices.map { index in
        let first = 2 * (index - part.startIndex) + 1
        return "level = $\(first) AND place = $\(first + 1)"
      }
      let rows = try session.query(
        "SELECT level, place, hash FROM log_node WHERE \(conditions.joined(separator: " OR "))",
        part.flatMap { [.integer(Int64($0.level)), .unsigned($0.index)] })
      for row in rows {
        guard let hash = LogHash(try row.blob("hash")) else {
          throw RegistryError.damaged(what: location, problem: "a hash of the log has not 32 bytes")
        }
        hashes[LogNode(level: Int(try row.integer("level")), index: try row.unsigned("place"))] = hash
      }
    }
    return hashes
  }

  /// Below SQLite's limit on expression depth.
  private static let nodesInOneQuestion = 200
}
