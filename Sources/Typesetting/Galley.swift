import Blocks
import Typeface

/// Set material before it is divided into pages: flat arrays whose members refer to each other by index.
///
/// Everything is measured when it is created; dividing it (`Splitting.swift`) adds parts and changes none.
struct Galley {
  var styles = StyleTable()
  var items: [Item] = []
  var lines: [Line] = []
  var elements: [Element] = []
  var cells: [CellBox] = []
  var rows: [RowBox] = []
  var tables: [TableBox] = []
  var groups: [GroupBox] = []
  var pictures: [PictureBox] = []
  var rules: [RuleBox] = []
  var headings: [(title: String, level: Int)] = []
  var structure = Structure()

  /// - Parameter characters: approximate number of characters to reserve memory for, which saves growing.
  init(characters: Int = 0) {
    guard characters > 0 else { return }
    items.reserveCapacity(characters)
    lines.reserveCapacity(characters / 16)
    elements.reserveCapacity(characters / 16)
    cells.reserveCapacity(characters / 32)
  }
}

/// A character at its position in the text. Horizontal measures are in points.
struct Item {
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt8
    /// Blank; invisible at the end of a line.
    static let space = Traits(rawValue: 1)
    /// A full-width mark whose left half is blank.
    static let opening = Traits(rawValue: 2)
    /// A full-width mark whose right half is blank.
    static let closing = Traits(rawValue: 4)
    /// No font has the character: `glyph` and `font` hold its code point.
    static let missing = Traits(rawValue: 8)
    /// A placeholder for the number of the page on which it is placed.
    static let pageNumber = Traits(rawValue: 16)
    /// The gap before it separates Han and Latin; such gaps are stretched or shrunk first.
    static let flexibleGap = Traits(rawValue: 32)
    /// Set like Western text: no space is added between two such items.
    static let western = Traits(rawValue: 64)
    /// If a word is too long for a line, it is preferably broken after this item (URLs).
    static let endsPiece = Traits(rawValue: 128)

    static let punctuation: Traits = [.opening, .closing]
  }
  enum Break: UInt8 { case prohibited, allowed, newline }

  var advance: Float
  /// The space between the previous item on the line and this one, in addition to the advance; negative where
  /// punctuation is narrowed.
  var gap: Float
  var glyph: GlyphID
  var style: UInt16
  var font: UInt8
  /// `.newline`: the item is not a character but ends a line.
  var breakBefore: Break
  var traits: Traits

  var missingScalar: UInt32 { UInt32(font) << 16 | UInt32(glyph) }
}

/// A line of text. Lengths are in points, from the top left corner of its column.
struct Line {
  var items: Range<Int32>
  var x: Double
  var height: Double
  /// From the top of the line.
  var baseline: Double
  /// Index in `Galley.headings`, or -1.
  var heading: Int32 = -1
  var element = ElementID.artifact
}

/// One item of a vertical list.
struct Element {
  enum Content {
    case line(Int32)
    case table(Int32)
    case group(Int32)
    case picture(Int32)
    case rule(Int32)
    case space, spring, pageBreak
  }
  var content: Content
  var height: Double
  /// No page break between this and the next element.
  var keepsWithNext = false
}

/// A column of elements. After a split it may begin or end with part of an element, which is stored outside its range.
struct VerticalList {
  /// The rest of an element whose beginning is on an earlier page.
  var head: Element?
  var range: Range<Int>
  /// The beginning of an element that continues on the next page.
  var tail: Element?
  var height: Double

  static let empty = VerticalList(range: 0..<0, height: 0)
  var count: Int { range.count + (head == nil ? 0 : 1) + (tail == nil ? 0 : 1) }
}

struct CellBox {
  /// From the table's left side.
  var x: Double
  var width: Double
  var columns: Range<Int>
  var content: VerticalList
  var fill: Color?
  var verticalAlignment: Table.Cell.VerticalAlignment
}

struct RowBox {
  var cells: Range<Int>
  var height: Double
  var splits: Bool
  var keepsWithNext: Bool
}

/// A table, or the part of one that is on a page. `head` and `tail` are parts of rows, as in `VerticalList`.
struct TableBox {
  var x: Double = 0
  var width: Double
  /// Positions of the column boundaries, both outer sides included, from the table's left side.
  var boundaries: [Double]
  var padding: Insets
  var inner: Stroke?
  var outer: Stroke?
  var rowsKeptWithHead: Int
  var heading: Range<Int>
  var headingHeight: Double
  /// Replaces the heading from the second page on.
  var continuedHeading: Range<Int>
  var continuedHeadingHeight: Double

  var head: RowBox?
  var rows: Range<Int>
  var tail: RowBox?
  /// Continued from an earlier page: its heading repeats the one there.
  var isContinued = false
  /// The height of head, rows and tail, without the heading.
  var bodyHeight: Double

  var height: Double { headingHeight + bodyHeight }
}

struct GroupBox {
  var x: Double
  var width: Double
  var height: Double
  var padding: Insets
  var border: Stroke?
  var fill: Color?
  var keepTogether: Bool
  var content: VerticalList
  /// False if the group continues from, or on, another page.
  var hasTop = true
  var hasBottom = true
}

struct PictureBox {
  var x: Double
  var picture: Picture
  var element: ElementID
}

struct RuleBox {
  var width: Double
  var stroke: Stroke
}
