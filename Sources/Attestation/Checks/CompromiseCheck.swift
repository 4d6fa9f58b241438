extension KeyCheck {
  /// A thief can write any date, so a compromised key's tokens count only if the log proves that they are older
  /// (`verification.md` §3). The key's entry gives the log's last state before the theft, `soundLog`; what that state
  /// holds is older than the theft.
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
