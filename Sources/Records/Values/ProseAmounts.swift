import WidthFolding

/// Amounts of money in running text: 罚款人民币5,000元, 罚款伍仟元整, 处0.5万元罚款.
///
/// For rules that ask whether a text mentions more than some limit. Amounts may be written with ASCII or full-width
/// digits, with Chinese numerals of either style, and with both (1万5千元). A number is an amount if it is followed by 元,
/// if it is in 万 or 亿, or if a word before it says so (罚款5000).
public enum ProseAmounts {
  /// In the order of the text. An amount that is too large becomes the largest there is.
  public static func read(_ text: String) -> [Money] {
    let characters = text.unicodeScalars.map(halfWidth).filter { $0 == "\n" || !isBlank($0) }
    var amounts: [Money] = []
    var index = 0
    while index < characters.count {
      var number = WrittenNumber()
      let start = index
      while index < characters.count, number.take(characters, &index) {}
      if index == start {
        index += 1
      } else if isAmount(number, characters[..<start], characters[index...]) {
        amounts.append(number.amount)
      }
    }
    return amounts
  }

  private static func isAmount(
    _ number: WrittenNumber, _ before: ArraySlice<Unicode.Scalar>, _ after: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    guard number.hasValue else { return false }
    if let next = after.first, next == "元" || next == "圆" || next == "圓" { return true }
    if number.isInTenThousands { return true }
    // 罚款5000, 罚款金额为:5000
    let lead = before.reversed().drop { ":为計计共￥¥".unicodeScalars.contains($0) }
    return ["罚款", "罰款", "罚款金额", "人民币", "rmb"].contains { word in
      lead.prefix(word.unicodeScalars.count).reversed().elementsEqual(word.unicodeScalars) { given, wanted in
        given.properties.lowercaseMapping == String(wanted)
      }
    }
  }
}

/// A number as prose writes it, read character by character.
private struct WrittenNumber {
  /// In millionths; further decimal places are dropped.
  private var total: Int128 = 0, section: Int128 = 0
  private var current: Int128?
  /// Whether the digits so far are Chinese ones, which follow each other as in 二〇.
  private var isSpelled = false
  private(set) var hasValue = false
  private(set) var isInTenThousands = false

  private static let one: Int128 = 1_000_000
  /// Far more than any amount, far less than the type's maximum.
  private static let most: Int128 = 1_000_000_000_000_000_000_000_000_000
  private static func digit(_ scalar: Unicode.Scalar) -> Int128? {
    switch scalar {
    case "零", "〇": 0
    case "一", "壹": 1
    case "二", "两", "贰", "貳": 2
    case "三", "叁", "參": 3
    case "四", "肆": 4
    case "五", "伍": 5
    case "六", "陆", "陸": 6
    case "七", "柒": 7
    case "八", "捌": 8
    case "九", "玖": 9
    default: nil
    }
  }

  private static func scale(_ scalar: Unicode.Scalar) -> Int128? {
    switch scalar {
    case "十", "拾": 10
    case "百", "佰": 100
    case "千", "仟": 1000
    default: nil
    }
  }

  private static func greatScale(_ scalar: Unicode.Scalar) -> Int128? {
    switch scalar {
    case "万", "萬": 10_000
    case "亿", "億": 100_000_000
    default: nil
    }
  }

  /// In hundredths of a yuan, rounded up.
  var amount: Money {
    let value = total + section + (current ?? 0)
    return Money(millionths: Int64(clamping: (value + Self.one / 100 - 1) / (Self.one / 100)))
  }

  /// Consumes the character at an index if it belongs to the number.
  mutating func take(_ characters: [Unicode.Scalar], _ index: inout Int) -> Bool {
    let character = characters[index]
    if ("0"..."9").contains(character) {
      current = Self.decimal(characters, &index)
      (isSpelled, hasValue) = (false, true)
    } else if let digit = Self.digit(character) {
      current = isSpelled ? limited((current ?? 0) * 10 + digit * Self.one) : digit * Self.one
      (isSpelled, hasValue) = (true, true)
      index += 1
    } else if let scale = Self.scale(character) {
      section = limited(section + (current ?? Self.one) * scale)
      (current, isSpelled, hasValue) = (nil, false, true)
      index += 1
    } else if let scale = Self.greatScale(character), hasValue {
      let part = section + (current ?? 0)
      // 一万亿: 亿 multiplies everything before it.
      total = limited(scale > 10_000 ? (total + part) * scale : total + part * scale)
      (section, current, isSpelled) = (0, nil, false)
      isInTenThousands = true
      index += 1
    } else {
      return false
    }
    return true
  }

  private func limited(_ number: Int128) -> Int128 { min(number, Self.most) }

  /// `5000`, `5,000`, `0.35`
  private static func decimal(_ characters: [Unicode.Scalar], _ index: inout Int) -> Int128 {
    func digit(at index: Int) -> Int128? {
      index < characters.count && ("0"..."9").contains(characters[index]) ? Int128(characters[index].value - 48) : nil
    }
    var number: Int128 = 0
    while true {
      if let digit = digit(at: index) {
        number = min(number * 10 + digit * one, most)
        index += 1
      } else if index < characters.count, characters[index] == ",", (1...3).allSatisfy({ digit(at: index + $0) != nil })
      {
        index += 1
      } else {
        break
      }
    }
    guard index < characters.count, characters[index] == ".", digit(at: index + 1) != nil else { return number }
    index += 1
    var place = one / 10
    while let digit = digit(at: index) {
      number += digit * place
      place /= 10
      index += 1
    }
    return number
  }
}
