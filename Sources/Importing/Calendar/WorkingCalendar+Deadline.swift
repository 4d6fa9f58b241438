public import CivilTime

extension WorkingCalendar {
  /// The last of a number of working days; the day after `day` is the first.
  /// - Returns: nil if the data do not include a year that is needed.
  public func deadline(after day: CalendarDate, workingDays: Int) -> CalendarDate? {
    var (number, left) = (day.daysSince1970, workingDays)
    while left > 0 {
      number += 1
      guard let isWorking = isWorkingDay(CalendarDate(daysSince1970: number)) else { return nil }
      if isWorking { left -= 1 }
    }
    return CalendarDate(daysSince1970: number)
  }
}
