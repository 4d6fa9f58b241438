extension KeyCheck {
  /// The key was allowed to sign when the token was issued, and its signatures are still accepted.
  static let window = KeyCheck { token, circumstances throws(TokenRefusal) in
    let (key, now) = (circumstances.key, circumstances.now)
    guard key.signing.contains(token.claims.issuedAt) else {
      throw TokenRefusal(.keyOutOfWindow, "issued outside the signing window of key \(key.kid)")
    }
    guard now <= key.verifyUntil else {
      throw TokenRefusal(.keyOutOfWindow, "signatures of key \(key.kid) are no longer accepted")
    }
  }
}
