public import Attestation

extension Verification {
  /// The answer to a text that is no code at all.
  public init(refusing refusal: TokenRefusal) {
    self.init(source: .digits, answer: .token(refusal.reason), detail: refusal.detail, development: false, notes: [])
  }
}
