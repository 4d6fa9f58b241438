import CivilTime
import Testing

/// Where a calendar goes wrong, if it does: at the ends of months, of years and of leap years.
@Suite struct ChineseTextTests {
  @Test(arguments: [
    (0, "1970年1月1日 08:00:00"), (7199, "1970年1月1日 09:59:59"), (7810, "1970年1月1日 10:10:10"),
    (57_599, "1970年1月1日 23:59:59"), (57_600, "1970年1月2日 00:00:00"), (951_753_599, "2000年2月28日 23:59:59"),
    (951_753_600, "2000年2月29日 00:00:00"), (1_795_017_599, "2026年11月18日 23:59:59"),
    (.max, "9999年12月31日 23:59:59"),
  ])
  func aMomentIsToldInBeijingTime(seconds: Int64, told: String) {
    #expect(BeijingTime(secondsSince1970: seconds).chineseText == told)
  }

  @Test func everyDayThatATokenCanNameIsItsTextWithoutLeadingZeros() {
    for number in 0...65_535 {
      let date = CalendarDate(daysSince1970: number)
      let parts = date.description.split(separator: "-").compactMap { Int($0) }
      #expect(parts.count == 3 && date.chineseText == "\(parts[0])年\(parts[1])月\(parts[2])日")
    }
    #expect(CalendarDate(daysSince1970: 65_535).chineseText == "2149年6月6日")
  }
}
