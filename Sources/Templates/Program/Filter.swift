/// What a filter does to a value; a value that is missing passes through all but `or-else`.
enum Filter: Sendable, Hashable {
  case date, time, datetime
  case thousands
  case chineseNumber
  case upper
  case count
  case join(String)
  case orElse(String)
  case mask(Int, Int)

  /// Names, arguments and types, for the compiler.
  struct Signature: Sendable {
    enum Parameter: Sendable { case text, number }
    var name: String
    var parameters: [Parameter] = []
    var takes: [DataShape]
    var gives: DataShape
    var make: @Sendable ([Condition.Literal]) -> Filter?
  }

  static let signatures: [Signature] = [
    Signature(name: "date", takes: [.text], gives: .text) { _ in .date },
    Signature(name: "time", takes: [.text], gives: .text) { _ in .time },
    Signature(name: "datetime", takes: [.text], gives: .text) { _ in .datetime },
    Signature(name: "thousands", takes: [.number, .text], gives: .text) { _ in .thousands },
    Signature(name: "chinese-number", takes: [.number], gives: .text) { _ in .chineseNumber },
    Signature(name: "upper", takes: [.text], gives: .text) { _ in .upper },
    Signature(name: "count", takes: [.list(.any)], gives: .number) { _ in .count },
    Signature(name: "join", parameters: [.text], takes: [.list(.text)], gives: .text) {
      if case .text(let separator)? = $0.first { .join(separator) } else { nil }
    },
    Signature(name: "or-else", parameters: [.text], takes: [.any], gives: .text) {
      if case .text(let substitute)? = $0.first { .orElse(substitute) } else { nil }
    },
    Signature(name: "mask", parameters: [.number, .number], takes: [.text], gives: .text) {
      if $0.count == 2, case .number(let first) = $0[0], case .number(let last) = $0[1] {
        .mask(first, last)
      } else {
        nil
      }
    },
  ]

  /// Nil where the value is of the wrong kind, which can only be where the data's shape is unknown.
  func apply(to value: DataValue) -> DataValue? {
    switch (self, value) {
    case (.orElse(let substitute), .none): .text(substitute)
    case (.orElse(let substitute), .text(let text)): text.isEmpty ? .text(substitute) : value
    case (.orElse, _), (_, .none): value
    case (.date, .text(let text)): .text(Moment(text)?.chineseDate ?? text)
    case (.time, .text(let text)): .text(Moment(text)?.clock ?? text)
    case (.datetime, .text(let text)):
      .text(Moment(text).map { $0.clock.isEmpty ? $0.chineseDate : "\($0.chineseDate) \($0.clock)" } ?? text)
    case (.thousands, .number(let number)): .text(withThousands(String(number)))
    case (.thousands, .text(let text)): .text(withThousands(text))
    case (.chineseNumber, .number(let number)): .text(Templates.chineseNumber(number))
    case (.upper, .text(let text)): .text(text.uppercased())
    case (.count, .list(let list)): .number(list.count)
    case (.join(let separator), .list(let list)): joined(list, separator).map { .text($0) }
    case (.mask(let first, let last), .text(let text)): .text(masked(text, first: first, last: last))
    default: nil
    }
  }
}

/// A day and perhaps a time, as `2026-11-20` or `2026-11-20T18:00:00+08:00` (always Beijing time) write it.
private struct Moment {
  /// `2026年11月20日`: without leading zeros, as official documents have it (GB/T 9704, 7.3.5.4).
  let chineseDate: String
  /// `18:00`, or empty.
  let clock: String

  /// Nil for anything else, such as 长期: such a text is printed as it is.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var number = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return number
    }
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(0..<4), let month = number(5..<7), let day = number(8..<10)
    else { return nil }
    if bytes.count == 10 {
      clock = ""
    } else {
      guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
        number(11..<13) != nil, number(14..<16) != nil
      else { return nil }
      clock = String(decoding: bytes[11..<16], as: UTF8.self)
    }
    chineseDate = "\(year)年\(month)月\(day)日"
  }
}

/// `1234567.5` → `1,234,567.5`; a text that is no decimal number stays as it is.
private func withThousands(_ text: String) -> String {
  let bytes = Array(text.utf8)
  let isNegative = bytes.first == UInt8(ascii: "-")
  let parts = bytes.dropFirst(isNegative ? 1 : 0).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(digits.contains) }) else {
    return text
  }
  var result: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
  for (index, digit) in parts[0].enumerated() {
    if index > 0, (parts[0].count - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
    result.append(digit)
  }
  if parts.count == 2 {
    result.append(UInt8(ascii: "."))
    result += parts[1]
  }
  return String(decoding: result, as: UTF8.self)
}

private func joined(_ list: [DataValue], _ separator: String) -> String? {
  var texts: [String] = []
  for value in list {
    guard case .text(let text) = value else { return nil }
    texts.append(text)
  }
  return texts.joined(separator: separator)
}

private func masked(_ text: String, first: Int, last: Int) -> String {
  let hidden = text.count - first - last
  // Too short to hide anything by keeping both ends: all of it goes.
  guard hidden > 0 else { return String(repeating: "*", count: text.count) }
  return text.prefix(first) + String(repeating: "*", count: hidden) + text.suffix(last)
}

/// 一, 十二, 二十, 一百零三; beyond 9999 and below 1 in digits.
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
    // 十二, not 一十二, where it is the first thing said.
    if !(digit == 1 && unit == 10 && result.isEmpty) { result += digits[digit] }
    result += name
  }
  return result
}
