/// The texts of the QR symbols on the pages of one file. They prove nothing yet.
public struct ReadPages: Sendable, Equatable {
  public struct Page: Sendable, Equatable {
    /// From 1; nil: the file is one picture.
    public var number: Int?
    public var texts: [String]
    /// Whether nothing of the page was missing or left out.
    public var isWhole: Bool

    public init(number: Int?, texts: [String], isWhole: Bool = true) {
      (self.number, self.texts, self.isWhole) = (number, texts, isWhole)
    }
  }
  /// Those that were looked at, in order.
  public var pages: [Page] = []
  /// Whether all pages were looked at, as closely as it takes.
  var wereAllRead = true
  /// Whether all of all pages was looked at. Otherwise the file may hold more reports.
  public var isComplete: Bool { wereAllRead && pages.allSatisfy(\.isWhole) }

  public init(pages: [Page] = [], isComplete: Bool = true) { (self.pages, wereAllRead) = (pages, isComplete) }
}

/// How much of a file is looked at.
public struct PageLimits: Sendable {
  /// The number of pages.
  public var pages: Int
  /// Wall-clock time for all of them; the page that has begun is finished.
  public var seconds: Double
  /// Of all pages of a picture together: a small file may say of each of its pages that it is huge.
  public var pixels: Int

  public init(pages: Int, seconds: Double, pixels: Int = 20_000_000_000) {
    (self.pages, self.seconds, self.pixels) = (pages, seconds, pixels)
  }

  /// For a service, where others wait.
  public static let service = PageLimits(pages: 100, seconds: 25)
  /// For a service and pictures, which are read faster than pages are drawn. These are 45 pages of A4 with 300 dpi.
  public static let servicePicture = PageLimits(pages: 100, seconds: 12, pixels: 400_000_000)
  /// For a person at a command.
  public static let command = PageLimits(pages: 1000, seconds: 600)
}
