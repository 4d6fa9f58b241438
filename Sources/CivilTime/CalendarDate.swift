/// A day of the Gregorian calendar (ISO 8601: proleptic, so it also covers the days before its introduction).
///
/// Days created from numbers or read from text lie in the years 1 to 9999. Arithmetic may step over either end, such as
/// to the day after the last; such a day compares and counts like any other.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let year: Int, month: Int, day: Int

  /// Nil if the calendar has no such day. Years 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else {
      return nil
    }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Days since 1970-01-01.
  public init(daysSince1970 days: Int) {
    // Howard Hinnant's civil-from-days: the year starts in March, so that the leap day is its last day; eras of 400
    // years (146 097 days) are split off first.
    let shifted = days + 719_468
    let (era, dayOfEra) = floorDivide(shifted, by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  public var daysSince1970: Int {
    let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The same day of a later month, or that month's last day if it has no such day.
  public func adding(months: Int) -> CalendarDate {
    let month = year * 12 + self.month - 1 + months
    let (newYear, newMonth) = (month / 12, month % 12 + 1)
    return CalendarDate(year: newYear, month: newMonth, day: min(day, Self.days(in: newMonth, of: newYear))) ?? self
  }

  /// The first day on which somebody born on this day has reached an age; for 29 February, 1 March in common years.
  public func birthday(age: Int) -> CalendarDate {
    CalendarDate(year: year + age, month: month, day: day) ?? CalendarDate(year: year + age, month: 3, day: 1) ?? self
  }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  static func days(in month: Int, of year: Int) -> Int {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

/// The quotient rounded down, and the non-negative remainder.
func floorDivide<Number: SignedInteger & FixedWidthInteger>(
  _ a: Number, by b: Number
) -> (quotient: Number, remainder: Number) {
  let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
  return remainder < 0 ? (quotient - 1, remainder + b) : (quotient, remainder)
}

extension CalendarDate: Codable {
  /// As text, such as `2026-11-20`.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let date = CalendarDate(isoText: text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "is not a day of the calendar"))
    }
    self = date
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
