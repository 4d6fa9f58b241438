import CivilTime
import Records
import Tables
import Testing

@testable import Importing

private let head = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚决定日期,处罚内容,罚款金额(万元),处罚机关"
private func row(_ day: String = "2026-09-21", content: String = "罚款5000元", fine: String = "0.5") -> String {
  "示例公司,91440001MA59G7P26C,示〔2026〕1号,\(day),\(content),\(fine),示例市示例局"
}
private func rules(_ row: String) throws -> [Defect.Rule] {
  try delivered(head + "\n" + row).first?.defects.map(\.rule).filter { $0 != .required } ?? []
}

@Suite struct RowDoubtTests {
  @Test(arguments: [
    ("罚款人民币5000元", "5000", true), ("罚款伍仟元整", "5000", true), ("罚款0.5万元", "0.5", false), ("罚款5000元", "0.5", false),
    ("罚款5000万元", "5000", false), ("罚款5000元，没收5000万元", "5000", false), ("警告", "5000", false), ("罚款500元", "5000", false),
    ("罚款5000元", "0", false), ("罚款5000元", "5000元", false),
  ])
  func anAmountInYuanUnderAHeadOfTenThousandsIsTold(content: String, fine: String, isTold: Bool) throws {
    #expect(try rules(row(content: content, fine: fine)).contains(.unit) == isTold)
  }

  @Test(arguments: [
    ("2026-09-20 16:00:00", true), ("2026-09-20T16:00", true), ("2026-09-20 16:00:00.0", true),
    ("2026-09-20 16:00:01", false),
    ("2026-09-20T16:00:00Z", false), ("2026-09-21", false),
  ])
  func aMidnightOfGreenwichIsTold(day: String, isTold: Bool) throws {
    #expect(try rules(row(day)).contains(.shifted) == isTold)
  }

  /// Twenty habits: what each day is, or that it is none.
  @Test func datesAreReadOrToldInTwentyHabits() throws {
    let days = try Delivery(fixture: "cases/dates.csv").rows.map { row in
      row.record?.decided?.description ?? (row.defects.contains { $0.rule == .date } ? "told" : "lost")
    }
    let read = "2026-09-21"
    #expect(
      days == [
        read, read, read, "told", read, read, read, read, read, "told", "told", "told", "told", read, read, "told",
        "told",
        read, read, "told",
      ])
  }

  @Test func datesOff43SecondsAreTheNearMidnights() throws {
    let delivery = try Delivery(fixture: "cases/dates-off-by-43-seconds.xlsx")
    #expect(delivery.records.map(\.decided?.description) == ["2026-09-21", "2026-09-21", "2026-09-21", "2026-09-20"])
    #expect(delivery.rows.map { $0.defects.contains { $0.rule == .shifted } } == [false, false, false, true])
  }

  @Test func hiddenRowsAndSheetsAreReadAndTold() throws {
    let delivery = try Delivery(fixture: "cases/hidden-rows-and-sheets.xlsx")
    #expect(delivery.records.count == 4 && delivery.tables.map(\.isHidden) == [false, true])
    #expect(
      delivery.rows.filter { $0.defects.contains { $0.rule == .hidden && $0.column.isEmpty } }.map(\.number) == [3])
    let columns = delivery.rows.flatMap(\.defects).filter { $0.rule == .hidden && !$0.column.isEmpty }.map(\.column)
    #expect(Set(columns) == ["处罚内容"])
  }

  @Test func whatAnOldWorkbookHidesIsToldToo() throws {
    let delivery = try Delivery(fixture: "hidden.xls")
    #expect(delivery.records.count == 6 && delivery.tables.map(\.isHidden) == [false, true])
    let told = delivery.rows.map { row in row.defects.filter { $0.rule == .hidden }.map(\.column) }
    #expect(told == [["备注"], ["", "备注"], ["备注"], ["备注"], ["", "备注"], ["备注"]])
  }

  /// 代码_2 was 组织机构代码 in the tables of 2015.
  @Test func aBareHeadOfTwoMeaningsIsTold() throws {
    let told = try Delivery(fixture: "code-5.csv").rows.map { $0.defects.contains { $0.rule == .twoMeanings } }
    #expect(told == [true, true])
  }

  @Test func oneAmountOverSeveralRowsIsTold() throws {
    let delivery = try Delivery(fixture: "merged-fine.xlsx")
    let merged = delivery.rows.flatMap(\.defects).filter { $0.rule == .merged }
    #expect(delivery.records.count == 3 && merged.map(\.row) == [2, 3, 4])
    #expect(merged.allSatisfy { $0.column == "罚款金额(万元)" && $0.message.hasPrefix("is one cell over the rows 2 to 4") })
    // The authority of all three is no doubt.
    #expect(delivery.records.map(\.authority) == Array(repeating: "示例市示例局", count: 3))
  }

  @Test func aFormulaWithoutItsResultIsToldUnlessItIsANumberOfTheRow() throws {
    let delivery = try Delivery(fixture: "formulas.xlsx")
    #expect(delivery.records.count == 1 && delivery.rows.map(\.number) == [2, 3, 4])
    #expect(delivery.held.first?.reason.contains("holds a formula without its result") == true)
    #expect(delivery.held.first?.name == "示例公司" && delivery.rows[2].noData == .numbered)
  }

  @Test(arguments: [
    ("=\"0123\"", "0123"), ("=\"a\"\"b\"", "a\"b"), ("'0123", "0123"), ("'2026-09-21", "2026-09-21"),
    ("\t0123\t", "0123"),
    ("\u{202D}91440001\u{202C}", "91440001"), ("\u{FEFF}\u{200E}甲", "甲"), ("'甲'", "'甲'"), ("=A1", "=A1"),
    ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
    ("'", "'"), ("", ""), ("甲'乙", "甲'乙"), ("=\"", "=\""),
  ])
  func guardsOfCellsAreNoPartOfThem(cell: String, text: String) { #expect(GuardedCell.text(cell) == text) }

  @Test func guardedCodesAreCodes() throws {
    let text = head + "\n" + row().replacing("91440001MA59G7P26C", with: "\"=\"\"91440001MA59G7P26C\"\"\"")
    let record = try #require(try delivered(text).first?.record)
    #expect(record.subject.code == "91440001MA59G7P26C")
    #expect(record.fields["行政相对人代码_1(统一社会信用代码)"] == "91440001MA59G7P26C")
  }

  @Test func whatConcernsAllRowsIsToldOnce() throws {
    let lines = [head.replacing("万元", with: "元")] + Array(repeating: row(fine: "5000"), count: 3)
    let imported = try Imported(lines.joined(separator: "\n"))
    let told = imported.defects.filter { $0.rule == .converted }
    #expect(told.count == 1 && told.first?.message == "was in 元 and is now in 万元 (and in 2 rows more)")
    #expect(imported.summary.notices["converted"] == 3 && imported.summary.tables.first?.mapping == "行政处罚 金额以元计")
  }
}
