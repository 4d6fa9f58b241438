import Foundation
import Testing

@testable import Verifying

/// Where a calendar goes wrong, if it does: at the ends of months, of years and of leap years.
@Suite struct BeijingClockTests {
  @Test func everyEndOfAMonthThatATokenCanNameIsThatOfTheCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for year in 1970..<2149 {
      for month in 1...12 {
        let first = try #require(calendar.date(from: DateComponents(year: year, month: month, day: 1)))
        let day = Int(first.timeIntervalSince1970 / 86_400)
        let parts = calendar.dateComponents([.year, .month, .day], from: first.addingTimeInterval(-86_400))
        #expect(BeijingClock.day(day) == "\(year)年\(month)月1日")
        guard day > 0, let before = parts.year, let last = parts.month, let end = parts.day else { continue }
        #expect(BeijingClock.day(day - 1) == "\(before)年\(last)月\(end)日")
      }
    }
  }

  @Test(arguments: [
    (0, "08:00:00"), (7199, "09:59:59"), (7200, "10:00:00"), (7810, "10:10:10"), (7269, "10:01:09"),
    (57_599, "23:59:59"),
  ])
  func aTimeOfDayHasTwoDigitsEverywhere(seconds: Int64, told: String) {
    #expect(BeijingClock.time(seconds) == "1970年1月1日 \(told)")
  }
}
