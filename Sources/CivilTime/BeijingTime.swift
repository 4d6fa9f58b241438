/// A moment in Beijing time (UTC+8, no daylight saving time), to the millisecond.
public struct BeijingTime: Sendable, Hashable, Comparable, Codable {
  public let millisecondsSince1970: Int64

  public init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

  /// - Parameter seconds: since 1970; clamped to the years 1 to 9999, which have a text form.
  public init(secondsSince1970 seconds: Int64) {
    self.init(millisecondsSince1970: min(max(seconds, Self.firstSecond), Self.lastSecond) * 1000)
  }
  private static let (firstSecond, lastSecond): (Int64, Int64) = (-62_135_625_600, 253_402_271_999)

  /// Midnight at the start of a day, plus seconds and milliseconds of that day.
  public init(_ date: CalendarDate, secondOfDay: Int = 0, millisecond: Int = 0) {
    let local = Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay)
    millisecondsSince1970 = (local - Self.offset) * 1000 + Int64(millisecond)
  }

  public var date: CalendarDate { CalendarDate(daysSince1970: Int(day.quotient)) }
  /// 0…86399
  public var secondOfDay: Int { Int(day.remainder / 1000) }
  /// 0…999
  public var millisecond: Int { Int(day.remainder % 1000) }
  /// Rounded down.
  public var secondsSince1970: Int64 { floorDivide(millisecondsSince1970, by: 1000).quotient }

  public static func < (a: BeijingTime, b: BeijingTime) -> Bool { a.millisecondsSince1970 < b.millisecondsSince1970 }

  static let offset: Int64 = 8 * 3600
  /// The day number, and the milliseconds since its start.
  private var day: (quotient: Int64, remainder: Int64) {
    floorDivide(millisecondsSince1970 + Self.offset * 1000, by: 86_400_000)
  }
}
