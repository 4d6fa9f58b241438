/// A moment as clocks in China show it: UTC+8 throughout the year.
struct Timestamp: Sendable, Hashable {
  var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int

  /// - Parameter seconds: since 1970; kept within the years 1 to 9999, the ones that PDF dates can tell.
  init(secondsSince1970 seconds: Int64) {
    let local = Int(min(max(seconds, -62_135_596_800), 253_402_271_999)) + 8 * 3600
    let (days, time) = (local.floorDivided(by: 86_400), local.floorRemainder(by: 86_400))
    (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60)
    // Proleptic Gregorian calendar. The year is taken to begin in March, so that the leap day is its last, and the
    // 400-year cycle of 146 097 days is peeled off first.
    let shifted = days + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let dayOfEra = shifted.floorRemainder(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// ISO 32000-1, 7.9.4.
  var pdfDate: String {
    "D:\(padded(year, 4))\(padded(month))\(padded(day))\(padded(hour))\(padded(minute))\(padded(second))+08'00'"
  }

  /// ISO 8601, as XMP has it.
  var isoDate: String {
    "\(padded(year, 4))-\(padded(month))-\(padded(day))T\(padded(hour)):\(padded(minute)):\(padded(second))+08:00"
  }

  private func padded(_ number: Int, _ digits: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

extension Int {
  fileprivate func floorRemainder(by divisor: Int) -> Int { (self % divisor + divisor) % divisor }
  fileprivate func floorDivided(by divisor: Int) -> Int { (self - floorRemainder(by: divisor)) / divisor }
}
