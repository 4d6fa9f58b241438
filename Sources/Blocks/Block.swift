/// Blocks are stacked down the page.
public indirect enum Block: Sendable, Hashable {
  case paragraph(Paragraph)
  case table(Table)
  case group(Group)
  case picture(Picture)
  case rule(Rule)
  /// Empty space; dropped at the top of a page.
  case space(Length)
  /// Takes the rest of the page's height; several on one page share it. For covers.
  case spring
  case pageBreak
}

/// A picture whose content is known only after pagination: the QR symbol contains the number of pages.
public enum PictureID: String, Sendable, Hashable {
  /// The verification QR symbol, without its quiet zone.
  case verificationCode
}

public struct Picture: Sendable, Hashable {
  public var id: PictureID
  public var size: Size
  public var alignment: ParagraphStyle.Alignment
  /// What the picture shows, for readers who cannot see it.
  public var alternateText: String
  public init(id: PictureID, size: Size, alignment: ParagraphStyle.Alignment = .center, alternateText: String = "") {
    (self.id, self.size, self.alignment, self.alternateText) = (id, size, alignment, alternateText)
  }
}

/// A horizontal line over the full width.
public struct Rule: Sendable, Hashable {
  public var stroke: Stroke
  public var spaceBefore: Length, spaceAfter: Length
  public init(stroke: Stroke, spaceBefore: Length = 0, spaceAfter: Length = 0) {
    (self.stroke, self.spaceBefore, self.spaceAfter) = (stroke, spaceBefore, spaceAfter)
  }
}

public struct Stroke: Sendable, Hashable {
  public enum Pattern: String, Sendable, Hashable, CaseIterable { case solid, dashed }
  public var width: Length
  public var color: Color
  public var pattern: Pattern
  public init(width: Length = 0.5, color: Color = .black, pattern: Pattern = .solid) {
    (self.width, self.color, self.pattern) = (width, color, pattern)
  }
}

/// Blocks that share a border, a fill or a page-break rule.
public struct Group: Sendable, Hashable {
  public var blocks: [Block]
  public var border: Stroke?
  public var fill: Color?
  public var padding: Insets = .zero
  public var spaceBefore: Length = 0
  public var spaceAfter: Length = 0
  /// Moved to the next page as a whole instead of being split, if it fits on one page.
  public var keepTogether = false
  /// The minimum height, padding included: the room for a seal.
  public var minimumHeight: Length = 0
  /// Nil: the full width.
  public var width: Length?
  public var alignment: ParagraphStyle.Alignment = .left
  public init(blocks: [Block]) { self.blocks = blocks }
}

/// A table. It may continue over several pages; its head repeats on each.
public struct Table: Sendable, Hashable {
  public enum Column: Sendable, Hashable {
    case fixed(Length)
    /// A share of the width that the fixed columns leave.
    case share(Double)
  }
  public struct Row: Sendable, Hashable {
    public var cells: [Cell]
    /// Whether it may be split between two pages; a row taller than a page is split in any case.
    public var splits = true
    /// Whether it must not be the last row on a page.
    public var keepWithNext = false
    public init(cells: [Cell]) { self.cells = cells }
  }
  public struct Cell: Sendable, Hashable {
    public enum VerticalAlignment: String, Sendable, Hashable, CaseIterable { case top, middle }
    public var blocks: [Block]
    public var columnSpan: Int
    public var fill: Color?
    public var verticalAlignment: VerticalAlignment
    /// Whether it is the header of the cells after it in its row: a label before its value.
    public var isRowHeader = false
    public init(
      _ blocks: [Block], columnSpan: Int = 1, fill: Color? = nil, verticalAlignment: VerticalAlignment = .middle
    ) {
      (self.blocks, self.columnSpan, self.fill, self.verticalAlignment) = (blocks, columnSpan, fill, verticalAlignment)
    }
  }
  public var columns: [Column]
  /// Repeated at the top of every page on which the table continues.
  public var head: [Row] = []
  public var rows: [Row]
  /// Replaces `head` from the second page on (第 3 条（续）), unless empty.
  public var continuedHead: [Row] = []
  public var inner: Stroke?
  public var outer: Stroke?
  public var cellPadding = Insets(top: 3, right: 4, bottom: 3, left: 4)
  public var spaceBefore: Length = 0
  public var spaceAfter: Length = 0
  /// The head is never alone: at least this many body rows stay with it on its page.
  public var rowsKeptWithHead = 2
  /// Whether it only arranges blocks next to each other; its rows and columns have no meaning.
  public var isLayout = false
  public init(columns: [Column], rows: [Row]) { (self.columns, self.rows) = (columns, rows) }
}
