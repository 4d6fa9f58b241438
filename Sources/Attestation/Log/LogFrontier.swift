/// The state that a log needs in order to grow: its size and the full subtrees that make it up, at most 64 hashes.
public struct LogFrontier: Sendable {
  /// The number of leaves.
  public private(set) var size: UInt64
  /// The full subtrees from left to right: one for each bit of `size` that is set, the largest first.
  private var hashes: [LogHash]

  /// The log without leaves.
  public init() { (size, hashes) = (0, []) }

  /// A log of `size` leaves.
  /// - Parameter nodes: gives the stored hash of a full subtree.
  public init<Problem: Error>(size: UInt64, nodes: (LogNode) throws(Problem) -> LogHash) throws(Problem) {
    var hashes: [LogHash] = []
    for level in stride(from: 63, through: 0, by: -1) where size >> UInt64(level) & 1 == 1 {
      // The leaves before this subtree are those of the higher bits.
      let index = size >> UInt64(level) - 1
      hashes.append(try nodes(LogNode(level: level, index: index)))
    }
    (self.size, self.hashes) = (size, hashes)
  }

  /// - Parameter leaf: `MerkleTree.leafHash` of what is logged.
  /// - Returns: the subtrees that are now full, the leaf first: these must be stored.
  public mutating func append(_ leaf: LogHash) -> [(node: LogNode, hash: LogHash)] {
    var complete = [(node: LogNode(level: 0, index: size), hash: leaf)]
    var hash = leaf
    // As in binary counting: every set bit at the end is a full subtree that is the left half of a larger one.
    for level in 0..<(~size).trailingZeroBitCount {
      hash = MerkleTree.nodeHash(hashes.removeLast(), hash)
      complete.append((LogNode(level: level + 1, index: size >> UInt64(level + 1)), hash))
    }
    hashes.append(hash)
    size += 1
    return complete
  }

  public var root: LogHash {
    guard let last = hashes.last else { return MerkleTree.emptyRoot }
    return hashes.dropLast().reversed().reduce(last) { MerkleTree.nodeHash($1, $0) }
  }
}
