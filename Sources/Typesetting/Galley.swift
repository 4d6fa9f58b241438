import Blocks
import Typeface

/// Set material that has not yet been divided into pages: flat arrays whose members refer to each other by index.
///
/// Everything is measured when it is made; dividing it (`Splitting.swift`) adds parts and changes none.
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

  /// - Parameter characters: room is made for about so many, which saves growing.
  init(characters: Int = 0) {
    guard characters > 0 else { return }
    items.reserveCapacity(characters)
    lines.reserveCapacity(characters / 16)
    elements.reserveCapacity(characters / 16)
    cells.reserveCapacity(characters / 32)
  }
}

/// A character in its place in the text. Horizontal measures are points.
struct Item {
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt8
    /// Blank; not seen at a line's end.
    static let space = Traits(rawValue: 1)
    /// Full-width mark whose left half is blank.
    static let opening = Traits(rawValue: 2)
    /// Full-width mark whose right half is blank.
    static let closing = Traits(rawValue: 4)
    /// No font has the character: `glyph` and `font` hold its code point.
    static let missing = Traits(rawValue: 8)
    /// Stands for the number of the page on which it comes to stand.
    static let pageNumber = Traits(rawValue: 16)
    /// The gap before it is one between Han and Latin, the first to be stretched or shrunk.
    static let flexibleGap = Traits(rawValue: 32)
    /// Set like Western text: nothing is spread between two such.
    static let western = Traits(rawValue: 64)
    /// After it, a word too long for a line is broken by preference (URLs).
    static let endsPiece = Traits(rawValue: 128)

    static let punctuation: Traits = [.opening, .closing]
  }
  enum Break: UInt8 { case prohibited, allowed, newline }

  var advance: Float
  /// Between the item before it on the line and this one, beyond the advance; negative where punctuation is narrowed.
  var gap: Float
  var glyph: GlyphID
  var style: UInt16
  var font: UInt8
  /// `.newline`: the item itself is no character, it ends a line.
  var breakBefore: Break
  var traits: Traits

  var missingScalar: UInt32 { UInt32(font) << 16 | UInt32(glyph) }
}

/// A line of text. Lengths are points, from the top left corner of the column in which it stands.
struct Line {
  var items: Range<Int32>
  var x: Double
  var height: Double
  /// From the top of the line.
  var baseline: Double
  /// Into `Galley.headings`, or -1.
  var heading: Int32 = -1
  var element = ElementID.artifact
}

/// One thing in a vertical list.
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
  /// No page ends between this and what follows.
  var keepsWithNext = false
}

/// A column of elements. After a split it may begin, or end, with a part of one, which then stands outside its range.
struct VerticalList {
  /// The rest of an element whose beginning stands on an earlier page.
  var head: Element?
  var range: Range<Int>
  /// The beginning of an element that goes on with the next page.
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

/// A table, or the part of one that stands on a page. `head` and `tail` are parts of rows, as in `VerticalList`.
struct TableBox {
  var x: Double = 0
  var width: Double
  /// Positions of the column boundaries, both sides included, from the table's left side.
  var boundaries: [Double]
  var padding: Insets
  var inner: Stroke?
  var outer: Stroke?
  var rowsKeptWithHead: Int
  var heading: Range<Int>
  var headingHeight: Double
  /// What takes the heading's place from the second page on.
  var continuedHeading: Range<Int>
  var continuedHeadingHeight: Double

  var head: RowBox?
  var rows: Range<Int>
  var tail: RowBox?
  /// Goes on from an earlier page: its heading repeats the one there.
  var isContinued = false
  /// Of head, rows and tail, without the heading.
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
  /// False where the group goes on from, or to, another page.
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
