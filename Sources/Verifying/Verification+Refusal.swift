public import Attestation

extension Verification {
  /// The answer to a file that is rejected unread.
  public init(refusing refusal: FileRefusal) {
    self.init(source: .image, answer: .file(refusal))
  }

  /// The answer to a picture in which nothing could be read.
  public init(refusing refusal: PictureRefusal) {
    self.init(source: .image, answer: .picture(refusal.reason), detail: refusal.detail)
  }

  /// The answer to a copy of paper on which nothing could be read.
  public init(refusing refusal: CopyRefusal) {
    self.init(source: .copy, answer: .copy(refusal))
  }

  /// The answer to a text that is not a code.
  public init(refusing refusal: TokenRefusal) {
    self.init(source: .digits, answer: .token(refusal.reason), detail: refusal.detail)
  }
}
