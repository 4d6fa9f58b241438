/// Between which classes a line may break: the rules of UAX #14 (Unicode 15), computed once into a table.
///
/// It omits LB4–LB6 and LB9, which the itemizer implements because it sees the text in order, and the counting of
/// regional indicators (LB30a): two of them are never separated.
struct BreakRules: Sendable {
  /// A word for each class on the left with a bit for each class on the right; the second half applies across spaces.
  private let allowed: [UInt32]

  init() {
    let classes = BreakClass.allCases
    precondition(classes.count <= 32)
    allowed = [false, true].flatMap { acrossSpaces in
      classes.map { left in
        classes.reduce(into: UInt32(0)) { bits, right in
          if Self.allowsBreak(left, right, acrossSpaces: acrossSpaces) { bits |= 1 << UInt32(right.rawValue) }
        }
      }
    }
  }

  /// Whether a line may end with `left` (and spaces, if `acrossSpaces`) and the next line may begin with `right`.
  @inline(__always)
  func allowsBreak(between left: BreakClass, and right: BreakClass, acrossSpaces: Bool) -> Bool {
    allowed[Int(left.rawValue) + (acrossSpaces ? BreakClass.allCases.count : 0)] >> UInt32(right.rawValue) & 1 == 1
  }

  private typealias Classes = Set<BreakClass>
  private static let words: Classes = [.alphabetic, .hebrewLetter]
  private static let ideographs: Classes = [.ideographic, .emojiBase, .emojiModifier]

  /// The rules in the standard's order; the first that applies decides.
  private static func allowsBreak(_ left: BreakClass, _ right: BreakClass, acrossSpaces: Bool) -> Bool {
    if right == .space || right == .zeroWidthSpace { return false }  // LB7
    if left == .zeroWidthSpace { return true }  // LB8
    if left == .zeroWidthJoiner && !acrossSpaces { return false }  // LB8a
    if right == .wordJoiner || left == .wordJoiner && !acrossSpaces { return false }  // LB11
    if left == .glue && !acrossSpaces { return false }  // LB12
    if right == .glue && !acrossSpaces && left != .breakAfter && left != .hyphen { return false }  // LB12a
    let closing: Classes = [.closePunctuation, .closeParenthesis, .exclamation, .infixNumeric, .breakSymbols]
    if closing.contains(right) { return false }  // LB13
    if left == .openPunctuation || left == .wideOpenPunctuation { return false }  // LB14
    if left == .quotation && (right == .openPunctuation || right == .wideOpenPunctuation) { return false }  // LB15
    if left == .closePunctuation || left == .closeParenthesis, right == .nonstarter { return false }  // LB16
    if left == .breakBoth && right == .breakBoth { return false }  // LB17
    if acrossSpaces { return true }  // LB18
    return allowsBreakWithoutSpaces(left, right)
  }

  private static func allowsBreakWithoutSpaces(_ left: BreakClass, _ right: BreakClass) -> Bool {
    if left == .quotation || right == .quotation { return false }  // LB19
    if left == .contingentBreak || right == .contingentBreak { return true }  // LB20
    let hanging: Classes = [.breakAfter, .hyphen, .nonstarter]
    if hanging.contains(right) || left == .breakBefore { return false }  // LB21
    if left == .breakSymbols && right == .hebrewLetter { return false }  // LB21b
    if right == .inseparable { return false }  // LB22
    if words.contains(left) && right == .numeric || left == .numeric && words.contains(right) { return false }  // LB23
    if left == .prefixNumeric && ideographs.contains(right) { return false }  // LB23a
    if right == .postfixNumeric { return false }  // LB23a, extended to anything before it: no ％ or ℃ begins a line
    let affixes: Classes = [.prefixNumeric, .postfixNumeric]
    if affixes.contains(left) && words.contains(right) { return false }  // LB24
    if words.contains(left) && affixes.contains(right) { return false }
    if joinsNumber(left, right) { return false }  // LB25
    if words.contains(left) && words.contains(right) { return false }  // LB28
    if left == .infixNumeric && words.contains(right) { return false }  // LB29
    let word = words.union([.numeric])
    if word.contains(left) && right == .openPunctuation { return false }  // LB30
    if left == .closeParenthesis && word.contains(right) { return false }
    if left == .regionalIndicator && right == .regionalIndicator { return false }  // LB30a
    if left == .emojiBase && right == .emojiModifier { return false }  // LB30b
    return true  // LB31
  }

  /// LB25: 12,345.67 and 2024-05-01 and (12)％ are not broken.
  private static func joinsNumber(_ left: BreakClass, _ right: BreakClass) -> Bool {
    switch (left, right) {
    case (.closePunctuation, .postfixNumeric), (.closeParenthesis, .postfixNumeric),
      (.closePunctuation, .prefixNumeric),
      (.closeParenthesis, .prefixNumeric), (.numeric, .postfixNumeric), (.numeric, .prefixNumeric),
      (.postfixNumeric, .openPunctuation), (.postfixNumeric, .numeric), (.prefixNumeric, .openPunctuation),
      (.prefixNumeric, .numeric), (.hyphen, .numeric), (.infixNumeric, .numeric), (.numeric, .numeric),
      (.breakSymbols, .numeric):
      true
    default: false
    }
  }
}
