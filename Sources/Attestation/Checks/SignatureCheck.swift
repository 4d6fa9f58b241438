extension KeyCheck {
  /// The key decides the algorithm, never the header. An ECDSA signature must have the lower of the two values of S, so
  /// that a token has no twin (`verification.md` §2); in SM2 another S is no valid signature.
  static let signature = KeyCheck { token, circumstances throws(TokenRefusal) in
    let key = circumstances.key
    guard token.algorithm == key.algorithm.rawValue else {
      throw TokenRefusal(.badSignature, "algorithm \(token.algorithm) is not that of key \(key.kid)")
    }
    guard key.algorithm != .es256 || ECDSASignature.hasLowS(token.signature) else {
      throw TokenRefusal(.badSignature, "the signature's S is in the upper half")
    }
    let message = COSE.toBeSigned(header: token.header, payload: token.payload)
    guard key.publicKey.verifies(token.signature, over: message) else {
      throw TokenRefusal(.badSignature, "not the signature of key \(key.kid)")
    }
  }
}
