import Blocks
import Synchronization
import Typeface

/// Everything that line setting needs to know about a character in a role, in eight bytes.
struct CharacterRecord: Sendable {
  enum Nature: UInt8, Sendable {
    /// Not seen yet: the fonts must be asked.
    case unresolved
    /// Draws nothing and takes no space (format characters); it may still forbid or allow a break.
    case invisible
    /// No font has it: a box with its code point is drawn instead.
    case missing
    case other
    /// An ideograph, kana or another character that is set among them without gaps.
    case han
    /// A letter or digit of a Western script: a quarter em separates it from Han (clreq, 中西文间距).
    case alphanumeric
  }
  var glyph: GlyphID = 0
  /// 1/1000 em.
  var advance: Int16 = 0
  var font: UInt8 = 0
  var breakClass: BreakClass = .alphabetic
  var nature: Nature = .unresolved
  var traits: Item.Traits = []
}

extension CharacterRecord {
  init(_ character: Unicode.Scalar, role: FontRole, selector: Unicode.Scalar? = nil, metrics: Metrics) {
    let scalar = character == "\t" ? " " : character
    let category = scalar.properties.generalCategory
    // Some fonts draw nothing for a control character, and nothing may be dropped silently.
    let found = category == .control ? nil : metrics.glyph(role, scalar, selector)
    if let found {
      (glyph, font) = (found.glyph, found.font.index)
      advance = Int16(clamping: metrics.advance(found.font, found.glyph))
    }
    // Some fonts draw their full-width forms slightly narrower than an em; these count as wide.
    let isWide = found == nil ? true : advance >= 950
    breakClass = BreakClass(of: scalar, category: category, isWide: isWide)
    if Self.isInvisible(scalar, breakClass: breakClass) {
      self = CharacterRecord(breakClass: breakClass, nature: .invisible)
      return
    }
    if found == nil {
      guard category == .spaceSeparator else {
        if category == .control { breakClass = .ideographic }  // a box of its own, not a mark on its neighbour
        (advance, nature) = (1000, .missing)
        return
      }
      advance = 250
    }
    switch scalar {
    // Pause and stop marks have their ink in the left half of their em, so the right half may be removed (clreq, 标点挤压);
    // Noto CJK SC and LXGW WenKai draw them so.
    case "，", "。", "、", "．", "：", "；", "！", "？": traits = isWide ? .closing : []
    default:
      switch category {
      case .closePunctuation, .finalPunctuation: traits = isWide ? .closing : []
      case .openPunctuation, .initialPunctuation: traits = isWide ? .opening : []
      default: break
      }
    }
    if breakClass == .space || scalar == "\u{3000}" { traits.insert(.space) }
    if breakClass != .ideographic && breakClass != .nonstarter && !isWide { traits.insert(.western) }
    if "/-_.?&=#:@,\\".unicodeScalars.contains(scalar) { traits.insert(.endsPiece) }
    nature = Self.nature(category, breakClass: breakClass, traits: traits)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar, breakClass: BreakClass) -> Bool {
    switch breakClass {
    case .zeroWidthSpace, .zeroWidthJoiner, .wordJoiner, .mandatoryBreak: true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func nature(
    _ category: Unicode.GeneralCategory, breakClass: BreakClass, traits: Item.Traits
  ) -> Nature {
    switch category {
    case .otherLetter, .modifierLetter, .letterNumber:
      if breakClass == .ideographic || breakClass == .nonstarter { return .han }
      return traits.contains(.western) ? .alphanumeric : .other
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .decimalNumber:
      return traits.contains(.western) ? .alphanumeric : .other
    default: return .other
    }
  }
}

/// The records of one role, each created when its character is first seen: a report has some hundred different
/// characters, and resolving all that exist would take longer than setting it.
final class CharacterTable: Sendable {
  let role: FontRole
  private let records = CharacterRecords()
  private let metrics: Metrics

  init(role: FontRole, metrics: Metrics) { (self.role, self.metrics) = (role, metrics) }

  @inline(__always)
  subscript(scalar: Unicode.Scalar) -> CharacterRecord {
    // Characters beyond the basic plane are too rare for a table.
    guard let codePoint = UInt16(exactly: scalar.value) else { return newRecord(of: scalar) }
    let record = records[codePoint]
    return record.nature != .unresolved ? record : resolvedRecord(of: scalar, codePoint)
  }

  @inline(never)
  private func resolvedRecord(of scalar: Unicode.Scalar, _ codePoint: UInt16) -> CharacterRecord {
    let record = newRecord(of: scalar)
    records[codePoint] = record
    return record
  }

  private func newRecord(of scalar: Unicode.Scalar) -> CharacterRecord {
    CharacterRecord(scalar, role: role, metrics: metrics)
  }

  /// The record of a variation sequence; nil if no font has the sequence.
  func variant(of base: Unicode.Scalar, selector: Unicode.Scalar) -> CharacterRecord? {
    guard let found = metrics.glyph(role, base, selector) else { return nil }
    let plain = self[base]
    // A sequence has its own glyph; if it gets the base's glyph, the font knows only the base.
    if found.font.index == plain.font && found.glyph == plain.glyph { return nil }
    return CharacterRecord(base, role: role, selector: selector, metrics: metrics)
  }
}

/// The tables of the roles in use, created on first use and shared by all documents and threads.
final class CharacterTables: Sendable {
  private let metrics: Metrics
  private let tables = Mutex<[CharacterTable?]>(Array(repeating: nil, count: FontRole.allCases.count))

  init(metrics: Metrics) { self.metrics = metrics }

  /// - Throws: if no font has the role.
  func table(for role: FontRole) throws(TypesettingError) -> CharacterTable {
    let table = tables.withLock { tables -> CharacterTable? in
      if let table = tables[role.index] { return table }
      guard metrics.hasRole(role) else { return nil }
      let table = CharacterTable(role: role, metrics: metrics)
      tables[role.index] = table
      return table
    }
    guard let table else { throw TypesettingError(.missingRole(role)) }
    return table
  }
}

extension FontRole {
  /// Its index in `allCases`. Raw values are strings; comparing them for each run would cost more than setting it.
  var index: Int {
    switch self {
    case .song: 0
    case .fangsong: 1
    case .hei: 2
    case .kai: 3
    case .biaosong: 4
    }
  }
}
