/// A publication whose signature was verified.
public struct Published<Content: Sendable>: Sendable {
  public let content: Content
  /// Seconds since 1970.
  public let issuedAt: Int64
  /// From when on a newer one should be fetched: its content may be out of date then. Seconds since 1970.
  public let refreshBy: Int64

  init(_ content: Content, _ envelope: Envelope) {
    (self.content, issuedAt, refreshBy) = (content, envelope.issuedAt, envelope.refreshBy)
  }
}

extension Published: Equatable where Content: Equatable {}
