extension KeyCheck {
  /// A thief writes what date he likes, so a compromised key's tokens count only where the log proves that they are
  /// older (`verification.md` §3). The trust list's entry gives the log's last state from before, `soundLog`; what that
  /// state holds was there before the thief was.
  static let compromise = KeyCheck { token, circumstances throws(TokenRefusal) in
    let key = circumstances.key
    guard key.compromisedAt != nil else { return }
    guard let soundLog = key.soundLog else {
      throw TokenRefusal(
        .keyCompromised, "key \(key.kid) was compromised, and no state of the log is known from before")
    }
    guard let proof = circumstances.proof else {
      throw TokenRefusal(.keyCompromised, "key \(key.kid) was compromised, and no log proves the token's age")
    }
    do throws(TrustRefusal) {
      try proof.proves(token.leaf, before: soundLog, by: circumstances.keys.logKeys(at: circumstances.now))
    } catch {
      throw TokenRefusal(.keyCompromised, "key \(key.kid) was compromised; the proof of the token's age: \(error)")
    }
  }
}
