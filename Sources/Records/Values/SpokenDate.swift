import WidthFolding

/// Dates in words, as people and programs write them into tables, brought to the forms that `DateText` reads.
enum SpokenDate {
  /// Nil: it is none of them.
  static func plain(_ text: String) -> String? {
    let scalars = text.unicodeScalars.map(halfWidth)
    let text = String(String.UnicodeScalarView(scalars))
    if let named = ofNamedMonth(text) { return named }
    guard scalars.contains(where: { "年月日时点分秒上下午〇零".unicodeScalars.contains($0) }) else { return nil }
    return withClock(inDigits(text) ?? text)
  }

  /// 二〇二六年九月二十一日 → 2026年9月21日
  private static func inDigits(_ text: String) -> String? {
    guard text.unicodeScalars.contains(where: { digits[$0] != nil || $0 == "十" }) else { return nil }
    var result = ""
    var number: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if digits[scalar] != nil || scalar == "十" {
        number.append(scalar)
        continue
      }
      if !number.isEmpty {
        guard let value = value(number, isYear: scalar == "年") else { return nil }
        result += value
        number = []
      }
      result.unicodeScalars.append(scalar)
    }
    return number.isEmpty ? result : nil
  }

  private static let digits: [Unicode.Scalar: Int] = [
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]

  private static func value(_ scalars: [Unicode.Scalar], isYear: Bool) -> String? {
    guard let ten = scalars.firstIndex(of: "十") else {
      let values = scalars.compactMap { digits[$0] }
      return isYear == (values.count == 4) ? values.map(String.init).joined() : nil
    }
    // 十, 十二, 二十, 二十一, 三十
    let (tens, ones) = (scalars[..<ten], scalars[(ten + 1)...])
    guard !isYear, tens.count <= 1, ones.count <= 1, !ones.contains("十") else { return nil }
    return String((tens.first.flatMap { digits[$0] } ?? 1) * 10 + (ones.first.flatMap { digits[$0] } ?? 0))
  }

  /// `2026/9/21 上午 10:30:00`, `2026年9月21日10时30分`, `2026年9月21日 下午3点` → a day and `10:30:00`
  private static func withClock(_ text: String) -> String? {
    let marks = "年月日-/. ".unicodeScalars
    // The day ends before a word for half of the day, or before the hour.
    let scalars = Array(text.unicodeScalars)
    let half = ["上午", "下午", "中午", "凌晨", "晚上"].lazy.compactMap { word -> (word: String, range: Range<String.Index>)? in
      text.firstRange(of: word).map { (word, $0) }
    }.first
    var day: String
    var clock: String
    if let half {
      day = String(text[..<half.range.lowerBound])
      clock = String(text[half.range.upperBound...])
    } else if let end = scalars.lastIndex(where: { $0 == "日" }) {
      day = String(String.UnicodeScalarView(scalars[...end]))
      clock = String(String.UnicodeScalarView(scalars[(end + 1)...]))
    } else {
      return nil
    }
    guard day.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) || marks.contains($0) }) else { return nil }
    while day.hasSuffix(" ") { day.removeLast() }
    if clock.allSatisfy(\.isWhitespace) { return half == nil ? day : nil }
    guard let (hour, rest) = hour(clock) else { return nil }
    let isAfternoon = half.map { ["下午", "晚上"].contains($0.word) || $0.word == "中午" && hour < 3 } ?? false
    // 上午12点 is said of midnight and of noon.
    guard half == nil || hour <= 12, !(half?.word == "上午" && hour == 12) else { return nil }
    return "\(day) \(isAfternoon && hour < 12 ? hour + 12 : hour)\(rest)"
  }

  /// `10:30:00`, `10时30分`, `10点`
  private static func hour(_ clock: String) -> (hour: Int, rest: String)? {
    var numbers: [Int] = []
    for part in clock.split(whereSeparator: { ":时点分秒 ".contains($0) }) {
      guard part.count <= 2, let number = Int(part) else { return nil }
      numbers.append(number)
    }
    guard let hour = numbers.first, numbers.count <= 3 else { return nil }
    let rest = (numbers.dropFirst() + [0, 0]).prefix(2)
    return (hour, rest.map { $0 < 10 ? ":0\($0)" : ":\($0)" }.joined())
  }

  /// `Mon Sep 21 00:00:00 CST 2026`: what Java writes for a date; CST is China's standard time there.
  private static func ofNamedMonth(_ text: String) -> String? {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count == 6, weekdays.contains(parts[0]), let month = months.firstIndex(of: parts[1]),
      let offset = offsets[parts[4]], Int(parts[2]) != nil, Int(parts[5]) != nil
    else { return nil }
    return "\(parts[5])-\(month + 1)-\(parts[2]) \(parts[3])\(offset)"
  }

  private static let weekdays: Set<String> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  private static let offsets = ["CST": "+08:00", "GMT": "Z", "UTC": "Z", "GMT+08:00": "+08:00"]
}
