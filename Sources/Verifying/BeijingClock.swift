/// Dates and times of day as printed in reports: Beijing time, UTC+8 without summer time.
public enum BeijingClock {
  /// - Parameter seconds: since 1970-01-01 UTC, from 0.
  /// - Returns: `2026年11月23日 21:09:16`.
  public static func time(_ seconds: Int64) -> String {
    let local = Int(seconds) + 8 * 3600
    let clock = local % 86_400
    return "\(day(local / 86_400)) \(padded(clock / 3600)):\(padded(clock / 60 % 60)):\(padded(clock % 60))"
  }

  /// - Parameter days: since 1970-01-01, from 0.
  /// - Returns: `2026年11月23日`.
  static func day(_ days: Int) -> String {
    // Years from March, so that the leap day is the last; eras of 400 years (proleptic Gregorian calendar).
    let shifted = days + 719_468  // days from 0000-03-01 to 1970-01-01
    let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return "\(year)年\(month)月\(dayOfYear - (153 * march + 2) / 5 + 1)日"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
