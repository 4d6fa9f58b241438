import CivilTime

/// Finds numbers that pass for a natural person's identity number, wherever they occur and however they are written.
///
/// 18 characters with the check character of GB 11643-1999, or the 15 digits of before 1999 with a day of birth. Other
/// decimal digits (such as full-width ones), a small x, white space, hyphens, dots and other signs between the digits,
/// and invisible characters change nothing; neither does the word before the number. Whatever may be an identity number
/// is treated as one, except an organisation's code that begins as enterprises' codes do.
public struct IdentityNumber: Sendable, Equatable {
  /// The offsets of its digits and its X in the text's Unicode scalars.
  public var offsets: [Int]

  /// The kind of text, which affects how the shape of a number is judged.
  public enum Context: Sendable, Equatable {
    /// Anything.
    case anywhere
    /// A registration or tax number of an organisation. Exactly 15 digits are such a number: 3.7 % of random ones
    /// contain a day of birth. 20 digits whose first 18 are an identity number are a sole trader's tax number.
    case registration
  }

  /// In the order of the text; they do not overlap.
  public static func all(in text: String, at context: Context = .anywhere) -> [IdentityNumber] {
    guard mayHoldOne(text) else { return [] }
    var finder = IdentityNumberFinder(context: context)
    return finder.numbers(in: text.unicodeScalars)
  }

  /// Whether a text as a whole is an identity number.
  public static func isOne(_ text: String) -> Bool {
    let found = all(in: text)
    guard found.count == 1 else { return false }
    let digits = text.unicodeScalars.count { IdentityDigit($0) != nil }
    let letters = text.unicodeScalars.contains { $0.properties.isAlphabetic && IdentityDigit($0) == nil }
    return digits == found[0].offsets.count && !letters
  }

  /// A cheap first test: most texts have too few digits without a Han character in between.
  private static func mayHoldOne(_ text: String) -> Bool {
    var run = 0
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        run += 1
        if run == 15 { return true }
      case UInt8(ascii: "X"), UInt8(ascii: "x"): break
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0xE4...0xE9: run = 0
      case 0xEF:  // full-width digits: EF BC 90 to 99
        if bytes.next() == 0xBC, let third = bytes.next(), (0x90...0x99).contains(third) {
          run += 1
          if run == 15 { return true }
        }
      case 0xC2:  // ² ³ ¹
        if let second = bytes.next(), [0xB2, 0xB3, 0xB9].contains(second) {
          run += 1
          if run == 15 { return true }
        }
      case 0xE2:  // superscript, subscript and circled digits, among other signs
        if let second = bytes.next(), [0x81, 0x82, 0x91, 0x92, 0x93, 0x9D].contains(second) {
          run += 1
          if run == 15 { return true }
        }
      // Scripts with decimal digits of their own.
      case 0xD9...0xDF, 0xE0, 0xE1, 0xEA, 0xF0: return true
      default: break
      }
    }
    return false
  }
}

/// A character of an identity number: its value, which is 10 for the X.
struct IdentityDigit {
  let value: UInt8

  init?(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "0"..."9": value = UInt8(scalar.value - 0x30)
    // GB 11643, 4.3 calls the check character a Roman ten; people also type characters that look like it.
    case "X", "x", "Ｘ", "ｘ", "Ⅹ", "ⅹ", "×", "Х", "х", "Χ", "χ", "*", "＊", "✕", "✖", "✗", "✘", "⨯", "❌", "Ⓧ", "ⓧ", "🅧",
      "𝐗", "𝐱", "𝑋", "𝑥":
      value = 10
    default:
      // Also superscript and circled digits.
      guard !scalar.isASCII, [.decimal, .digit].contains(scalar.properties.numericType),
        let number = scalar.properties.numericValue
      else {
        return nil
      }
      value = UInt8(number)
    }
  }
}

/// Scans a text once. A run is a sequence of digits that only non-separating signs interrupt; its groups are the digits
/// between the signs.
private struct IdentityNumberFinder {
  private struct Group {
    var offsets: [Int] = []
    var values: [UInt8] = []
    /// The sign before it; nil: none, or several.
    var joint: Unicode.Scalar?
    /// Whether it is part of a hexadecimal number: then 15 digits are not a number of their own.
    var isHexadecimal = false
  }

  private let context: IdentityNumber.Context
  private var run: [Group] = []
  private var found: [IdentityNumber] = []
  /// The maximum number of signs between two groups.
  private static let widestGap = 3

  init(context: IdentityNumber.Context) { self.context = context }

  mutating func numbers(in text: String.UnicodeScalarView) -> [IdentityNumber] {
    let scalars = Array(text)
    var gap = 0
    var joint: Unicode.Scalar?
    /// Where the letters directly before begin.
    var letters: Int?
    for (offset, scalar) in scalars.enumerated() {
      if let digit = IdentityDigit(scalar), digit.value < 10 || isOpen {
        if run.isEmpty || gap > 0 || run[run.count - 1].values.last == 10 {
          let isHexadecimal = letters.map { scalars[$0..<offset].allSatisfy(isHexadecimalLetter) } ?? false
          run.append(Group(joint: gap == 1 ? joint : nil, isHexadecimal: isHexadecimal))
        }
        run[run.count - 1].offsets.append(offset)
        run[run.count - 1].values.append(digit.value)
        (gap, letters) = (0, nil)
      } else if isNoSign(scalar) {
        continue
      } else if isSign(scalar) {
        letters = nil
        guard !run.isEmpty else { continue }
        gap += 1
        joint = scalar
        if gap > Self.widestGap { endRun(&gap) }
      } else {
        if gap == 0, !run.isEmpty, isLatin(scalar),
          scalars[offset...].prefix(while: isLatin).allSatisfy(isHexadecimalLetter)
        {
          run[run.count - 1].isHexadecimal = true
        }
        endRun(&gap)
        letters = isLatin(scalar) ? letters ?? offset : nil
      }
    }
    endRun(&gap)
    return found
  }

  /// An X is a digit only after digits.
  private var isOpen: Bool { run.last.map { $0.values.last != 10 } ?? false }

  /// An invisible character, or a mark on the digit before it.
  private func isNoSign(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return false }
    return switch scalar.properties.generalCategory {
    case .format, .enclosingMark, .nonspacingMark, .spacingMark: true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Neither a letter nor a number, nor a masking character.
  private func isSign(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "*" || scalar == "＊" { return false }
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .dashPunctuation, .openPunctuation,
      .closePunctuation, .connectorPunctuation, .otherPunctuation, .initialPunctuation, .finalPunctuation, .mathSymbol,
      .modifierSymbol, .otherSymbol:
      return true
    default: return false
    }
  }

  private func isHexadecimalLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."f").contains(scalar) || ("A"..."F").contains(scalar)
  }

  private func isLatin(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && scalar.properties.isAlphabetic }

  private mutating func endRun(_ gap: inout Int) {
    gap = 0
    guard !run.isEmpty else { return }
    defer { run = [] }
    var first = 0
    while first < run.count {
      if let next = window(from: first) {
        first = next
      } else {
        glued(run[first])
        first += 1
      }
    }
  }

  /// Finds consecutive groups that together form one number.
  /// - Returns: the index of the group after them.
  private mutating func window(from first: Int) -> Int? {
    var offsets: [Int] = []
    var values: [UInt8] = []
    for last in first..<run.count {
      offsets += run[last].offsets
      values += run[last].values
      if values.count > 18 { return nil }
      if values.count == 18 && isIdentity(values)
        || values.count == 15 && (first == last || isEven(first...last)) && !run[first].isHexadecimal && isOld(values)
      {
        found.append(IdentityNumber(offsets: offsets))
        return last + 1
      }
    }
    return nil
  }

  /// Whether the same sign stands between all groups, and not before or after them. Without a check character, a list
  /// of numbers must not be taken for one number.
  private func isEven(_ groups: ClosedRange<Int>) -> Bool {
    // As people write them: the place, the day, the rest.
    if [[6, 6, 3], [6, 2, 2, 2, 3]].contains(groups.map { run[$0].values.count }) { return true }
    guard let joint = run[groups.upperBound].joint else { return false }
    return groups.dropFirst().allSatisfy { run[$0].joint == joint } && run[groups.lowerBound].joint != joint
      && (groups.upperBound == run.count - 1 || run[groups.upperBound + 1].joint != joint)
  }

  /// A number that runs on into another: a telephone number, a second person's, or a tax number's last two digits.
  private mutating func glued(_ group: Group) {
    let (values, offsets) = (group.values, group.offsets)
    guard values.count > 18 else { return }
    let (head, tail) = (Array(values.prefix(18)), Array(values.suffix(18)))
    let rest = values.count - 18
    func isOther(_ values: some Collection<UInt8>) -> Bool {
      let values = Array(values)
      return values.count == 11 && values[0] == 1 && values[1] >= 3 || values.count == 18 && isIdentity(values)
    }
    var taken = 0
    if isIdentity(head), isOther(values.suffix(rest)) || context == .registration && rest == 2 {
      found.append(IdentityNumber(offsets: Array(offsets.prefix(18))))
      taken = 18
    }
    if values.count - taken >= 18, isIdentity(tail), values.last == 10 || isOther(values.prefix(rest)) {
      found.append(IdentityNumber(offsets: Array(offsets.suffix(18))))
    }
  }

  /// Place codes of GB/T 2260 (the first two digits); 9: permanent residents from abroad.
  private func isPlace(_ values: [UInt8]) -> Bool {
    switch values[0] * 10 + values[1] {
    case 11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71, 81...83, 90...99: true
    default: false
    }
  }

  private func isIdentity(_ values: [UInt8]) -> Bool {
    guard isPlace(values), !values.dropLast().contains(10) else { return false }
    let number = text(of: values)
    guard let birth = CitizenID.birthDate(of: number), (1900...2100).contains(birth.year) else { return false }
    // A number that passes both checks is the person's, unless it begins as enterprises' codes do.
    return !(["91", "92", "93"].contains(where: number.hasPrefix) && UnifiedCreditCode.fault(in: number) == nil)
  }

  private func isOld(_ values: [UInt8]) -> Bool {
    context != .registration && isPlace(values) && !values.contains(10)
      && CitizenID.writtenBirthDate(in: text(of: values)) != nil
  }

  private func text(of values: [UInt8]) -> String {
    String(decoding: values.map { $0 == 10 ? UInt8(ascii: "X") : $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}
