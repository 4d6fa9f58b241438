/// The texts of the QR symbols on the pages of one file. They prove nothing yet.
public struct ReadPages: Sendable, Equatable {
  public struct Page: Sendable, Equatable {
    /// From 1; nil: the file is one picture.
    public var number: Int?
    public var texts: [String]

    public init(number: Int?, texts: [String]) { (self.number, self.texts) = (number, texts) }
  }
  /// Those that were looked at, in order.
  public var pages: [Page] = []
  /// Whether all pages were looked at. Otherwise the file may hold more reports.
  public var isComplete = true

  public init(pages: [Page] = [], isComplete: Bool = true) { (self.pages, self.isComplete) = (pages, isComplete) }
}

/// How much of a file is looked at.
public struct PageLimits: Sendable {
  /// The number of pages.
  public var pages: Int
  /// Wall-clock time for all of them; the page that has begun is finished.
  public var seconds: Double

  public init(pages: Int, seconds: Double) { (self.pages, self.seconds) = (pages, seconds) }

  /// For a service, where others wait.
  public static let service = PageLimits(pages: 100, seconds: 25)
  /// For a person at a command.
  public static let command = PageLimits(pages: 1000, seconds: 600)
}
