import Testing

@testable import Attestation

/// A log in memory: every full subtree's hash, as a registry stores them, and the leaves for a plain reckoning.
struct MemoryLog {
  var leaves: [[UInt8]] = []
  var frontier = LogFrontier()
  var stored: [LogNode: LogHash] = [:]

  init(size: Int) { for number in 0..<size { append(Array("leaf \(number)".utf8)) } }

  mutating func append(_ leaf: [UInt8]) {
    leaves.append(leaf)
    for (node, hash) in frontier.append(MerkleTree.leafHash(leaf)) { stored[node] = hash }
  }

  func node(_ node: LogNode) throws -> LogHash { try #require(stored[node]) }

  /// RFC 6962 §2.1, word for word.
  func root(of range: Range<Int>) -> LogHash {
    if range.isEmpty { return MerkleTree.emptyRoot }
    if range.count == 1 { return MerkleTree.leafHash(leaves[range.lowerBound]) }
    var half = 1
    while half * 2 < range.count { half *= 2 }
    let middle = range.lowerBound + half
    return MerkleTree.nodeHash(root(of: range.lowerBound..<middle), root(of: middle..<range.upperBound))
  }
}

@Suite struct LogTests {
  static let size = 70
  let log = MemoryLog(size: size)

  @Test func knownRoots() {
    // SHA-256 of nothing; and of the byte 0, which is the empty leaf's (RFC 6962 §2.1).
    #expect(
      MerkleTree.emptyRoot.bytes == bytes(hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
    #expect(
      MerkleTree.leafHash([]).bytes == bytes(hex: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"))
  }

  @Test func theFrontierGrowsToTheRootsOfTheStandard() throws {
    var growing = LogFrontier()
    for size in 0...Self.size {
      let root = log.root(of: 0..<size)
      #expect(growing.size == UInt64(size) && growing.root == root, "size \(size)")
      let reread = try LogFrontier(size: UInt64(size), nodes: log.node)
      #expect(reread.root == root && reread.size == UInt64(size))
      if size < Self.size { _ = growing.append(MerkleTree.leafHash(log.leaves[size])) }
    }
    // Every full subtree was handed out once, with the hash that the standard gives it.
    #expect(log.stored.count == (0..<7).reduce(0) { $0 + Self.size >> $1 })
    for (node, hash) in log.stored {
      let start = Int(node.index) << node.level
      #expect(hash == log.root(of: start..<start + 1 << node.level))
    }
  }

  @Test func everyLeafIsProvenInEveryTree() throws {
    for size in 1...Self.size {
      let root = log.root(of: 0..<size)
      for index in 0..<size {
        let proof = try InclusionProof(leafIndex: UInt64(index), treeSize: UInt64(size), nodes: log.node)
        #expect(proof.root(of: MerkleTree.leafHash(log.leaves[index])) == root, "leaf \(index) of \(size)")
        #expect(proof.root(of: MerkleTree.leafHash([1])) != root)
      }
    }
  }

  @Test func noOtherLeafPlaceOrPathIsProven() throws {
    for (index, size) in [(0, 1), (0, 2), (3, 7), (6, 7), (16, 33), (32, 33), (69, 70)] {
      let root = log.root(of: 0..<size)
      let leaf = MerkleTree.leafHash(log.leaves[index])
      let proof = try InclusionProof(leafIndex: UInt64(index), treeSize: UInt64(size), nodes: log.node)
      func changed(index: Int? = nil, size newSize: Int? = nil, path: [LogHash]? = nil) -> LogHash? {
        InclusionProof(
          leafIndex: index.map(UInt64.init) ?? proof.leafIndex, treeSize: newSize.map(UInt64.init) ?? proof.treeSize,
          path: path ?? proof.path
        ).root(of: leaf)
      }
      for other in 0..<size + 2 where other != index { #expect(changed(index: other) != root) }
      for position in proof.path.indices {
        var path = proof.path
        path[position] = MerkleTree.leafHash([9])
        #expect(changed(path: path) != root)
        #expect(changed(path: Array(proof.path.prefix(position))) != root)
      }
      #expect(changed(path: proof.path + [root]) == nil)
      #expect(changed(size: 0) == nil && changed(index: size) == nil)
    }
  }

  @Test func everyGrowthIsProven() throws {
    for new in 0...Self.size {
      for old in 0...new {
        let proof = try ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), nodes: log.node)
        let (oldRoot, newRoot) = (log.root(of: 0..<old), log.root(of: 0..<new))
        #expect(proof.holds(oldRoot: oldRoot, newRoot: newRoot), "\(old) to \(new)")
        if old > 0 {
          #expect(!proof.holds(oldRoot: MerkleTree.leafHash([7]), newRoot: newRoot))
          #expect(!proof.holds(oldRoot: oldRoot, newRoot: MerkleTree.leafHash([7])))
        } else {
          #expect(!proof.holds(oldRoot: MerkleTree.leafHash([7]), newRoot: newRoot))
        }
        let longer = ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), path: proof.path + [newRoot])
        #expect(!longer.holds(oldRoot: oldRoot, newRoot: newRoot))
        if !proof.path.isEmpty {
          let shorter = ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), path: proof.path.dropLast())
          #expect(!shorter.holds(oldRoot: oldRoot, newRoot: newRoot))
        }
      }
    }
  }

  @Test func aRewrittenLeafIsFound() throws {
    var other = MemoryLog(size: 20)
    other.leaves[3] = [0xff]
    var rewritten = MemoryLog(size: 0)
    for leaf in other.leaves + log.leaves[20..<40] { rewritten.append(leaf) }
    let proof = try ConsistencyProof(oldSize: 20, newSize: 40, nodes: rewritten.node)
    #expect(!proof.holds(oldRoot: log.root(of: 0..<20), newRoot: rewritten.frontier.root))
    #expect(proof.holds(oldRoot: other.root(of: 0..<20), newRoot: rewritten.frontier.root))
  }

  @Test func hugeTreesAreReckonedWithoutOverflow() {
    // Sizes up to 2^64 - 1, as a hostile proof may claim them.
    let size = UInt64.max
    let node = { (node: LogNode) in MerkleTree.leafHash(Array("\(node)".utf8)) }
    let proof = InclusionProof(leafIndex: size - 1, treeSize: size, nodes: node)
    #expect(proof.root(of: node(LogNode(level: 0, index: size - 1))) == LogFrontier(size: size, nodes: node).root)
    let growth = ConsistencyProof(oldSize: size - 1, newSize: size, nodes: node)
    #expect(
      growth.holds(
        oldRoot: LogFrontier(size: size - 1, nodes: node).root, newRoot: LogFrontier(size: size, nodes: node).root))
  }
}
