/// A perfect subtree of the log: 2^level leaves, starting at `index` · 2^level. Level 0 is a leaf. Once it is full, its
/// hash never changes, so the log can store it.
public struct LogNode: Sendable, Hashable {
  public var level: Int
  public var index: UInt64

  public init(level: Int, index: UInt64) { (self.level, self.index) = (level, index) }
}

extension MerkleTree {
  /// A run of leaves whose hash is a node on a path of RFC 6962: it starts at a multiple of the least power of two that
  /// is not less than its length.
  struct Run {
    var start: UInt64
    var count: UInt64

    /// Where RFC 6962 §2.1 splits it: after the largest power of two that is less than its length.
    var halves: (left: Run, right: Run) {
      let leftCount = largestPowerOfTwo(below: count)
      return (Run(start: start, count: leftCount), Run(start: start + leftCount, count: count - leftCount))
    }

    /// Computed from the stored hashes of full subtrees, at most 64.
    func hash<Problem: Error>(_ nodes: (LogNode) throws(Problem) -> LogHash) throws(Problem) -> LogHash {
      if count == 0 { return MerkleTree.emptyRoot }
      if count & (count - 1) == 0 {
        let level = count.trailingZeroBitCount
        return try nodes(LogNode(level: level, index: start >> UInt64(level)))
      }
      let (left, right) = halves
      return MerkleTree.nodeHash(try left.hash(nodes), try right.hash(nodes))
    }
  }

  /// - Precondition: `count` is at least 2.
  static func largestPowerOfTwo(below count: UInt64) -> UInt64 {
    precondition(count >= 2, "no power of two is below 1")
    return 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
  }
}
