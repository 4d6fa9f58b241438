/// A decimal number from a text, digit by digit: amounts of money never pass through floating point.
struct Decimal {
  var isNegative: Bool
  /// The digits before and after the point; at least one before it.
  var whole: [UInt8], fraction: [UInt8]

  /// `-1234.50`, `1,234.50`; nil for anything else.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    isNegative = bytes.first == UInt8(ascii: "-")
    let parts = bytes.dropFirst(isNegative ? 1 : 0).split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    (whole, fraction) = ([], [])
    for (index, byte) in parts[0].enumerated() where byte != UInt8(ascii: ",") || index == 0 {
      guard let digit = Self.digit(byte) else { return nil }
      whole.append(digit)
    }
    for byte in parts.dropFirst().joined() {
      guard let digit = Self.digit(byte) else { return nil }
      fraction.append(digit)
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? byte - UInt8(ascii: "0") : nil
  }

  /// Multiplied by ten thousand: from 万元 to 元.
  var timesTenThousand: Decimal {
    var result = self
    for place in 0..<4 { result.whole.append(place < fraction.count ? fraction[place] : 0) }
    result.fraction = Array(fraction.dropFirst(4))
    result.whole = Array(result.whole.drop { $0 == 0 })
    if result.whole.isEmpty { result.whole = [0] }
    return result
  }

  /// Trims zeros at the end beyond the given number of decimal places, and adds zeros up to it.
  func withPlaces(atLeast places: Int) -> Decimal {
    var result = self
    while result.fraction.count > places, result.fraction.last == 0 { result.fraction.removeLast() }
    while result.fraction.count < places { result.fraction.append(0) }
    return result
  }

  /// `1234567.5` → `1,234,567.5`
  var withThousands: String {
    var text = isNegative ? "-" : ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { text += "," }
      text += String(digit)
    }
    if !fraction.isEmpty { text += "." + fraction.map(String.init).joined() }
    return text
  }
}

/// `1234567.5` → `1,234,567.5`; a text that is not a decimal number is returned unchanged.
func withThousands(_ text: String) -> String { Decimal(text)?.withThousands ?? text }

/// The unit in which an amount is printed; data have it in 万元, as the exchange tables do (domain.md §2).
enum MoneyUnit: String, Sendable, Hashable {
  case tenThousandYuan = "万元"
  case yuan = "元"
}

/// An amount in 万元, printed in this unit with thousands separators: 0.2 → `0.2` 万元, `2,000.00` 元. No digit is lost; a
/// text that is not a decimal number (长期, 不详) is returned unchanged.
func amount(_ text: String, in unit: MoneyUnit) -> String {
  guard let amount = Decimal(text) else { return text }
  switch unit {
  case .tenThousandYuan: return amount.withPlaces(atLeast: 0).withThousands
  case .yuan: return amount.timesTenThousand.withPlaces(atLeast: 2).withThousands
  }
}

/// An amount in 元 in capital numerals, as in bills and decisions (支付结算办法, annex 1): 2,000.00 → 贰仟元整. Fractions of a 分,
/// more than sixteen digits, and texts that are not numbers are returned unchanged: they cannot be stated exactly.
func chineseMoney(_ text: String) -> String {
  guard let amount = Decimal(text)?.withPlaces(atLeast: 2), amount.fraction.count == 2 else { return text }
  let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
  let whole = Array(amount.whole.drop { $0 == 0 })
  guard whole.count <= 16 else { return text }
  var result = ""
  /// Whether a zero is due that is printed only if a digit follows it.
  var zeroPending = false
  /// Whether the group of four has a digit, and so needs its 万 or 亿.
  var groupHasDigit = false
  for (index, digit) in whole.enumerated() {
    let place = whole.count - 1 - index
    if digit == 0 {
      zeroPending = true
    } else {
      if zeroPending { result += digits[0] }
      zeroPending = false
      groupHasDigit = true
      result += digits[Int(digit)] + ["", "拾", "佰", "仟"][place % 4]
    }
    if place.isMultiple(of: 4), place > 0 {
      // 亿 closes everything before it, including 万亿.
      if groupHasDigit || place == 8 { result += ["", "万", "亿", "万"][place / 4] }
      groupHasDigit = false
    }
  }
  if !whole.isEmpty { result += "元" }
  let (jiao, fen) = (Int(amount.fraction[0]), Int(amount.fraction[1]))
  if jiao == 0, fen == 0 { return (amount.isNegative ? "负" : "") + (whole.isEmpty ? "零元" : result) + "整" }
  if jiao > 0 { result += digits[jiao] + "角" }
  if fen > 0 { result += (jiao == 0 && !whole.isEmpty ? digits[0] : "") + digits[fen] + "分" } else { result += "整" }
  return (amount.isNegative ? "负" : "") + result
}

/// 一, 十二, 二十, 一百零三; numbers above 9999 and below 1 in digits.
func chineseNumber(_ number: Int) -> String {
  guard (1...9999).contains(number) else { return String(number) }
  let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
  var result = ""
  var rest = number
  var zeroPending = false
  for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
    let digit = rest / unit
    rest %= unit
    if digit == 0 {
      zeroPending = zeroPending || !result.isEmpty
      continue
    }
    if zeroPending { result += digits[0] }
    zeroPending = false
    // At the beginning 十二, not 一十二.
    if !(digit == 1 && unit == 10 && result.isEmpty) { result += digits[digit] }
    result += name
  }
  return result
}
