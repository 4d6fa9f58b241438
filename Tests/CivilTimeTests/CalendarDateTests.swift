import CivilTime
import Foundation
import Testing

@Suite struct CalendarDateTests {
  /// The number of 0001-01-01, and the number of days in the years 1 to 9999.
  private static let (first, count) = (-719_162, 3_652_059)

  /// Counted on day by day, as a child would. Python's `date.toordinal` gives both ends the same numbers.
  @Test func everyDayOfTheYears1To9999HasItsNumber() {
    var number = Self.first
    var wrong: [Int] = []
    for year in 1...9999 {
      let leap = [4, 100, 400].filter { year % $0 == 0 }.count % 2 == 1
      for (month, length) in [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...length {
          let date = CalendarDate(daysSince1970: number)
          if date.year != year || date.month != month + 1 || date.day != day || date.daysSince1970 != number {
            wrong.append(number)
          }
          number += 1
        }
      }
    }
    #expect(wrong == [])
    #expect(number == Self.first + Self.count)
  }

  /// From 15 October 1582, before which Foundation's calendar is the Julian one.
  @Test func daysAreThoseOfFoundationsCalendar() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    for number in stride(from: -141_427, to: Self.first + Self.count, by: 97) {
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
      let date = CalendarDate(daysSince1970: number)
      #expect(parts.year == date.year && parts.month == date.month && parts.day == date.day)
    }
  }

  @Test func theTextOfADayIsReadAsThatDay() {
    for number in stride(from: Self.first, to: Self.first + Self.count, by: 101) {
      let date = CalendarDate(daysSince1970: number)
      #expect(CalendarDate(isoText: date.description) == date)
    }
  }

  @Test(arguments: [
    "", "2024", "2024-5-1", "2024-05-1", "24-05-01", "02024-05-01", "2024-05-01 ", " 2024-05-01", "2024/05/01",
    "20240501",
    "2024-05-01T00:00:00", "+024-05-01", "2024--5-01", "２０２４-05-01", "2024-02-30", "2023-02-29", "1900-02-29",
    "2024-00-01",
    "2024-13-01", "2024-04-31", "2024-01-00", "0000-01-01", "長期",
  ])
  func noOtherTextIsADay(text: String) {
    #expect(CalendarDate(isoText: text) == nil)
  }

  @Test func theCalendarEndsWithTheYear9999() {
    #expect(CalendarDate(year: 0, month: 12, day: 31) == nil)
    #expect(CalendarDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(CalendarDate(daysSince1970: Self.first).description == "0001-01-01")
    #expect(CalendarDate(daysSince1970: Self.first + Self.count - 1).description == "9999-12-31")
    #expect(CalendarDate(daysSince1970: Self.first - 1) < CalendarDate(daysSince1970: Self.first))
  }

  @Test func aMonthWithoutTheDayGivesItsLast() throws {
    let day = try #require(CalendarDate(isoText: "2024-01-31"))
    #expect(day.adding(months: 1).description == "2024-02-29")
    #expect(day.adding(months: 13).description == "2025-02-28")
    #expect(day.adding(months: -2).description == "2023-11-30")
    #expect(day.adding(months: -1).description == "2023-12-31")
  }
}
