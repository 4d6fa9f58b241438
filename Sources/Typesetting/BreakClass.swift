import CICU

/// The line breaking classes of UAX #14 that our rules tell apart, with the ambiguous ones resolved for Chinese text.
enum BreakClass: UInt8, CaseIterable {
  case space, mandatoryBreak, zeroWidthSpace, zeroWidthJoiner, wordJoiner, glue, combiningMark
  case openPunctuation, closePunctuation, closeParenthesis, quotation, nonstarter, exclamation, inseparable
  /// OP that is East Asian wide or full-width: LB30 does not glue it to a word.
  case wideOpenPunctuation
  case infixNumeric, breakSymbols, prefixNumeric, postfixNumeric, numeric
  case alphabetic, hebrewLetter, ideographic, emojiBase, emojiModifier, regionalIndicator
  case hyphen, breakAfter, breakBefore, breakBoth, contingentBreak

  /// - Parameter isWide: the glyph fills an em. It decides between the readings of a character that Chinese and Western
  ///   text share (class AI; LB1 leaves that to the implementation).
  init(of scalar: Unicode.Scalar, category: Unicode.GeneralCategory, isWide: Bool) {
    if let tailored = Self.tailored(scalar, isWide: isWide) {
      self = tailored
      return
    }
    switch ULineBreak(UInt32(bitPattern: xinbao_line_break_class(Int32(bitPattern: scalar.value)))) {
    case U_LB_SPACE: self = .space
    case U_LB_MANDATORY_BREAK, U_LB_CARRIAGE_RETURN, U_LB_LINE_FEED, U_LB_NEXT_LINE: self = .mandatoryBreak
    case U_LB_ZWSPACE: self = .zeroWidthSpace
    case U_LB_ZWJ: self = .zeroWidthJoiner
    case U_LB_WORD_JOINER: self = .wordJoiner
    case U_LB_GLUE: self = .glue
    // Trailing jamo stay with the syllable that they complete (LB26), which is all that a mark does too.
    case U_LB_COMBINING_MARK, U_LB_JV, U_LB_JT: self = .combiningMark
    case U_LB_OPEN_PUNCTUATION: self = isWide ? .wideOpenPunctuation : .openPunctuation
    case U_LB_CLOSE_PUNCTUATION: self = .closePunctuation
    case U_LB_CLOSE_PARENTHESIS: self = .closeParenthesis
    case U_LB_QUOTATION: self = .quotation
    case U_LB_NONSTARTER, U_LB_CONDITIONAL_JAPANESE_STARTER: self = .nonstarter
    case U_LB_EXCLAMATION: self = .exclamation
    case U_LB_INSEPARABLE: self = .inseparable
    case U_LB_INFIX_NUMERIC: self = .infixNumeric
    case U_LB_BREAK_SYMBOLS: self = .breakSymbols
    case U_LB_PREFIX_NUMERIC: self = .prefixNumeric
    case U_LB_POSTFIX_NUMERIC: self = .postfixNumeric
    case U_LB_NUMERIC: self = .numeric
    case U_LB_HEBREW_LETTER: self = .hebrewLetter
    case U_LB_IDEOGRAPHIC, U_LB_H2, U_LB_H3, U_LB_JL: self = .ideographic
    case U_LB_E_BASE: self = .emojiBase
    case U_LB_E_MODIFIER: self = .emojiModifier
    case U_LB_REGIONAL_INDICATOR: self = .regionalIndicator
    case U_LB_HYPHEN: self = .hyphen
    case U_LB_BREAK_AFTER: self = .breakAfter
    case U_LB_BREAK_BEFORE: self = .breakBefore
    case U_LB_BREAK_BOTH: self = .breakBoth
    case U_LB_CONTINGENT_BREAK: self = .contingentBreak
    case U_LB_AMBIGUOUS, U_LB_UNKNOWN: self = isWide ? .ideographic : .alphabetic
    case U_LB_COMPLEX_CONTEXT:
      self = category == .nonspacingMark || category == .spacingMark ? .combiningMark : .alphabetic
    default: self = .alphabetic
    }
  }

  /// What W3C clreq (line start and line end prohibition, “行首行尾禁则”) adds to or settles in UAX #14.
  private static func tailored(_ scalar: Unicode.Scalar, isWide: Bool) -> BreakClass? {
    switch scalar {
    // Double quotation marks open and close in Chinese text. The single ones stay QU: ’ is the apostrophe, too.
    case "“": isWide ? .wideOpenPunctuation : .openPunctuation
    case "”": .closePunctuation
    // Interpunct, connectors and the solidus (间隔号、连接号、分隔号) do not begin a line.
    case "·", "\u{2027}", "～", "－", "／", "–": .nonstarter
    default: nil
    }
  }
}
