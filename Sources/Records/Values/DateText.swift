public import CivilTime
import WidthFolding

/// Reads dates as files write them: `domain.md` §2.2.
package enum DateText {
  package enum Reading: Equatable {
    case date(CalendarDate)
    /// 长期, or a day that stands for it.
    case unlimited(CalendarDate?)
    /// A date that programs write for an unknown day: the zero of a clock, or the earliest day that a column can hold.
    case unset(CalendarDate)
    /// 24:00 in Beijing: the end of this day and the beginning of the next. Nobody can say which of the two is meant.
    case betweenDays(CalendarDate)
    /// Has the form of a date, but the day or the time does not exist.
    case impossible
  }

  /// Days that exchange tables write for 长期. The second occurs in real data besides the first (`domain.md` §2.2).
  private static let endless = [(2099, 12, 31), (2099, 1, 31), (9999, 12, 31)]
  /// Zeros of POSIX time (and the same moment written in Greenwich time or west of it), OLE and Excel (both calendars),
  /// SQL Server, Windows, .NET and Go, and the earliest days of SQL Server and MySQL. Days that do not exist
  /// (0000-00-00, 1900-01-00) are impossible anyway, and 9999-12-31 stands for no end.
  private static let unset = [
    (1970, 1, 1), (1969, 12, 31), (1904, 1, 1), (1900, 1, 1), (1899, 12, 31), (1899, 12, 30), (1753, 1, 1),
    (1601, 1, 1),
    (1000, 1, 1), (1, 1, 1),
  ]
  private static let endlessWords: Set<String> = ["长期", "长期有效", "永久", "永久有效", "无限期", "无固定期限"]

  /// `yyyy-MM-dd`, `yyyy/MM/dd`, `yyyy.MM.dd`, `yyyyMMdd`, `yyyy年M月d日`, each with or without a time of day,
  /// `yyyyMMddHHmmss`, and ISO date-times; a date-time with an offset is converted to Beijing time. Also dates in words
  /// (`SpokenDate`). Nil if the text is not a date at all.
  package static func read(_ text: String) -> Reading? {
    if endlessWords.contains(foldedName(text)) { return .unlimited(nil) }
    guard let stamp = stamp(text) ?? SpokenDate.plain(text).flatMap(stamp) else { return nil }
    guard let given = stamp.givenDate, let date = stamp.date else { return .impossible }
    // In Beijing time, the last day of all in Greenwich time lies in the year 10000.
    let isEndless = { (day: CalendarDate) in endless.contains { $0 == (day.year, day.month, day.day) } }
    if let day = [date, given].first(where: isEndless) { return .unlimited(day) }
    if isUnset(date) || isUnset(given) { return .unset(date) }
    let isMidnight = stamp.second == 86_400 && (stamp.offset ?? beijing) == beijing
    return isMidnight ? .betweenDays(given) : .date(date)
  }

  private static func isUnset(_ date: CalendarDate) -> Bool {
    date.year <= 1970 && unset.contains { $0 == (date.year, date.month, date.day) }
  }

  /// Whether a text names a day without a time.
  static func isWholeDay(_ text: String) -> Bool { stamp(text).map { $0.second == nil } ?? false }

  /// A moment: a date with a time of day, in Beijing time if no offset is given. A date alone means its first second,
  /// and 24:00 the first second of the next day.
  static func moment(_ text: String) -> BeijingTime? {
    guard let stamp = stamp(text), let date = stamp.givenDate, stamp.hasPossibleTime else { return nil }
    guard let second = stamp.second else { return BeijingTime(date) }
    return BeijingTime(date, secondOfDay: second - (stamp.offset ?? beijing) + beijing, millisecond: stamp.millisecond)
  }

  /// A day written as `2024-05-01`, `2024/05/01` or `20240501` and nothing else: the fast path for most dates. Nil for
  /// days that stand for no day.
  static func plainDay(_ bytes: ArraySlice<UInt8>) -> CalendarDate? {
    let start = bytes.startIndex
    let digits: (year: Int, month: Int, day: Int)
    if bytes.count == 10 {
      let separator = bytes[start + 4]
      guard separator == bytes[start + 7], separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") else {
        return nil
      }
      digits = (start, start + 5, start + 8)
    } else if bytes.count == 8 {
      digits = (start, start + 4, start + 6)
    } else {
      return nil
    }
    var isNumber = true
    let number = { (range: Range<Int>) in
      range.reduce(0) { value, index in
        isNumber = isNumber && isDigit(bytes[index])
        return value * 10 + Int(bytes[index]) - 48
      }
    }
    let (year, month) = (number(digits.year..<digits.year + 4), number(digits.month..<digits.month + 2))
    let day = number(digits.day..<digits.day + 2)
    guard isNumber, let date = CalendarDate(year: year, month: month, day: day), !isUnset(date) else { return nil }
    return date
  }

  private static let beijing = 8 * 3600

  private struct Stamp {
    var year: Int, month: Int, day: Int
    /// Second of the day; nil: no time given.
    var second: Int?
    var millisecond = 0
    /// Seconds east of Greenwich; nil: not given.
    var offset: Int?
    var hasPossibleTime = true

    mutating func setTime(hour: Int, minute: Int, second: Int) {
      self.second = hour * 3600 + minute * 60 + second
      hasPossibleTime = (hour < 24 && minute < 60 || hour == 24 && minute == 0 && second == 0) && second < 60
    }

    var givenDate: CalendarDate? { CalendarDate(year: year, month: month, day: day) }
    /// The day in Beijing.
    var date: CalendarDate? {
      guard let givenDate, hasPossibleTime else { return nil }
      guard let offset, let second, offset != beijing else { return givenDate }
      return BeijingTime(givenDate, secondOfDay: second - offset + beijing).date
    }
  }

  private static func stamp(_ text: String) -> Stamp? {
    var reader = Reader(scalars: text.unicodeScalars.map(halfWidth))
    reader.skipBlanks()
    if let (digits, _) = reader.number(digits: 14...14) { return reader.isAtEnd ? stamp(digits: digits) : nil }
    guard let (year, width) = reader.number(digits: 4...8) else { return nil }
    var stamp: Stamp
    if width == 8 {
      stamp = Stamp(year: year / 10_000, month: year / 100 % 100, day: year % 100)
    } else {
      guard width == 4, let separator = reader.take(among: ["-", "/", ".", "年"]) else { return nil }
      guard let (month, _) = reader.number(digits: 1...2),
        reader.take(among: [separator == "年" ? "月" : separator]) != nil,
        let (day, _) = reader.number(digits: 1...2), separator != "年" || reader.take(among: ["日"]) != nil
      else { return nil }
      stamp = Stamp(year: year, month: month, day: day)
    }
    if reader.isAtEnd { return stamp }
    return time(after: stamp, &reader)
  }

  /// `20240501180000`
  private static func stamp(digits: Int) -> Stamp {
    let (day, time) = (digits / 1_000_000, digits % 1_000_000)
    var stamp = Stamp(year: day / 10_000, month: day / 100 % 100, day: day % 100)
    stamp.setTime(hour: time / 10_000, minute: time / 100 % 100, second: time % 100)
    return stamp
  }

  /// `T18:00`, ` 18:00:00`, ` 18:00:00.0`, `T18:00:00.000+08:00`, `T10:00:00Z`; nil if something else follows.
  private static func time(after date: Stamp, _ reader: inout Reader) -> Stamp? {
    var stamp = date
    guard reader.take(among: ["T", "t", " "]) != nil else { return nil }
    reader.skipBlanks()
    if reader.isAtEnd { return stamp }
    guard let (hour, _) = reader.number(digits: 1...2), reader.take(among: [":"]) != nil,
      let (minute, _) = reader.number(digits: 2...2)
    else { return nil }
    var second = 0
    if reader.take(among: [":"]) != nil {
      guard let (number, _) = reader.number(digits: 2...2) else { return nil }
      second = number
      if reader.take(among: ["."]) != nil {
        guard let (fraction, width) = reader.number(digits: 1...9) else { return nil }
        stamp.millisecond = width >= 3 ? fraction / power(10, width - 3) : fraction * power(10, 3 - width)
      }
    }
    stamp.setTime(hour: hour, minute: minute, second: second)
    reader.skipBlanks()
    if reader.take(among: ["Z", "z"]) != nil {
      stamp.offset = 0
    } else if let sign = reader.take(among: ["+", "-"]) {
      // +08:00, +0800, +08
      guard let (number, width) = reader.number(digits: 2...4), width != 3 else { return nil }
      let hasColon = width == 2 && reader.take(among: [":"]) != nil
      let minutes = hasColon ? reader.number(digits: 2...2)?.value : width == 4 ? number % 100 : 0
      guard let minutes else { return nil }
      let hours = width == 4 ? number / 100 : number
      stamp.offset = (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
      if hours > 15 || minutes > 59 { stamp.hasPossibleTime = false }
    }
    reader.skipBlanks()
    return reader.isAtEnd ? stamp : nil
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { value, _ in value * base }
  }

  private struct Reader {
    let scalars: [Unicode.Scalar]
    var index = 0

    var isAtEnd: Bool { index == scalars.count }

    mutating func skipBlanks() {
      while index < scalars.count, isBlank(scalars[index]) { index += 1 }
    }

    mutating func take(among wanted: [Unicode.Scalar]) -> Unicode.Scalar? {
      guard index < scalars.count, wanted.contains(scalars[index]) else { return nil }
      index += 1
      return scalars[index - 1]
    }

    /// Reads all digits at this position, if their number is in the range.
    mutating func number(digits range: ClosedRange<Int>) -> (value: Int, width: Int)? {
      var value = 0
      var end = index
      while end < scalars.count, ("0"..."9").contains(scalars[end]), end - index <= range.upperBound {
        value = value * 10 + Int(scalars[end].value - 48)
        end += 1
      }
      guard range.contains(end - index) else { return nil }
      defer { index = end }
      return (value, end - index)
    }
  }
}

extension CalendarDate {
  /// A day in any form that credit files use; nil if the text is no date, if the calendar lacks the day, or if 24:00
  /// leaves two days possible. 1970-01-01 is taken literally.
  public init?(text: String) {
    switch DateText.read(text) {
    case .date(let date), .unlimited(let date?), .unset(let date): self = date
    default: return nil
    }
  }
}

extension BeijingTime {
  /// A moment such as `2026-11-20T18:00:00+08:00`; Beijing time if no offset is given, midnight if no time is.
  public init?(text: String) {
    guard let moment = DateText.moment(text) else { return nil }
    self = moment
  }
}
