import CivilTime
import Testing

@testable import Records

@Suite struct Dates {
  @Test(arguments: [
    "2024-05-01", "2024/05/01", "2024/5/1", "2024.5.1", "20240501", "2024年5月1日", "2024年05月01日", "２０２４－０５－０１",
    " 2024-05-01 ", "2024-05-01 00:00:00", "2024-05-01 00:00:00.0", "2024/5/1 9:30", "2024-05-01T18:00:00+08:00",
    "2024-04-30T16:00:00Z", "2024-05-01T00:00", "2024-04-30T11:30:00.123-0500", "2024-05-01T23:59:59",
    "20240501000000", "20240501235959",
  ])
  func areReadInEveryForm(text: String) throws {
    #expect(DateText.read(text) == .date(try #require(CalendarDate(year: 2024, month: 5, day: 1))))
    #expect(CalendarDate(text: text)?.description == "2024-05-01")
  }

  @Test(arguments: ["2099/12/31", "2099-01-31", "9999-12-31", "20991231", "长期", " 长 期 ", "长期有效", "永久"])
  func withoutEnd(text: String) {
    guard case .unlimited? = DateText.read(text) else {
      Issue.record("\(text)")
      return
    }
  }

  @Test(arguments: [
    "2024-02-30", "2023/02/29", "2024-13-01", "20240431", "2024年0月1日", "2024-05-01 25:00:00", "0000-01-01",
    "20240230000000", "20240501250000",
  ])
  func thatTheCalendarLacks(text: String) { #expect(DateText.read(text) == .impossible) }

  @Test(arguments: [
    "二〇二四年五月一日", "二○二四年五月一日", "二零二四年五月一日", "2024年五月一日", "2024/5/1 上午 10:30:00", "2024-05-01 下午 3:05",
    "2024年5月1日上午10时30分", "2024年5月1日10时30分", "2024年5月1日 10时30分15秒", "2024年5月1日9点", "2024/5/1 下午12:00:00", "２０２４年５月１日１０时",
    "Wed May 01 00:00:00 CST 2024", "Tue Apr 30 16:00:00 GMT 2024", "Wed May 1 23:59:59 CST 2024",
  ])
  func areReadInWords(text: String) throws {
    #expect(DateText.read(text) == .date(try #require(CalendarDate(year: 2024, month: 5, day: 1))), "\(text)")
  }

  @Test(arguments: [
    ("二〇二四年十二月三十一日", "2024-12-31"), ("二〇二四年十月十日", "2024-10-10"), ("二〇二四年十一月二十日", "2024-11-20"),
    ("2024年12月31日下午4时", "2024-12-31"), ("Tue Dec 31 16:00:00 UTC 2024", "2025-01-01"),
  ])
  func inWordsHaveTheirNumbers(text: String, day: String) { #expect(CalendarDate(text: text)?.description == day) }

  @Test(arguments: [
    "二〇二四年五月", "二四年五月一日", "十年五月一日", "2024年5月1日上午12点", "2024/5/1 下午 13:00", "2024年5月1日至2025年5月1日",
    "2024年5月1日起", "上午", "年月日", "一", "2024年5月1日10时30分15秒2", "Wed May 01 00:00:00 EST 2024",
    "XXX May 01 00:00:00 CST 2024",
    "自2024年5月1日", "2024年5月十十日", "2024年5月1日100时",
  ])
  func inWordsThatAreNone(text: String) { #expect(DateText.read(text) == nil, "\(text)") }

  @Test(arguments: ["2024年5月1日25时", "二〇二三年二月二十九日", "2024-05-01 下午 3:75"])
  func inWordsThatTheCalendarLacks(text: String) { #expect(DateText.read(text) == .impossible, "\(text)") }

  @Test(arguments: [
    "", "昨天", "2024", "2024-05", "2024-05-01至2025-05-01", "24-05-01", "2024-05/01", "2024年5月", "45413", "2024-5-1x",
    "202405011", "202405010000000", "20240501000000Z", "2024-05-01T", "2024-05-01T18", "１２３", "-2024-05-01",
  ])
  func thatAreNone(text: String) {
    let isDate = text == "2024-05-01T"  // a date all the same
    #expect((DateText.read(text) != nil) == isDate)
  }

  /// Each as tables, JSON exports and databases write it.
  static let unset = [
    "1970-01-01", "1970/1/1", "19700101", "1970年1月1日", "1970-01-01 00:00:00", "1970-01-01 08:00:00",
    "1970-01-01T00:00:00Z",
    "1970-01-01T08:00:00+08:00", "1969-12-31T16:00:00", "1969-12-31T19:00:00-05:00", "1899-12-30", "1899-12-31",
    "1899/12/30 0:00:00", "1900-01-01", "1904-01-01", "0001-01-01", "0001-01-01T00:00:00Z", "1601-01-01", "1753-01-01",
    "1000-01-01", "1601-01-01T00:00:00+09:00", "0001-01-01T00:00:00+09:00",
  ]

  @Test(arguments: unset) func thatProgramsWriteForNone(text: String) {
    guard case .unset? = DateText.read(text) else {
      Issue.record("\(text): \(String(describing: DateText.read(text)))")
      return
    }
    #expect(DateText.plainDay(Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: ["1970-01-02", "1969-12-30", "1900-01-02", "1899-12-29", "1898-07-03", "1949-10-01"])
  func besideThemAreDays(text: String) throws {
    #expect(DateText.read(text) == .date(try #require(CalendarDate(text: text))))
  }

  @Test func theLastDayOfAllIsNoEndFromAnywhere() {
    for text in ["9999-12-31T16:00:00Z", "9999-12-31T23:59:59", "2099-12-30T16:00:00Z"] {
      guard case .unlimited? = DateText.read(text) else {
        Issue.record("\(text)")
        continue
      }
    }
  }

  @Test(arguments: ["2023-12-31 24:00:00", "20231231240000", "2023-12-31T24:00+08:00", "2023年12月31日 24:00"])
  func twentyFourIsTwoDays(text: String) throws {
    let day = try #require(CalendarDate(year: 2023, month: 12, day: 31))
    #expect(DateText.read(text) == .betweenDays(day))
    #expect(CalendarDate(text: text) == nil)
    #expect(BeijingTime(text: text)?.description == "2024-01-01T00:00:00+08:00")
    // Somewhere else it is an hour like any other.
    #expect(DateText.read("2023-12-31T24:00:00Z") == .date(CalendarDate(daysSince1970: day.daysSince1970 + 1)))
  }

  @Test func momentsAreBeijingTime() {
    #expect(BeijingTime(text: "2026-11-20T18:00:00+08:00")?.description == "2026-11-20T18:00:00+08:00")
    #expect(BeijingTime(text: "2026-11-20T10:00:00.250Z")?.millisecond == 250)
    #expect(BeijingTime(text: "2026-11-20 18:00")?.description == "2026-11-20T18:00:00+08:00")
    #expect(BeijingTime(text: "2026-11-20")?.description == "2026-11-20T00:00:00+08:00")
    #expect(BeijingTime(text: "2026-11-20T18:61:00") == nil)
    #expect(BeijingTime(text: "1970-01-01T00:00:00Z") == BeijingTime(millisecondsSince1970: 0))
  }

  /// Every way to read a plain day agrees with the long one, for days all over the calendar.
  @Test func theShortWayAgreesWithTheLongOne() {
    var generator = SeededGenerator(state: 5)
    for _ in 0..<500 {
      let number = Int.random(in: 1...99_999_999, using: &generator)
      let digits = padded(number, to: 8)
      let (year, month, day) = (digits.prefix(4), digits.dropFirst(4).prefix(2), digits.suffix(2))
      for text in [digits, "\(year)-\(month)-\(day)", "\(year)/\(month)/\(day)"] {
        #expect(DateText.plainDay(Array(text.utf8)[...]) == CalendarDate(text: text))
      }
    }
  }
}

@Suite struct Amounts {
  @Test(arguments: [
    ("0.2", "0.2"), ("1,234.50", "1234.5"), ("1，234，567", "1234567"), ("2e-1", "0.2"), ("1.5E3", "1500"), ("0", "0"),
    ("-0.5", "-0.5"),
    ("0.000001", "0.000001"), ("0.20000000", "0.2"), ("０．２", "0.2"), ("2000元", "0.2"), ("0.2万元", "0.2"), ("¥ 12", "12"),
    ("+3", "3"), ("0.1", "0.1"), ("123456789012", "123456789012"), ("0e999999", "0"),
  ])
  func areExact(text: String, amount: String) {
    guard case .amount(let money) = Money.read(text) else {
      Issue.record("\(text): \(Money.read(text))")
      return
    }
    #expect(money.description == amount)
  }

  @Test(arguments: ["0.0000001", "0.30000000000000004", "1e-7", "0.001元"]) func areNeverRounded(text: String) {
    #expect(Money.read(text) == .tooPrecise)
  }

  @Test(arguments: ["9999999999999", "1e13", "1e999999"]) func haveALimit(text: String) {
    #expect(Money.read(text) == .tooLarge)
  }

  @Test(arguments: [
    "", "约2万", "1,23", "1,2345", "1.", ".5", "1e", "1.2.3", "元", "0x10", "--1", "1e99999999", "1234,567", "12 34,5",
  ])
  func mustBeNumbers(text: String) { #expect(Money.read(text) == .unreadable) }

  /// Every amount of the exchange tables' range survives being written and read.
  @Test func areReadAsTheyAreWritten() {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<500 {
      let money = Money(
        millionths: Int64.random(in: -999_999_999_999_999_999...999_999_999_999_999_999, using: &generator))
      #expect(Money.read(money.description) == .amount(money))
    }
  }
}
