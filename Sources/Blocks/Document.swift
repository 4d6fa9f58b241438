/// What a template makes from a report: all visible content, in order, but without positions.
public struct Document: Sendable, Hashable {
  public var information: Information
  public var page: PageSetup
  public var blocks: [Block]

  public init(information: Information, page: PageSetup, blocks: [Block]) {
    (self.information, self.page, self.blocks) = (information, page, blocks)
  }

  /// Shown in a reader's window title and in a search index.
  public struct Information: Sendable, Hashable {
    public var title: String
    public var author: String
    public var subject: String
    public var keywords: [String]
    /// A BCP 47 tag.
    public var language: String
    public init(
      title: String, author: String = "", subject: String = "", keywords: [String] = [], language: String = "zh-CN"
    ) {
      (self.title, self.author, self.subject, self.keywords, self.language) = (
        title, author, subject, keywords, language
      )
    }
  }
}

public struct PageSetup: Sendable, Hashable {
  public var size: Size = .a4
  /// Margins of the body; header and footer lie within the top and bottom margins.
  public var margins: Insets
  public var header: Furniture?
  public var footer: Furniture?
  public var watermark: Watermark?
  /// Whether the cover has a header and a footer. The watermark, if any, is on it in any case.
  public var furnitureOnFirstPage = false
  public init(margins: Insets) { self.margins = margins }
}

/// A line at the head or the foot of every page.
public struct Furniture: Sendable, Hashable {
  public var left: [TextRun] = []
  public var center: [TextRun] = []
  public var right: [TextRun] = []
  /// Distance from the page edge to the nearest side of the line.
  public var distance: Length
  /// Between the line and the body.
  public var rule: Stroke?
  public init(distance: Length) { self.distance = distance }
}

/// Light text across every page, under everything else.
public struct Watermark: Sendable, Hashable {
  public var text: String
  public var style: CharacterStyle
  /// Degrees, counter-clockwise.
  public var angle: Double
  /// The number of repetitions across and down the page.
  public var across: Int, down: Int
  public init(text: String, style: CharacterStyle, angle: Double = 45, across: Int = 1, down: Int = 1) {
    (self.text, self.style, self.angle, self.across, self.down) = (text, style, angle, across, down)
  }
}
