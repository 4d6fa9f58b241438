/// The fonts of a role. A character is taken from the first font that has it.
public struct FontChain: Sendable {
  public let role: String
  /// In order; at least one.
  public let fonts: [(id: FontID, font: PreparedFont)]

  /// The role's own font: lines are measured with it.
  public var first: PreparedFont { fonts[0].font }

  /// - Parameter selector: a variation selector after the character. The first font that draws this sequence
  ///   differently from the plain character is used; if there is none, the plain character is drawn.
  /// - Returns: nil if no font of the chain has the character.
  public func glyph(
    for scalar: Unicode.Scalar, selector: Unicode.Scalar? = nil
  ) -> (font: FontID, glyph: GlyphID)? {
    if let selector {
      for (id, font) in fonts {
        if let glyph = font.glyph(for: scalar, selector: selector) { return (id, glyph) }
      }
    }
    for (id, font) in fonts {
      if let glyph = font.glyph(for: scalar) { return (id, glyph) }
    }
    return nil
  }
}
