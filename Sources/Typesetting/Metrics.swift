import Blocks
import Typeface

/// What typesetting asks of fonts. It is asked once for a character and role (`CharacterTable` keeps the answers), so
/// that closures cost nothing where text is set.
struct Metrics: Sendable {
  /// The font and glyph that a role's fallback chain has for a character, with a variation selector or without.
  var glyph:
    @Sendable (_ role: FontRole, _ scalar: Unicode.Scalar, _ selector: Unicode.Scalar?) -> (
      font: FontID, glyph: GlyphID
    )?
  /// In 1/1000 em.
  var advance: @Sendable (FontID, GlyphID) -> Int
  /// Whether any font plays the role.
  var hasRole: @Sendable (FontRole) -> Bool
}
