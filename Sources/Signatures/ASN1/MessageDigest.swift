import Crypto
import SwiftASN1

/// The digests that a signature may use.
enum MessageDigest: Sendable, Hashable {
  case sha256, sha384, sha512

  /// Nil: unknown or too weak.
  init?(_ name: AlgorithmName) {
    guard name.hasNoParameters else { return nil }
    switch name.algorithm {
    case OID.sha256: self = .sha256
    case OID.sha384: self = .sha384
    case OID.sha512: self = .sha512
    default: return nil
    }
  }

  var name: AlgorithmName {
    switch self {
    case .sha256: AlgorithmName(OID.sha256)
    case .sha384: AlgorithmName(OID.sha384)
    case .sha512: AlgorithmName(OID.sha512)
    }
  }

  /// The digest of the concatenated parts, without joining them in memory.
  func of(_ parts: [ArraySlice<UInt8>]) -> [UInt8] {
    func digest<Hash: HashFunction>(_ hash: Hash) -> [UInt8] {
      var hash = hash
      for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
      return Array(hash.finalize())
    }
    return switch self {
    case .sha256: digest(SHA256())
    case .sha384: digest(SHA384())
    case .sha512: digest(SHA512())
    }
  }
}
