import CivilTime
import ErrorCauses
import Foundation

/// Formats the numbers of cells as a spreadsheet program shows them.
enum CellNumber {
  struct Fault: Error, Equatable {
    var wording: Wording
    /// What the cell contains.
    var shown: String
  }

  /// At most 15 significant digits, as many as spreadsheets keep: 0.20000000000000001 is 0.2. A longer whole number is
  /// refused: it was a code, and its last digits are lost.
  static func text(_ number: String) throws(Fault) -> String {
    guard let value = Double(number), value.isFinite else {
      throw Fault(wording: Wording("is no number: \(number)", "“\(number)”不是数字"), shown: number)
    }
    if value.magnitude >= 1e15 {
      throw Fault(
        wording: Wording(
          "is a number, of which spreadsheets keep 15 digits; format the column as text and enter it again",
          "是数字格式，电子表格只保留前 15 位；请将该列设为文本格式后重新录入"),
        shown: number)
    }
    if number.utf8.count <= 15, number.utf8.allSatisfy({ 48...57 ~= $0 || $0 == 46 || $0 == 45 }) { return number }
    return Decimal(string: String(format: "%.15g", value))?.description ?? number
  }

  /// Of a cell that has the number itself.
  static func text(_ number: Double) throws(Fault) -> String {
    try text(number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)")
  }

  /// A day, with the time of day if there is one, from its serial number: ECMA-376 part 1, 18.17.4.1.
  static func date(_ number: String, since1904: Bool) throws(Fault) -> String {
    guard let serial = Double(number), serial >= 0, serial < 2_958_466 else {
      throw Fault(
        wording: Wording("is a date that spreadsheets cannot have: \(number)", "是电子表格不可能有的日期：\(number)"),
        shown: number)
    }
    var days = Int(serial)
    var seconds = Int(((serial - Double(days)) * 86_400).rounded())
    // Libraries that reckon with the Shanghai time of 1900, 8:05:43 east of Greenwich, miss midnight by 43 seconds.
    if seconds >= 86_400 || seconds == 86_400 - 43 { (days, seconds) = (days + 1, 0) }
    if seconds == 43 { seconds = 0 }
    let epoch: Int
    if since1904 {
      epoch = -24_107  // 1904-01-01
    } else {
      // Day 1 is 1900-01-01; day 60 is 1900-02-29, which never existed.
      guard days > 0, days != 60 else {
        throw Fault(
          wording: Wording("is a day that the calendar lacks: \(number)", "是不存在的日期：\(number)"), shown: number)
      }
      epoch = days < 60 ? -25_568 : -25_569
    }
    let date = CalendarDate(daysSince1970: epoch + days)
    if seconds == 0 { return date.description }
    return "\(date) \(BeijingTime(date, secondOfDay: seconds).clock)"
  }

  /// Whether a number format shows dates: ECMA-376 part 1, 18.8.30 and 18.8.31.
  static func isDate(format id: Int, code: String?) -> Bool {
    guard let code else { return 14...22 ~= id || 27...36 ~= id || 45...47 ~= id || 50...58 ~= id }
    var characters = code.lowercased()[...]
    var shown = ""
    while let first = characters.popFirst() {
      switch first {
      case "\"": characters = characters.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": characters = characters.dropFirst()
      case "[": characters = characters.drop { $0 != "]" }.dropFirst()
      case ";": characters = ""  // the first section is for positive numbers
      default: shown.append(first)
      }
    }
    return shown != "general" && shown.contains { "ymdhs".contains($0) }
  }
}
