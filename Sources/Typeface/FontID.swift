/// A font's index in its `FontSet`.
public struct FontID: Sendable, Hashable {
  public var index: UInt8
  @inlinable public init(index: UInt8) { self.index = index }
}

/// A glyph of a prepared font. A prepared font has one glyph for each character that it maps (and one for each
/// variation sequence), even if the source font draws two characters with one outline, so that each glyph id maps back
/// to exactly one text. 0 is .notdef.
public typealias GlyphID = UInt16
