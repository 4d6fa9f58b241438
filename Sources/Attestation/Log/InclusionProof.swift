/// Proves that a tree has a leaf at an index: RFC 6962 §2.1.1.
public struct InclusionProof: Sendable, Equatable {
  /// From 0.
  public let leafIndex: UInt64
  public let treeSize: UInt64
  /// From the leaf's sibling up to the root's child.
  public let path: [LogHash]

  /// A proof as received.
  public init(leafIndex: UInt64, treeSize: UInt64, path: [LogHash]) {
    (self.leafIndex, self.treeSize, self.path) = (leafIndex, treeSize, path)
  }

  /// Makes the proof.
  /// - Parameter nodes: gives the stored hash of a full subtree of the tree with `treeSize` leaves.
  /// - Precondition: `leafIndex` is less than `treeSize`.
  public init<Problem: Error>(
    leafIndex: UInt64, treeSize: UInt64, nodes: (LogNode) throws(Problem) -> LogHash
  ) throws(Problem) {
    precondition(leafIndex < treeSize, "the tree of \(treeSize) leaves has no leaf \(leafIndex)")
    var path: [LogHash] = []
    var run = MerkleTree.Run(start: 0, count: treeSize)
    while run.count > 1 {
      let (left, right) = run.halves
      let isLeft = leafIndex < right.start
      path.append(try (isLeft ? right : left).hash(nodes))
      run = isLeft ? left : right
    }
    self.init(leafIndex: leafIndex, treeSize: treeSize, path: path.reversed())
  }

  /// The root that the tree must have if it contains the leaf: to be compared with a root from elsewhere.
  /// - Parameter leaf: its `MerkleTree.leafHash`.
  /// - Returns: nil if the path cannot belong to this leaf in a tree of this size.
  public func root(of leaf: LogHash) -> LogHash? {
    // RFC 9162 §2.1.3.2, which gives the algorithm that RFC 6962 leaves to the reader.
    guard leafIndex < treeSize else { return nil }
    var (node, last) = (leafIndex, treeSize - 1)
    var hash = leaf
    for sibling in path {
      guard last > 0 else { return nil }
      if node & 1 == 1 || node == last {
        hash = MerkleTree.nodeHash(sibling, hash)
        // The last node of a level without a sibling goes up unchanged.
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        hash = MerkleTree.nodeHash(hash, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 ? hash : nil
  }
}
