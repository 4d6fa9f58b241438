/// Why a picture gives no answer.
public struct PictureRefusal: Error, Sendable, Equatable {
  public enum Reason: String, Sendable, CaseIterable {
    case unreadable = "IMAGE_UNREADABLE"
    /// The reader crashed, exceeded its limits of time or memory, or could not be started.
    case readingStopped = "IMAGE_READING_STOPPED"
    /// More than 100 million pixels.
    case tooLarge = "IMAGE_TOO_LARGE"
    case withoutCode = "IMAGE_NO_CODE"
  }
  public let reason: Reason
  /// For logs, in English: what exactly is wrong.
  public let detail: String?

  init(_ reason: Reason, _ detail: String? = nil) { (self.reason, self.detail) = (reason, detail) }
}
