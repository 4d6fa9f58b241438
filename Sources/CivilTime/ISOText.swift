// The texts of ISO 8601 and RFC 3339 that machines read and write: one form each; no other is accepted.

extension CalendarDate {
  /// `2024-05-01`
  public var description: String { "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))" }

  /// - Parameter text: `2024-05-01`, as `description` writes it. Nil for any other text, and for a day that does not
  ///   exist.
  public init?(isoText text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension BeijingTime: CustomStringConvertible {
  /// RFC 3339 to the second: `2026-11-20T18:00:00+08:00`
  public var description: String { "\(date)T\(clock)+08:00" }

  /// `18:00:00`
  public var clock: String {
    let second = secondOfDay
    return "\(padded(second / 3600, to: 2)):\(padded(second / 60 % 60, to: 2)):\(padded(second % 60, to: 2))"
  }

  /// RFC 3339 in UTC to the millisecond, for logs, which are compared with those of other machines:
  /// `2026-11-20T10:00:00.000Z`
  public var utcText: String {
    let there = BeijingTime(millisecondsSince1970: millisecondsSince1970 - Self.offset * 1000)
    return "\(there.date)T\(there.clock).\(padded(millisecond, to: 3))Z"
  }

  /// - Parameter text: `2026-11-20T18:00:00+08:00`, as `description` writes it. Nil for any other text, another offset,
  ///   a day that does not exist, and 24:00.
  public init?(isoText text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 25, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[19...].elementsEqual("+08:00".utf8),
      let date = CalendarDate(isoText: String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      hour < 24, minute < 60, second < 60
    else { return nil }
    self.init(date, secondOfDay: (hour * 60 + minute) * 60 + second)
  }
}

private func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// The value of a text that consists only of digits.
private func number(_ digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for byte in digits {
    guard 48...57 ~= byte else { return nil }
    value = value * 10 + Int(byte - 48)
  }
  return value
}
