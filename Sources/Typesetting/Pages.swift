public import Blocks
public import Typeface

/// Finished pages: every glyph, line and picture at its position. The PDF writer, or any other output, draws them.
public struct Pages: Sendable {
  public var size: Size
  public var pages: [Page]
  /// Drawn under every page (the watermark); one object shared by all.
  public var background: Page?
  public var outline: [OutlineEntry]
  public var structure: Structure
  /// Characters that no font has, each drawn as a box with its code point, and variation selectors that no font
  /// supports, whose characters were drawn without them. In code point order.
  public var missing: [MissingCharacter]
  public init(
    size: Size, pages: [Page], background: Page? = nil, outline: [OutlineEntry] = [],
    structure: Structure = Structure(), missing: [MissingCharacter] = []
  ) {
    (self.size, self.pages, self.background) = (size, pages, background)
    (self.outline, self.structure, self.missing) = (outline, structure, missing)
  }
}

public struct Page: Sendable {
  /// The glyphs of all runs of the page in sequence; each run names its range.
  public var glyphs: [PlacedGlyph] = []
  /// In drawing order.
  public var marks: [Mark] = []
  public init() {}
}

public enum Mark: Sendable, Hashable {
  case text(GlyphRun)
  case fill(Rect, Color)
  case line(from: Point, to: Point, Stroke)
  case frame(Rect, Stroke)
  case picture(PictureID, Rect, ElementID = .artifact)
}

/// Glyphs of one font, size and colour on one baseline.
public struct GlyphRun: Sendable, Hashable {
  public var font: FontID
  public var size: Length
  public var color: Color
  public var element: ElementID
  /// The origin of the first glyph, on the baseline.
  public var origin: Point
  /// Degrees counter-clockwise around `origin`.
  public var rotation: Double
  /// Range in `Page.glyphs`.
  public var glyphs: Range<Int>
  public init(
    font: FontID, size: Length, color: Color, element: ElementID = .artifact, origin: Point, rotation: Double = 0,
    glyphs: Range<Int>
  ) {
    (self.font, self.size, self.color, self.element) = (font, size, color, element)
    (self.origin, self.rotation, self.glyphs) = (origin, rotation, glyphs)
  }
}

public struct PlacedGlyph: Sendable, Hashable {
  public var id: GlyphID
  /// Added to the glyph's own advance, in 1/1000 of the run's size: justification and narrowed punctuation.
  public var adjustment: Int16
  @inlinable public init(id: GlyphID, adjustment: Int16 = 0) { (self.id, self.adjustment) = (id, adjustment) }
}

/// A bookmark.
public struct OutlineEntry: Sendable, Hashable {
  public var title: String
  /// From 1; the parent is the last earlier entry with a smaller level.
  public var level: Int
  /// From 0.
  public var page: Int
  public var top: Length
  public init(title: String, level: Int, page: Int, top: Length) {
    (self.title, self.level, self.page, self.top) = (title, level, page, top)
  }
}

public struct MissingCharacter: Sendable, Hashable {
  public var scalar: Unicode.Scalar
  public var count: Int
  public init(scalar: Unicode.Scalar, count: Int) { (self.scalar, self.count) = (scalar, count) }
}
