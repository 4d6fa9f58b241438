public import CivilTime
import Records

/// The working days of mainland China, for the years in the data: `templates/calendar/holidays.yaml`.
public struct WorkingCalendar: Sendable {
  /// Days since 1970.
  private var off: Set<Int> = []
  private var madeUp: Set<Int> = []
  public private(set) var years: Set<Int> = []

  public init(yaml: String, file: String) throws(ImportDataError) {
    let data: HolidayFile = try decoded(yaml, file)
    for year in data.years {
      guard years.insert(year.year).inserted else {
        throw ImportDataError(file: file, problem: "the year \(year.year) is there twice")
      }
      for span in year.holidays { off.formUnion(try Self.days(span, of: year.year, file)) }
      for day in year.workdays { madeUp.formUnion(try Self.days(day + "/" + day, of: year.year, file)) }
    }
    guard off.isDisjoint(with: madeUp) else {
      throw ImportDataError(file: file, problem: "a day is among holidays and workdays both")
    }
  }

  private struct HolidayFile: Decodable {
    struct Year: Decodable {
      var year: Int
      var notice: String
      var holidays: [String]
      var workdays: [String]
    }
    var years: [Year]
  }

  /// `2026-10-01/2026-10-07`
  private static func days(_ span: String, of year: Int, _ file: String) throws(ImportDataError) -> ClosedRange<Int> {
    let ends = span.split(separator: "/").map { CalendarDate(text: String($0)) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, first.year == year, last.year == year
    else {
      throw ImportDataError(file: file, problem: "\(span): days of \(year) look like \(year)-10-01/\(year)-10-07")
    }
    return first.daysSince1970...last.daysSince1970
  }

  /// Nil if the data do not include the year.
  public func isWorkingDay(_ date: CalendarDate) -> Bool? {
    guard years.contains(date.year) else { return nil }
    let day = date.daysSince1970
    // 1970-01-01 was a Thursday.
    let isWeekend = (day % 7 + 10) % 7 >= 5
    return isWeekend ? madeUp.contains(day) : !off.contains(day)
  }

  public enum Timeliness: Sendable, Equatable {
    case timely
    /// The last day that would have been in time.
    case late(deadline: CalendarDate)
    /// The data do not include a year that is needed.
    case unknown(year: Int)
    /// Received before the decision was made.
    case impossible
  }

  /// Whether something was received within a number of working days after a decision; the day after it is the first.
  public func timeliness(decided: CalendarDate, received: CalendarDate, workingDays: Int) -> Timeliness {
    let (start, end) = (decided.daysSince1970, received.daysSince1970)
    guard start <= end else { return .impossible }
    // No calendar is needed if no more days of any kind have passed.
    if end - start <= workingDays { return .timely }
    var count = 0
    for number in (start + 1)...end {
      let day = CalendarDate(daysSince1970: number)
      guard let isWorking = isWorkingDay(day) else { return .unknown(year: day.year) }
      if isWorking { count += 1 }
      if count == workingDays { return number == end ? .timely : .late(deadline: day) }
    }
    return .timely
  }
}
