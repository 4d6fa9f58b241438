import CivilTime
import Testing

@testable import Importing

@Suite struct CalendarTests {
  @Test func weekendsAndHolidaysAreOffAndMakeUpDaysAreNot() throws {
    let calendar = try shippedCalendar()
    #expect(calendar.isWorkingDay(try day("2026-11-20")) == true)  // a Friday
    #expect(calendar.isWorkingDay(try day("2026-11-21")) == false)
    #expect(calendar.isWorkingDay(try day("2026-10-10")) == true)  // a Saturday, made up
    #expect(calendar.isWorkingDay(try day("2026-10-07")) == false)
    #expect(calendar.isWorkingDay(try day("2020-01-31")) == false)  // the holidays of 2020 were prolonged
    #expect(calendar.isWorkingDay(try day("2027-01-04")) == nil)
    #expect(calendar.years == Set(2017...2026))
  }

  @Test(arguments: [
    ("2026-09-30", "2026-10-15", nil), ("2026-09-30", "2026-10-16", "2026-10-15"),
    ("2026-11-02", "2026-11-11", nil), ("2026-11-02", "2026-11-12", "2026-11-11"),
    // The day after the last working day is late even if it is a Saturday.
    ("2026-11-04", "2026-11-14", "2026-11-13"),
    ("2026-11-04", "2026-11-04", nil),
  ])
  func sevenWorkingDaysBeginOnTheDayAfterTheDecision(decided: String, received: String, deadline: String?) throws {
    let answer = try shippedCalendar().timeliness(
      decided: try day(decided), received: try day(received), workingDays: 7)
    #expect(answer == (try deadline.map { .late(deadline: try day($0)) } ?? .timely))
  }

  @Test func withoutTheYearsDataNothingIsGuessedButAWeekIsInTime() throws {
    let calendar = try shippedCalendar()
    let verdict = { (decided: String, received: String) in
      calendar.timeliness(decided: try day(decided), received: try day(received), workingDays: 7)
    }
    #expect(try verdict("2027-03-01", "2027-03-20") == .unknown(year: 2027))
    #expect(try verdict("2026-12-28", "2027-01-20") == .unknown(year: 2027))
    #expect(try verdict("2026-12-28", "2027-01-04") == .timely)
    // Seven working days were over before the unknown year began.
    #expect(try verdict("2026-12-01", "2027-02-01") == .late(deadline: try day("2026-12-10")))
    #expect(try verdict("2026-12-02", "2026-12-01") == .impossible)
  }

  @Test func aCalendarThatContradictsItselfIsRefused() {
    for (holidays, workdays) in [
      ("2026-10-01/2026-10-07", "2026-10-07"), ("2026-10-07/2026-10-01", "2026-10-10"),
      ("2026-02-29/2026-03-01", "2026-10-10"), ("2025-10-01/2025-10-07", "2026-10-10"),
    ] {
      #expect(throws: ImportDataError.self) {
        try WorkingCalendar(
          yaml: "years: [{year: 2026, notice: 示例, holidays: [\(holidays)], workdays: [\(workdays)]}]", file: "a.yaml")
      }
    }
  }

  /// The day after is the first; weekends and the days off of National Day do not count, made-up days do.
  @Test(arguments: [
    ("2025-03-03", 1, "2025-03-04"), ("2025-03-07", 1, "2025-03-10"), ("2025-03-08", 5, "2025-03-14"),
    ("2025-09-30", 1, "2025-10-09"), ("2025-09-26", 2, "2025-09-29"),
  ]) func aDeadlineIsCountedInWorkingDays(from: String, days: Int, last: String) throws {
    let calendar = try shippedCalendar()
    let start = try day(from)
    let deadline = try #require(calendar.deadline(after: start, workingDays: days))
    #expect(deadline == (try day(last)))
    #expect(calendar.timeliness(decided: start, received: deadline, workingDays: days) == .timely)
    #expect(calendar.deadline(after: try day("2190-01-01"), workingDays: 1) == nil)
  }
}
