/// A day of the Gregorian calendar.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let year: Int, month: Int, day: Int

  /// Nil where the calendar has no such day. Years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else {
      return nil
    }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Days since 1970-01-01.
  public init(daysSince1970 days: Int) {
    // Howard Hinnant's civil-from-days: eras of 400 years that begin on 1 March.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  public var daysSince1970: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The same day of a later month, or that month's last day where it has no such day.
  public func adding(months: Int) -> CalendarDate {
    let month = year * 12 + self.month - 1 + months
    let (newYear, newMonth) = (month / 12, month % 12 + 1)
    return CalendarDate(year: newYear, month: newMonth, day: min(day, Self.days(in: newMonth, of: newYear))) ?? self
  }

  /// The first day on which somebody born on this day has an age; one born on 29 February waits for 1 March.
  public func birthday(age: Int) -> CalendarDate {
    CalendarDate(year: year + age, month: month, day: day) ?? CalendarDate(year: year + age, month: 3, day: 1) ?? self
  }

  /// `2024-05-01`
  public var description: String { "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))" }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  static func days(in month: Int, of year: Int) -> Int {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

/// A moment, always told in Beijing time (UTC+8, no summer time), to the millisecond.
public struct BeijingTime: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let millisecondsSince1970: Int64

  public init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

  /// Midnight at the start of a day, plus seconds and milliseconds of that day.
  public init(_ date: CalendarDate, secondOfDay: Int = 0, millisecond: Int = 0) {
    let local = Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay)
    millisecondsSince1970 = (local - Self.offset) * 1000 + Int64(millisecond)
  }

  public var date: CalendarDate { CalendarDate(daysSince1970: Int(floorDivide(localMilliseconds, 86_400_000))) }
  /// 0…86399
  public var secondOfDay: Int {
    Int(localMilliseconds - floorDivide(localMilliseconds, 86_400_000) * 86_400_000) / 1000
  }
  public var millisecond: Int { Int(localMilliseconds - floorDivide(localMilliseconds, 1000) * 1000) }
  public var secondsSince1970: Int64 { floorDivide(millisecondsSince1970, 1000) }

  /// `18:00:00`
  public var clock: String {
    let second = secondOfDay
    return "\(padded(second / 3600, to: 2)):\(padded(second / 60 % 60, to: 2)):\(padded(second % 60, to: 2))"
  }

  /// RFC 3339 to the second: `2026-11-20T18:00:00+08:00`
  public var description: String { "\(date)T\(clock)+08:00" }

  /// Whether records that were gathered up to this moment can be there at another: clocks of two machines may differ by
  /// five minutes.
  public func isGathered(by now: BeijingTime) -> Bool {
    millisecondsSince1970 - Self.skew <= now.millisecondsSince1970
  }
  private static let skew: Int64 = 5 * 60 * 1000

  public static func < (a: BeijingTime, b: BeijingTime) -> Bool { a.millisecondsSince1970 < b.millisecondsSince1970 }

  private static let offset: Int64 = 8 * 3600
  private var localMilliseconds: Int64 { millisecondsSince1970 + Self.offset * 1000 }
}

func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((-a + b - 1) / b) }
