import CivilTime

/// Dates and times of day as printed in reports: Beijing time, UTC+8 without summer time.
public enum BeijingClock {
  /// - Parameter seconds: since 1970-01-01 UTC.
  /// - Returns: `2026年11月23日 21:09:16`.
  public static func time(_ seconds: Int64) -> String { BeijingTime(secondsSince1970: seconds).chineseText }

  /// - Parameter days: since 1970-01-01.
  /// - Returns: `2026年11月23日`.
  static func day(_ days: Int) -> String { CalendarDate(daysSince1970: days).chineseText }
}
