import Crypto

/// A hash in the log's tree: SHA-256, 32 bytes.
public struct LogHash: Sendable, Hashable, CustomStringConvertible {
  public let bytes: [UInt8]

  /// Nil unless 32 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  fileprivate init(_ digest: SHA256.Digest) { bytes = Array(digest) }

  /// Base64, as in checkpoints and proofs.
  public var description: String { StrictBase64.encode(bytes) }
}

/// The hashes of a Merkle tree: RFC 6962 §2.1. Leaves and nodes are hashed with different first bytes, so that no node
/// passes for a leaf.
public enum MerkleTree {
  /// The root of the tree without leaves.
  public static let emptyRoot = LogHash(SHA256.hash(data: [UInt8]()))

  public static func leafHash(_ leaf: [UInt8]) -> LogHash {
    var hash = SHA256()
    hash.update(data: [0])
    hash.update(data: leaf)
    return LogHash(hash.finalize())
  }

  public static func nodeHash(_ left: LogHash, _ right: LogHash) -> LogHash {
    var hash = SHA256()
    hash.update(data: [1])
    hash.update(data: left.bytes)
    hash.update(data: right.bytes)
    return LogHash(hash.finalize())
  }
}
