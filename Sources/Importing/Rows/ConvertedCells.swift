import CivilTime
import ErrorCauses
import Records
import Tables

/// Values that a table writes in a way of its own, which nobody could read without its head: amounts in 元, and days that a
/// program wrote as its numbers for them.
extension RowInterpreter {
  /// - Returns: the row as a record holds it, and what was changed.
  func converted(_ row: TableRow, _ cells: [String?], _ head: Head) -> (row: TableRow, faults: [InterpretedRow.Fault]) {
    let fields = plans[head.category].category.fields
    var row = row
    var faults: [InterpretedRow.Fault] = []
    for (index, column) in head.columns.enumerated() where index < cells.count {
      guard case .field(let field) = column.meaning, let text = cells[index] else { continue }
      let found: (text: String, wording: Wording)? =
        switch fields[field].kind {
        case .money where column.unit == .yuan: Self.tenThousands(ofYuan: text)
        case .date: Self.day(ofNumber: text) ?? Self.day(beforeMidnight: text)
        default: nil
        }
      guard let found else { continue }
      row.cells[index] = found.text
      faults.append(.init(rule: .converted, column: column.label, value: text, wording: found.wording))
    }
    return (row, faults)
  }

  /// An amount that says its own unit stays. What is no exact amount keeps its unit, so that nobody takes it for 万元.
  private static func tenThousands(ofYuan text: String) -> (text: String, wording: Wording)? {
    if text.contains("元") || text.contains("万") { return nil }
    guard case .amount(let amount) = Money.read(text + "元") else {
      return (text + "元", Wording("is in 元", "以元为单位"))
    }
    return (amount.description, Wording("was in 元 and is now in 万元", "原以元为单位，已换算为万元"))
  }

  /// Programs that reckon with the Shanghai time of 1900, 8:05:43 east of Greenwich, miss midnight by 43 seconds.
  private static func day(beforeMidnight text: String) -> (text: String, wording: Wording)? {
    guard text.utf8.count >= 17, let time = text.firstRange(of: "23:59:17") else { return nil }
    let rest = text[time.upperBound...]
    guard rest == "+08:00" || rest.allSatisfy({ ".0".contains($0) }),
      let day = CalendarDate(text: String(text[..<time.lowerBound].prefix { $0 != " " && $0 != "T" }))
    else { return nil }
    let next = CalendarDate(daysSince1970: day.daysSince1970 + 1)
    return (
      next.description,
      Wording(
        "was 43 seconds before midnight, as programs write days that reckon with the Shanghai time of 1900",
        "原为零点前 43 秒，是按 1900 年上海地方时计算的程序写日期的方式，已改为次日")
    )
  }

  /// The serial number of a spreadsheet, from 1954 to 2063, or milliseconds since 1970, from 2001 on.
  private static func day(ofNumber text: String) -> (text: String, wording: Wording)? {
    guard text.utf8.count == 5 || text.utf8.count == 13, let number = Int64(text) else { return nil }
    if text.utf8.count == 5 {
      guard 20_000..<60_000 ~= number else { return nil }
      let day = CalendarDate(daysSince1970: Int(number) - 25_569)
      return (day.description, Wording("was a spreadsheet's number for a day", "原为电子表格的日期序号，已换算为日期"))
    }
    guard number >= 1_000_000_000_000, number < 4_102_444_800_000 else { return nil }
    return (
      BeijingTime(millisecondsSince1970: number).date.description,
      Wording("was in milliseconds since 1970", "原为自 1970 年起的毫秒数，已换算为日期")
    )
  }
}
