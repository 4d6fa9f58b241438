// As people read them in reports and on pages: without a leading zero in the day (GB/T 9704-2012, 7.3.5.4).

extension CalendarDate {
  /// `2026年11月3日`
  public var chineseText: String { "\(year)年\(month)月\(day)日" }
}

extension BeijingTime {
  /// `2026年11月3日 21:09:16`
  public var chineseText: String { "\(date.chineseText) \(clock)" }
}
