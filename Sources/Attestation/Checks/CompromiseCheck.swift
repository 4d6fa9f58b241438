extension KeyCheck {
  /// A thief writes what date he likes, so a compromised key's tokens count only where the log proves that they are
  /// older (`verification.md` §3). No log is looked at here: none counts.
  static let compromise = KeyCheck { _, key, _ throws(TokenRefusal) in
    guard key.compromisedAt == nil else {
      throw TokenRefusal(.keyCompromised, "key \(key.kid) was compromised, and no log proves the token's age")
    }
  }
}
