import SwiftASN1
import X509

/// A signature algorithm with its digest: what a signer's key does, and what a message claims was done.
struct SignatureScheme: Sendable, Hashable {
  var digest: MessageDigest
  var isRSA: Bool

  init(digest: MessageDigest, isRSA: Bool) { (self.digest, self.isRSA) = (digest, isRSA) }

  /// Nil if the two do not go together, or one is unknown or too weak.
  init?(signature: AlgorithmName, digest name: AlgorithmName) {
    guard let digest = MessageDigest(name) else { return nil }
    let (rsa, ecdsa) = (Self(digest: digest, isRSA: true), Self(digest: digest, isRSA: false))
    switch signature.algorithm {
    // RFC 3370, 3.2: the key's algorithm may stand for the signature's.
    case OID.rsa, rsa.name.algorithm:
      guard signature.hasNoParameters else { return nil }
      self = rsa
    case ecdsa.name.algorithm:
      guard signature.parameters == nil else { return nil }
      self = ecdsa
    default: return nil
    }
  }

  var name: AlgorithmName {
    switch (isRSA, digest) {
    case (true, .sha256): AlgorithmName(OID.rsaWithSHA256, parameters: AlgorithmName.null)
    case (true, .sha384): AlgorithmName(OID.rsaWithSHA384, parameters: AlgorithmName.null)
    case (true, .sha512): AlgorithmName(OID.rsaWithSHA512, parameters: AlgorithmName.null)
    case (false, .sha256): AlgorithmName(OID.ecdsaWithSHA256)
    case (false, .sha384): AlgorithmName(OID.ecdsaWithSHA384)
    case (false, .sha512): AlgorithmName(OID.ecdsaWithSHA512)
    }
  }

  var algorithm: Certificate.SignatureAlgorithm {
    switch (isRSA, digest) {
    case (true, .sha256): .sha256WithRSAEncryption
    case (true, .sha384): .sha384WithRSAEncryption
    case (true, .sha512): .sha512WithRSAEncryption
    case (false, .sha256): .ecdsaWithSHA256
    case (false, .sha384): .ecdsaWithSHA384
    case (false, .sha512): .ecdsaWithSHA512
    }
  }
}
