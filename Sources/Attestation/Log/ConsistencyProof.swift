/// Proves that a tree only grew: the first `oldSize` leaves are unchanged. RFC 6962 §2.1.2.
public struct ConsistencyProof: Sendable, Equatable {
  public let oldSize: UInt64
  public let newSize: UInt64
  public let path: [LogHash]

  /// A proof as received.
  public init(oldSize: UInt64, newSize: UInt64, path: [LogHash]) {
    (self.oldSize, self.newSize, self.path) = (oldSize, newSize, path)
  }

  /// Makes the proof.
  /// - Parameter nodes: gives the stored hash of a full subtree of the tree with `newSize` leaves.
  /// - Precondition: `oldSize` is at most `newSize`.
  public init<Problem: Error>(
    oldSize: UInt64, newSize: UInt64, nodes: (LogNode) throws(Problem) -> LogHash
  ) throws(Problem) {
    precondition(oldSize <= newSize, "a log does not shrink from \(oldSize) to \(newSize)")
    var path: [LogHash] = []
    if oldSize > 0, oldSize < newSize {
      var run = MerkleTree.Run(start: 0, count: newSize)
      // Descends to the subtree that ends where the old tree did.
      while run.start + run.count != oldSize {
        let (left, right) = run.halves
        let isLeft = oldSize <= right.start
        path.append(try (isLeft ? right : left).hash(nodes))
        run = isLeft ? left : right
      }
      // If that subtree is the whole old tree, its hash is the old root, which the verifier has.
      if run.start != 0 { path.append(try run.hash(nodes)) }
    }
    self.init(oldSize: oldSize, newSize: newSize, path: path.reversed())
  }

  /// Whether the tree with the old root is a prefix of the tree with the new one.
  public func holds(oldRoot: LogHash, newRoot: LogHash) -> Bool {
    guard oldSize > 0 else { return oldRoot == MerkleTree.emptyRoot && path.isEmpty && isEmptyIfNew(newRoot) }
    guard oldSize < newSize else { return oldSize == newSize && path.isEmpty && oldRoot == newRoot }
    // RFC 9162 §2.1.4.2.
    var rest = path[...]
    if oldSize & (oldSize - 1) == 0 { rest = [oldRoot] + rest }
    guard let first = rest.popFirst() else { return false }
    var (node, last) = (oldSize - 1, newSize - 1)
    while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
    var (old, new) = (first, first)
    for hash in rest {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        (old, new) = (MerkleTree.nodeHash(hash, old), MerkleTree.nodeHash(hash, new))
        while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
      } else {
        new = MerkleTree.nodeHash(new, hash)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && old == oldRoot && new == newRoot
  }

  private func isEmptyIfNew(_ root: LogHash) -> Bool { newSize > 0 || root == MerkleTree.emptyRoot }
}
