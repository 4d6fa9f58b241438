import Foundation
import Testing

@testable import PDF

struct TimestampTests {
  @Test func dayEndsAtMidnightInBeijing() {
    // 2026-11-19 16:00:00 UTC
    #expect(Timestamp(secondsSince1970: 1_795_104_000).pdfDate == "D:20261120000000+08'00'")
    #expect(Timestamp(secondsSince1970: 1_795_103_999).isoDate == "2026-11-19T23:59:59+08:00")
    #expect(Timestamp(secondsSince1970: 951_753_600).isoDate == "2000-02-29T00:00:00+08:00")
    #expect(Timestamp(secondsSince1970: .max).isoDate == "9999-12-31T23:59:59+08:00")
  }

  @Test func agreesWithTheGregorianCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
    var random = SeededGenerator(5)
    for _ in 0..<2000 {
      let seconds = Int64.random(in: -2_000_000_000...20_000_000_000, using: &random)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
      let found = Timestamp(secondsSince1970: seconds)
      #expect(parts.year == found.year && parts.month == found.month && parts.day == found.day)
      #expect(parts.hour == found.hour && parts.minute == found.minute && parts.second == found.second)
    }
  }
}
