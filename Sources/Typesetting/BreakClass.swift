import CICU

/// The line breaking classes of UAX #14 that our rules distinguish; the ambiguous ones are resolved for Chinese text.
enum BreakClass: UInt8, CaseIterable {
  case space, mandatoryBreak, zeroWidthSpace, zeroWidthJoiner, wordJoiner, glue, combiningMark
  case openPunctuation, closePunctuation, closeParenthesis, quotation, nonstarter, exclamation, inseparable
  /// OP that is East Asian wide or full-width: LB30 does not keep it with a word.
  case wideOpenPunctuation
  case infixNumeric, breakSymbols, prefixNumeric, postfixNumeric, numeric
  case alphabetic, hebrewLetter, ideographic, emojiBase, emojiModifier, regionalIndicator
  case hyphen, breakAfter, breakBefore, breakBoth, contingentBreak

  /// - Parameter isWide: the glyph fills an em. It resolves the characters that Chinese and Western text share (class
  ///   AI; LB1 leaves that to the implementation).
  init(of scalar: Unicode.Scalar, category: Unicode.GeneralCategory, isWide: Bool) {
    if let tailored = Self.tailored(scalar, isWide: isWide) {
      self = tailored
      return
    }
    switch XinbaoLineBreak(UInt32(bitPattern: xinbao_line_break_class(Int32(bitPattern: scalar.value)))) {
    case XINBAO_LB_SP: self = .space
    case XINBAO_LB_BK, XINBAO_LB_CR, XINBAO_LB_LF, XINBAO_LB_NL: self = .mandatoryBreak
    case XINBAO_LB_ZW: self = .zeroWidthSpace
    case XINBAO_LB_ZWJ: self = .zeroWidthJoiner
    case XINBAO_LB_WJ: self = .wordJoiner
    case XINBAO_LB_GL: self = .glue
    // Trailing jamo stay with the syllable that they complete (LB26); a combining mark behaves the same.
    case XINBAO_LB_CM, XINBAO_LB_JV, XINBAO_LB_JT: self = .combiningMark
    case XINBAO_LB_OP: self = isWide ? .wideOpenPunctuation : .openPunctuation
    case XINBAO_LB_CL: self = .closePunctuation
    case XINBAO_LB_CP: self = .closeParenthesis
    case XINBAO_LB_QU: self = .quotation
    case XINBAO_LB_NS, XINBAO_LB_CJ: self = .nonstarter
    case XINBAO_LB_EX: self = .exclamation
    case XINBAO_LB_IN: self = .inseparable
    case XINBAO_LB_IS: self = .infixNumeric
    case XINBAO_LB_SY: self = .breakSymbols
    case XINBAO_LB_PR: self = .prefixNumeric
    case XINBAO_LB_PO: self = .postfixNumeric
    case XINBAO_LB_NU: self = .numeric
    case XINBAO_LB_HL: self = .hebrewLetter
    case XINBAO_LB_ID, XINBAO_LB_H2, XINBAO_LB_H3, XINBAO_LB_JL: self = .ideographic
    case XINBAO_LB_EB: self = .emojiBase
    case XINBAO_LB_EM: self = .emojiModifier
    case XINBAO_LB_RI: self = .regionalIndicator
    case XINBAO_LB_HY: self = .hyphen
    case XINBAO_LB_BA: self = .breakAfter
    case XINBAO_LB_BB: self = .breakBefore
    case XINBAO_LB_B2: self = .breakBoth
    case XINBAO_LB_CB: self = .contingentBreak
    case XINBAO_LB_AI, XINBAO_LB_XX: self = isWide ? .ideographic : .alphabetic
    case XINBAO_LB_SA:
      self = category == .nonspacingMark || category == .spacingMark ? .combiningMark : .alphabetic
    default: self = .alphabetic
    }
  }

  /// What W3C clreq (line start and line end prohibition, “行首行尾禁则”) adds to UAX #14 or decides where UAX #14 leaves a
  /// choice.
  private static func tailored(_ scalar: Unicode.Scalar, isWide: Bool) -> BreakClass? {
    switch scalar {
    // Double quotation marks open and close in Chinese text. The single ones stay QU, because ’ is also the apostrophe.
    case "“": isWide ? .wideOpenPunctuation : .openPunctuation
    case "”": .closePunctuation
    // Interpunct, connectors and the solidus (间隔号、连接号、分隔号) must not begin a line.
    case "·", "\u{2027}", "～", "－", "／", "–": .nonstarter
    default: nil
    }
  }
}
