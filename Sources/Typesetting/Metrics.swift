import Blocks
import Typeface

/// What typesetting needs from fonts. It is called once per character and role (`CharacterTable` caches the results),
/// so that closures do not slow down setting.
struct Metrics: Sendable {
  /// The font and glyph of a character in a role's fallback chain, with or without a variation selector.
  var glyph:
    @Sendable (_ role: FontRole, _ scalar: Unicode.Scalar, _ selector: Unicode.Scalar?) -> (
      font: FontID, glyph: GlyphID
    )?
  /// In 1/1000 em.
  var advance: @Sendable (FontID, GlyphID) -> Int
  /// Whether any font has the role.
  var hasRole: @Sendable (FontRole) -> Bool
}
