import CivilTime
import Records
import Tables
import Testing

@testable import Importing

private let head =
  "序号,行政相对人名称,行政相对人类别,行政相对人代码_1,行政相对人代码_2,证件号码,行政许可决定文书号,许可决定日期,许可内容,许可机关,许可机关统一社会信用代码,上报日期"
private let code = "91440001MA59G7P26C"
private let good =
  "1,示例公司,法人及非法人组织,\(code),440001000000000,,示〔2026〕1号,2026-11-02,示例内容,示例市示例局,11440000033121773H,2026-11-11"

/// The rows of a text as if it were a CSV file.
func delivered(_ text: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> [DeliveredRow] {
  var options = ImportOptions(asOf: try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00")))
  change(&options)
  let interpreter = try TableInterpreter(
    catalogue: try shippedCatalogue(), rules: try shippedRules(), rulesFile: "rules.yaml", options: options)
  var rows = interpreter.rows(of: try TableFile(csv: Array(text.utf8), name: "a.csv", encoding: nil))
  return try rows.all()
}

extension DeliveredRows {
  /// Few at once, so that what spans two calls is seen.
  mutating func all() throws -> [DeliveredRow] {
    var found: [DeliveredRow] = []
    while true {
      let some = try next(upTo: 2)
      if some.isEmpty { return found }
      found += some
    }
  }
}

extension DeliveredRow {
  var record: DeliveredRecord? { if case .record(let record) = content { record } else { nil } }
  var unattributed: UnattributedRow? { if case .unattributed(let row) = content { row } else { nil } }
  var noData: NoData? { if case .noData(let kind) = content { kind } else { nil } }
}

@Suite struct DeliveredRowTests {
  @Test func aRowWhoseSubjectIsCertainIsARecordWithAllThatNamesIt() throws {
    let row = try #require(try delivered(head + "\n" + good).first)
    let record = try #require(row.record)
    #expect(row.tableName == "a.csv" && row.number == 2 && row.category == "licence" && row.defects.isEmpty)
    #expect(record.subject.kind == "enterprise" && record.subject.code == code && record.subject.isCodeSound)
    #expect(record.number == "示〔2026〕1号" && record.authority == "示例市示例局")
    #expect(try record.decided == day("2026-11-02") && record.received == day("2026-11-11"))
    #expect(record.otherCodes == [SubjectCode(field: "counterpartRegistrationNumber", text: "440001000000000")])
    #expect(!record.holdsIdentityNumber)
    #expect(String(decoding: record.text, as: UTF8.self).hasPrefix(#"{"行政相对人名称": "示例公司""#))
  }

  @Test(arguments: [
    (good.replacing(",,示〔", with: ",999999199001010016,示〔"), true),
    (good.replacing("示例内容", with: "准予张三(999999199001010016)"), true),
    (good.replacing("示例内容", with: "准予\(code)"), false),
  ])
  func aRecordSaysWhetherAPersonsNumberStandsInIt(row: String, holds: Bool) throws {
    #expect(try delivered(head + "\n" + row).first?.record?.holdsIdentityNumber == holds)
  }

  @Test func aRowOfNobodyForSureSaysAllThatMayNameItsSubject() throws {
    let row = try #require(try delivered(head + "\n" + good.replacing(code, with: "MA59G7P26")).first)
    let held = try #require(row.unattributed)
    #expect(held.name == "示例公司" && held.number == "示〔2026〕1号" && held.authority == "示例市示例局")
    #expect(held.codes.map(\.text) == ["MA59G7P26", "440001000000000"])
    #expect(try held.decided == day("2026-11-02") && held.received == day("2026-11-11"))
    #expect(held.reason == "has a 行政相对人代码_1(统一社会信用代码) that cannot be one: has 9 characters instead of 18")
    #expect(row.defects.map(\.rule) == [.rejected])
    // Cells of every kind are kept.
    let text = String(decoding: held.text, as: UTF8.self)
    for cell in [#""序号": "1""#, #""上报日期": "2026-11-11""#, #""许可机关": "示例市示例局""#] { #expect(text.contains(cell)) }
  }

  @Test func aSoundCodeInAnotherPlaceIsToldAndTheAuthoritysIsNot() throws {
    let row = good.replacing(code, with: "").replacing("示例内容", with: code)
    #expect(
      try delivered(head + "\n" + row).first?.unattributed?.codes == [
        SubjectCode(field: "counterpartRegistrationNumber", text: "440001000000000"),
        SubjectCode(field: "", text: code),
      ])
  }

  /// Its name may be no name, and its day no day of decision.
  @Test(arguments: [good.replacing("示例公司,", with: ""), good + ",多余"])
  func aRowWhoseCellsMayHaveMovedNamesNobody(row: String) throws {
    let held = try #require(try delivered(head + "\n" + row).first?.unattributed)
    #expect(held.isMisaligned && held.name == nil && held.decided == nil && held.authority == nil)
    #expect(held.codes.map(\.text) == [code, "11440000033121773H"])
    #expect(String(decoding: held.text, as: UTF8.self).contains("示〔2026〕1号"))
  }

  /// The row is held back, and concerns nobody but its subject.
  @Test(arguments: [("示例内容", true), ("示例公司", false), (code, false), ("法人及非法人组织", false)])
  func aRowThatIsDamagedElsewhereStillSaysItsSubject(cell: String, isCertain: Bool) throws {
    let row = good.replacing(cell, with: "\u{1}" + cell)
    let held = try #require(try delivered(head + "\n" + row).first?.unattributed)
    #expect((held.subject?.code == code) == isCertain && held.reason.contains("control character"))
    #expect(try delivered(head + "\n" + good.replacing(code, with: "")).first?.unattributed?.subject == nil)
  }

  @Test func aDamagedNameIsNone() throws {
    let held = try delivered(head + "\n" + good.replacing("示例公司", with: "示\u{1}例公司")).first?.unattributed
    #expect(held?.name == nil && held?.isMisaligned == false && held?.codes.first?.text == code)
  }

  @Test(arguments: [
    ("2,,,,,,,,,,,", NoData.numbered), ("3,/,/,/,,,无,,,,,", .numbered), (head, .repeatedHead),
    ("样例1,某公司,,,,,,,,,,", .example),
    ("1,示例：某某有限公司,示例,示例,,,示例,示例,,,,", .example), (",示例：某某有限公司,示例,示例,,,示例,示例,,,,", .example),
    ("注：1.文书号必填,,,,,,,,,,,", .note), (",说明：,日期为YYYY/MM/DD,,,,,,,,,", .note), ("填表说明,一、长期填2099/12/31,,,,,,,,,,", .note),
    ("填表人：张三,,,审核人：李四,,,,,,,,2026-11-02", .footer), ("合计,2,,,,,,,,,,", .footer),
    ("1,零报告,,,,,,,,,,", .nilReturn), (",本月无行政处罚。,,,,,,,,,,", .nilReturn), ("本期无,,,,,,,,,,,", .nilReturn),
    (",,,,,,,,,,2026年11月20日,", .footer), (",第 1 页 / 共 3 页,,,,,,,,,,", .footer), (",,,,,,,,,（公章）,,", .footer),
    (",,,,,,,,,单位：万元,,", .footer), ("共12条记录,,,,,,,,,,,", .footer),
  ])
  func whatHoldsNothingAboutAnybodyIsNoData(row: String, kind: NoData) throws {
    let rows = try delivered(head + "\n" + good + "\n" + row)
    #expect(rows.count == 2 && rows[1].noData == kind && rows[1].defects.isEmpty)
  }

  /// A row that is lost is worse than one that is held back.
  @Test(arguments: [
    "注,示例公司,,,,,,2026-11-02,,,,", ",注：示例公司(\(code))的许可已撤销,,,,,,,,,,", "2,,,,,,示〔2026〕2号,,,,,", "合计,示例公司,,,,,,,,,,",
    ",示例公司,,,,,,,,,,", "2,,,,,,,,,示例市示例局,,", ",注册会计师协会,,,,,,,,,,", "1,无锡示例公司,,,,,,,,,,", "1,本月无行政处罚公司,,,,,,,,,,",
    "甲,零报告,,,,,,,,,,", ",单位,,,,,,2026-11-02,,,,", "2,,,,,,,2026-11-02,,,,",
    ",20261102,,,,,,,,,,", ",,,,,,第1号,,,,,",
    ",示例：某公司,,,,,示〔2026〕2号,,,,,", ",提示（深圳）科技有限公司,,,,,,,,,,", ",单位（深圳）科技有限公司,,,,,,,,,,", ",合计（深圳）会计师事务所,,,,,,,,,,",
    ",,,914403001234567899,,,,,无记录,,,",
  ])
  func whatMayBeAboutSomebodyIsHeldBack(row: String) throws {
    let rows = try delivered(head + "\n" + good + "\n" + row)
    #expect(rows.count == 2 && rows[1].unattributed != nil, "\(rows)")
  }

  @Test(arguments: [
    "例,示例公司,法人及非法人组织,\(code),,,示〔2026〕1号,2026-11-02,示例内容,示例市示例局,,",
    "示例,示例公司,法人及非法人组织,代码\(code),,,示〔2026〕1号,2026-11-02,示例内容,示例市示例局,,",
  ])
  func anExampleWithSomebodysCodeIsHeldBack(row: String) throws {
    let held = try delivered(head + "\n" + row).first?.unattributed
    #expect(held?.codes.map(\.text).contains(code) == true && held?.reason.contains("example") == true)
  }

  @Test func rowsWithoutDataAreToldOnceAndSpoilNoMeasure() throws {
    let imported = try Imported(
      [head, good, "2,,,,,,,,,,,", "3,,,,,,,,,,,", "填表人：张三,,,,,,,,,,,"].joined(separator: "\n"))
    #expect(imported.summary.rows == 1 && imported.summary.rejected == 0 && imported.summary.noData == 3)
    #expect(imported.summary.compliance.isMet == true)
    #expect(
      imported.defects.filter { $0.rule == .noData }.map { "\($0.row) \($0.message)" } == [
        "3 has at most a number, and is no data (and in 1 row more)", "5 is a footer, and no data",
      ])
  }

  /// Whatever a table holds, each of its rows that is not blank comes up once, in its order.
  @Test func everyRowComesUpOnce() throws {
    var random = SeededGenerator(state: 7)
    let cells = ["", "1", "示例公司", "注：", "合计", code, "999999199001010016", "2026-11-02", "/", "\u{1}", "例"]
    for _ in 0..<50 {
      var lines = [head]
      for _ in 0..<20 {
        let count = Int.random(in: 9...14, using: &random)
        lines.append((0..<count).map { _ in cells.randomElement(using: &random) ?? "" }.joined(separator: ","))
      }
      let expected = lines.indices.dropFirst().filter { lines[$0].contains { $0 != "," } }.map { $0 + 1 }
      let text = lines.joined(separator: "\n")
      #expect(try delivered(text).map(\.number) == expected)
      let summary = try Imported(text).summary
      #expect(summary.rows + summary.noData == expected.count)
      #expect(summary.records + summary.rejected == summary.rows)
    }
  }
}

@Suite struct LostRowTests {
  @Test(arguments: ["示例甲公司、示例乙厂", "示例甲公司；示例乙公司", "张三、李四", "示例甲公司\n示例乙公司"])
  func aRowOfSeveralSubjectsIsNobodys(names: String) throws {
    let held = try delivered(head + "\n" + good.replacing("示例公司", with: "\"\(names)\"")).first?.unattributed
    #expect(
      SubjectNames.listed(in: held?.name ?? "")?.count == 2 && held?.reason.contains("names several subjects") == true)
  }

  @Test(arguments: ["示例甲（示例乙）公司", "SMITH, JOHN", "示例公司", "示例公司,第一分部门口", "张三·李四"])
  func aNameIsNoList(name: String) throws {
    #expect(
      try delivered(head + "\n" + good.replacing("示例公司", with: "\"\(name)\"")).first?.record?.subject.name == name)
  }

  @Test func numbersOfSeveralInOneCellAreToldApart() throws {
    let two = "\(code)、91440001MA5C0R1U2T"
    let held = try delivered(head + "\n" + good.replacing(code, with: two)).first?.unattributed
    #expect(
      held?.codes.map(\.text).contains("91440001MA5C0R1U2T") == true && held?.codes.map(\.text).contains(code) == true)
    let prose = try delivered(head + "\n" + good.replacing(code, with: "").replacing("示例内容", with: "准予某公司（\(code)）"))
    #expect(prose.first?.unattributed?.codes.map(\.text).contains(code) == true)
  }

  /// Its rows would be read under the columns of the first.
  @Test func aSecondTableBelowTheFirstIsRefused() throws {
    let second = "序号,行政相对人名称,行政相对人类别,行政相对人代码_1,处罚类别,处罚内容,行政处罚决定书文号,处罚决定日期,罚款金额(万元),处罚机关,处罚依据,上报日期"
    let error = #expect(throws: TableError.self) {
      try delivered(([head] + Array(repeating: good, count: 12) + [second, good]).joined(separator: "\n"))
    }
    #expect(error?.description.hasPrefix("a.csv:14: is the head of another table below the first") == true)
    #expect(try delivered([head, good, head, good].joined(separator: "\n")).count == 3)
  }

  /// The days of one column would be read as those of another.
  @Test func aHeadWithTwoColumnsExchangedIsAnotherTables() {
    let exchanged = head.replacing("许可决定日期", with: "#").replacing("行政许可决定文书号", with: "许可决定日期").replacing(
      "#", with: "行政许可决定文书号")
    let error = #expect(throws: TableError.self) {
      try delivered(([head] + Array(repeating: good, count: 12) + [exchanged, good]).joined(separator: "\n"))
    }
    #expect(error?.description.hasPrefix("a.csv:14: is the head of another table below the first") == true)
  }

  @Test(arguments: ["2026-11-02 23:59:17", "2026-11-02T23:59:17.000"])
  func aDayThatMissesMidnightByFortyThreeSecondsIsTheNext(time: String) throws {
    let table = head + "\n" + good.replacing("2026-11-02", with: time)
    #expect(try delivered(table).first?.record?.decided == day("2026-11-03"))
    #expect(try delivered(table.replacing(code, with: "")).first?.unattributed?.decided == day("2026-11-03"))
  }

  @Test func labelsDirectlyBelowAHeadArePartOfIt() throws {
    let labels = ",名称,类别,统一社会信用代码,,,文书号,日期,内容,机关,,"
    #expect(try delivered([head, labels, good].joined(separator: "\n")).map(\.noData) == [.repeatedHead, nil])
  }

  @Test func dataAboveTheHeadAreNotLeftOut() throws {
    let error = #expect(throws: TableError.self) { try delivered([good, head, good].joined(separator: "\n")) }
    #expect(error?.description.hasPrefix("a.csv:1: holds data above the head in row 2") == true)
    let title = "示例市示例局,11440000033121773H" + String(repeating: ",", count: 10)
    #expect(try delivered([title, head, good].joined(separator: "\n")).count == 1)
  }
}
