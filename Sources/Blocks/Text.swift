/// The typefaces of Chinese official documents (GB/T 9704), by role; `fonts/fonts.yaml` maps roles to files.
public enum FontRole: String, Sendable, Hashable, CaseIterable, Codable {
  /// 宋体, running text
  case song
  /// 仿宋, body text of official documents
  case fangsong
  /// 黑体, headings and labels
  case hei
  /// 楷体, second-level headings
  case kai
  /// 小标宋, titles
  case biaosong
}

public struct CharacterStyle: Sendable, Hashable {
  public var font: FontRole
  public var size: Length
  public var color: Color
  public init(font: FontRole = .song, size: Length = 10.5, color: Color = .black) {
    (self.font, self.size, self.color) = (font, size, color)
  }
}

/// A run of text in one style.
public struct TextRun: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case text(String)
    /// The number of the page that contains the run, from 1.
    case pageNumber
    /// The number of pages in the document.
    case pageCount
  }
  public var content: Content
  public var style: CharacterStyle
  public init(_ content: Content, style: CharacterStyle) { (self.content, self.style) = (content, style) }
  public init(_ text: String, style: CharacterStyle) { self.init(.text(text), style: style) }
}

public struct ParagraphStyle: Sendable, Hashable {
  public enum Alignment: String, Sendable, Hashable, CaseIterable { case left, center, right, justify }
  /// What happens to a line that is too wide.
  public enum Breaking: Sendable, Hashable {
    /// Broken according to UAX #14 and clreq.
    case normal
    /// Not broken but set smaller, down to this share of its size; broken only if that is not enough.
    case shrink(atLeast: Double)
  }
  public var alignment: Alignment = .justify
  public var breaking: Breaking = .normal
  /// In ems of the paragraph's first run: 2 for Chinese running text.
  public var firstLineIndent: Double = 0
  public var indentLeft: Length = 0
  public var indentRight: Length = 0
  /// The distance between baselines, as a multiple of the largest size in the line.
  public var lineHeight: Double = 1.5
  public var spaceBefore: Length = 0
  public var spaceAfter: Length = 0
  /// Whether it must not be the last thing on a page: kept with the first lines of the next block.
  public var keepWithNext: Bool = false
  public init() {}
}

public struct Paragraph: Sendable, Hashable {
  public var runs: [TextRun]
  public var style: ParagraphStyle
  /// 1… for headings, which go into the outline (bookmarks); 0 for text.
  public var headingLevel: Int
  /// The role of a paragraph in a list item; the item's marker is part of the paragraph.
  public enum ListPosition: Sendable, Hashable { case first, following }
  public var listPosition: ListPosition?
  public init(runs: [TextRun], style: ParagraphStyle = ParagraphStyle(), headingLevel: Int = 0) {
    (self.runs, self.style, self.headingLevel) = (runs, style, headingLevel)
  }
}
