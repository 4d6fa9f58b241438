import CLibCrypto
import Crypto

/// The hash used with SM2: GB/T 32905-2016, 32 bytes.
enum SM3 {
  /// Nil if libcrypto is configured without it.
  static func hash(_ bytes: [UInt8]) -> [UInt8]? {
    var digest = [UInt8](repeating: 0, count: 32)
    var length = 0
    guard EVP_Q_digest(nil, "SM3", nil, bytes, bytes.count, &digest, &length) == 1, length == 32 else { return nil }
    return digest
  }
}

/// The digest with which a token of this algorithm binds the report's data: SM3 with SM2, else SHA-256. 32 bytes.
/// - Throws: `AttestationError.signing` if libcrypto has no SM3.
public func digest(_ bytes: [UInt8], for algorithm: SignatureAlgorithm) throws(AttestationError) -> [UInt8] {
  guard algorithm == .sm2 else { return Array(SHA256.hash(data: bytes)) }
  guard let digest = SM3.hash(bytes) else {
    throw .signing(problem: "libcrypto has no SM3; check its version (3.0 or later) and its configuration")
  }
  return digest
}
