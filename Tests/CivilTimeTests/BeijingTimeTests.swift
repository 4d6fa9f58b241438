import CivilTime
import Foundation
import Testing

@Suite struct BeijingTimeTests {
  /// From 15 October 1582, before which Foundation's calendar is the Julian one, to the end of 9999.
  private static let seconds: ClosedRange<Int64> = -12_219_264_000...253_402_271_999

  @Test func momentsAreThoseOfFoundationsCalendar() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
    let inUTC = ISO8601DateFormatter()
    inUTC.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<5000 {
      let moment = Int64.random(in: Self.seconds, using: &random)
      let there = Date(timeIntervalSince1970: Double(moment))
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: there)
      let time = BeijingTime(secondsSince1970: moment)
      #expect(parts.year == time.date.year && parts.month == time.date.month && parts.day == time.date.day)
      let (hour, minute) = (parts.hour ?? 0, parts.minute ?? 0)
      #expect((hour * 60 + minute) * 60 + (parts.second ?? 0) == time.secondOfDay)
      #expect(time.secondsSince1970 == moment && time.millisecond == 0)
      #expect(BeijingTime(isoText: time.description) == time)
      #expect(inUTC.string(from: there) == time.utcText)
    }
  }

  @Test(arguments: [
    (0, "1970-01-01T08:00:00+08:00", "1970-01-01T00:00:00.000Z"),
    (-1, "1970-01-01T07:59:59+08:00", "1969-12-31T23:59:59.999Z"),
    (-28_800_001, "1969-12-31T23:59:59+08:00", "1969-12-31T15:59:59.999Z"),
    (1_795_103_999_007, "2026-11-19T23:59:59+08:00", "2026-11-19T15:59:59.007Z"),
    (1_795_104_000_000, "2026-11-20T00:00:00+08:00", "2026-11-19T16:00:00.000Z"),
  ])
  func milliseconds(_ moment: Int64, inBeijing: String, inUTC: String) {
    let time = BeijingTime(millisecondsSince1970: moment)
    #expect(time.description == inBeijing)
    #expect(time.utcText == inUTC)
    #expect(BeijingTime(time.date, secondOfDay: time.secondOfDay, millisecond: time.millisecond) == time)
  }

  @Test func secondsBeyondTheCalendarAreItsEnds() {
    #expect(BeijingTime(secondsSince1970: .max).description == "9999-12-31T23:59:59+08:00")
    #expect(BeijingTime(secondsSince1970: .min).description == "0001-01-01T00:00:00+08:00")
  }

  @Test(arguments: [
    "2026-11-20", "2026-11-20T18:00:00", "2026-11-20T18:00:00Z", "2026-11-20T18:00:00+09:00",
    "2026-11-20T18:00:00+0800",
    "2026-11-20 18:00:00+08:00", "2026-11-20t18:00:00+08:00", "2026-11-20T24:00:00+08:00", "2026-11-20T23:60:00+08:00",
    "2026-11-20T23:59:60+08:00", "2026-02-30T18:00:00+08:00", "2026-11-20T1:000:00+08:00",
    "2026-11-20T18:00:00.0+08:00",
    "2026-11-20T18:00:00+08:00 ", "2026-11-20T18-00-00+08:00", "",
  ])
  func noOtherTextIsAMoment(text: String) {
    #expect(BeijingTime(isoText: text) == nil)
  }
}
