import CivilTime
import Records
import Tables
import Testing

@testable import Importing

/// The moment up to which the files that the tests make say that records were gathered.
private let importTime = BeijingTime(millisecondsSince1970: 1_795_168_800_000)

private let code = "91440001MA5C0R1U2T"
private let head = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政许可决定文书号,许可决定日期,有效期至,许可内容,许可机关,上报日期"
private let good = "示例公司,法人及非法人组织,\(code),示〔2026〕1号,2026-11-02,2030-01-01,示例内容,示例市示例局,2026-11-11"

@Suite struct ImporterTests {
  @Test func aRowBecomesARecordThatTheReaderAcceptsWithoutAWord() throws {
    let imported = try Imported(head + "\n" + good + "\n")
    #expect(imported.files.map(\.name) == [code + ".json"])
    #expect(imported.defects == [])
    #expect(imported.summary.records == 1)
    #expect(imported.summary.compliance.isMet == true)
    #expect(imported.summary.timeliness.isMet == true)
    #expect(imported.summary.kinds == ["91 → 企业": 1])
    let reading = try CreditFileReader(catalogue: try shippedCatalogue(), now: { importTime })
      .read(bytes: imported.files[0].bytes, name: "a.json")
    #expect(reading.warnings == [])
  }

  @Test func everyRowWithSomethingInItIsARecordOrRejected() throws {
    var random = SeededGenerator(state: 7)
    let names = ["示例公司", "示例 公司", "另一示例公司", "", "无", "示例甲"]
    let kinds = ["法人及非法人组织", "自然人", "个体工商户", "", "别的"]
    let codes = [
      code, "92440001MA5F1A2B59", "", "123", "000000000000000000", "440001199001010016", "N2440001MA5F1A2B5X",
    ]
    let dates = ["2026-11-02", "2026/2/30", "", "20261102", "长期", "昨天"]
    let contents = ["示例", "", "\"a,\"\"b\nc\"", "\u{0}", "\u{1}"]
    var text = head + "\r\n"
    var rows = 0
    for index in 0..<2000 {
      let cells = [
        names.randomElement(using: &random), kinds.randomElement(using: &random), codes.randomElement(using: &random),
        "示〔2026〕\(index % 700)号", dates.randomElement(using: &random), dates.randomElement(using: &random),
        contents.randomElement(using: &random), "示例市示例局", dates.randomElement(using: &random),
      ].map { $0 ?? "" }
      let damage = Int.random(in: 0..<20, using: &random)
      let shape = damage == 0 ? Array(cells.dropLast()) : damage == 1 ? cells + ["多余"] : cells
      text += shape.joined(separator: ",") + "\r\n"
      rows += 1
      if damage == 2 { text += "\r\n,,,\r\n" }
    }
    let imported = try Imported(text)
    #expect(imported.summary.rows == rows)
    #expect(imported.summary.records + imported.summary.rejected == rows)
    #expect(imported.rejected.count == imported.summary.rejected)
    #expect(imported.summary.rejected > 100)
    // And the files hold as many records as the summary says, each readable.
    let reader = CreditFileReader(catalogue: try shippedCatalogue(), now: { importTime })
    var records = 0
    for file in imported.files {
      let reading = try reader.read(bytes: file.bytes, name: file.name)
      records += reading.file.records.reduce(0) { $0 + $1.records.count }
    }
    #expect(records == imported.summary.records)
    #expect(Set(imported.files.map(\.name)).count == imported.files.count)
  }

  @Test func defectsAreToldByRowAndColumnAndCountOnce() throws {
    let imported = try Imported(
      [
        head, good,
        "示例公司,法人及非法人组织,\(code),示〔2026〕2号,2026-11-31,2030-01-01,,示例市示例局,2026-11-11",
        "示例公司,个体工商户,\(code),示〔2026〕3号,2026-11-02,2025-01-01,内容,123,2026-11-11",
        "示例公司,法人及非法人组织,\(code),示〔2026〕1号,2026-12-02,2030-01-01,内容,示例市示例局,2026-11-11",
        "示例公司,法人及非法人组织,,示〔2026〕9号,2026-11-02,2030-01-01,内容,示例市示例局,2026-11-11",
      ].joined(separator: "\n"))
    #expect(imported.rules(row: 3) == [.date, .required])
    #expect(imported.rules(row: 4) == [.authority, .order, .kind])
    #expect(imported.rules(row: 5) == [.future, .duplicate, .received])
    #expect(imported.rules(row: 6) == [.rejected])
    let wrongDay = imported.defects.first { $0.rule == .date }
    #expect(wrongDay?.column == "许可决定日期")
    #expect(imported.summary.compliance.part == 1)
    #expect(imported.summary.compliance.whole == 5)
    #expect(imported.summary.compliance.isMet == false)
    #expect(imported.summary.uncoded == [.init(name: "示例公司", rows: 1, codesOfSameName: [code])])
  }

  @Test func theLatestNameWinsAndTwoCodesStayApart() throws {
    let row = { (name: String, code: String, number: Int, date: String) in
      "\(name),法人及非法人组织,\(code),示〔2026〕\(number)号,\(date),2030-01-01,内容,示例市示例局,"
    }
    let imported = try Imported(
      [
        head, row("新示例公司", code, 1, "2026-05-06"), row("旧示例公司", code, 2, "2024-05-06"),
        row("新示例 公司", code, 3, "2026-05-05"), row("新示例公司", "91440001MA59G7P26C", 4, "2026-05-06"),
      ].joined(separator: "\n"))
    #expect(imported.files.count == 2)
    #expect(imported.text(code + ".json")?.contains(#""name": "新示例公司""#) == true)
    #expect(imported.rules(row: 3) == [.otherName])
    #expect(imported.defects.map(\.rule).filter { $0 == .otherCode }.count == 2)
    #expect(imported.summary.compliance.part == 4)
  }

  @Test func aNaturalPersonGoesByDocumentWhoseNumberIsMasked() throws {
    let table = """
      CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_XDR_ZJLX,CF_XDR_ZJHM,CF_WSH,CF_JDRQ
      示例甲,自然人,,身份证,440001199001010016,示1号,2026-01-05
      示例乙,自然人,,身份证,440001199001010017,示2号,2026-01-05
      示例丙,自然人,,护照号,E12345678,示3号,2026-01-05
      示例丁,自然人,,护照号,E12345678,示4号,2026-01-05
      """
    let imported = try Imported(table)
    #expect(
      imported.files.map(\.name) == [
        "440001199001010016.json", "440001199001010017.json", "E12345678.json", "E12345678-2.json",
      ])
    #expect(imported.files.map(\.isPersonal) == [true, true, true, true])
    let wrong = imported.defects.first { $0.rule == .identity }
    #expect(wrong?.row == 3)
    #expect(wrong?.value == "**************0017")
  }

  @Test func headsAreFoundBelowTitlesInTwoRowsAndWithAnyBrackets() throws {
    let imported = try Imported(
      """
      示例市行政许可公示表,,,,,,,,
      XK_XDR_MC,XK_XDR_LB,XK_XDR_SHXYM,XK_WSH,XK_JDRQ,XK_YXQZI,XK_NR,XK_XKJG,
      行政相对人名称,行政相对人类别,行政相对人代码_1 （统一社会信用代码）,行政许可决定文书号_x000D_,许可决定日期：,有效期至,许可内容,许可机关,上报日期
      \(good)
      """)
    #expect(imported.defects == [])
    #expect(imported.summary.tables.first?.headRow == 3)
    #expect(imported.summary.timeliness.part == 1)
  }

  @Test(
    arguments: [
      (
        head.replacing("许可内容", with: "许可内客").replacing("许可机关", with: "许可机管（必填）"),
        "a.csv:1: 行政许可 has none of these columns: 7 许可内客 (许可内容?), 8 许可机管（必填） (许可机关?); rename or remove them"
      ),
      (head.replacing("许可内容", with: "许可内客"), "a.csv:1:7: 行政许可 has no column 许可内客; did you mean 许可内容?"),
      (head.replacing("许可内容", with: "XK_WSH"), "a.csv:1:7: XK_WSH is the same field as column 4, 行政许可决定文书号"),
      ("甲,乙,丙", "a.csv: no row looks like the head of a table"),
    ])
  func aHeadThatIsNotUnderstoodIsToldWithItsPlaceAndTheNearestName(head: String, message: String) throws {
    let error = #expect(throws: TableError.self) { try Imported(head + "\n" + good) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func anUnknownColumnIsKeptWhereThatIsAskedFor() throws {
    let imported = try Imported(head + ",示例列\n" + good + ",值") { $0.keepUnknown = true }
    #expect(imported.summary.tables.first?.unknownColumns == ["示例列"])
    #expect(imported.text(code + ".json")?.contains(#""示例列": "值""#) == true)
  }

  @Test func theDayOfReceiptIsAColumnsOrTheUsersOrNotJudged() throws {
    let bare = head.replacing(",上报日期", with: "") + "\n" + good.replacing(",2026-11-11", with: "")
    #expect(try Imported(bare).summary.timeliness.whole == 0)
    #expect(try Imported(bare).summary.timeliness.isMet == nil)
    let late = try day("2026-11-12")
    #expect(try Imported(bare) { $0.received = .day(late) }.summary.timeliness.isMet == false)
    let named = try Imported(head.replacing("上报日期", with: "到达") + "\n" + good) { $0.received = .column("到达") }
    #expect(named.summary.timeliness.isMet == true)
    #expect(throws: TableError.self) { try Imported(head + "\n" + good) { $0.received = .column("没有") } }
  }

  @Test func rejectedRowsKeepEveryCellAndCanBeImportedAgain() throws {
    let imported = try Imported(head + "\n" + good.replacing(code, with: "") + "\n" + good + ",多余")
    let table = String(decoding: imported.rejected.csv(), as: UTF8.self)
    #expect(imported.rejections.count == 2)
    #expect(table.contains("多余"))
    let mended = try Imported(head + "\n" + good.replacing(code, with: ""))
    let text = String(decoding: mended.rejected.csv(), as: UTF8.self)
    let again = try Imported(text.replacing("法人及非法人组织,,", with: "法人及非法人组织,\(code),"))
    #expect(again.summary.rejected == 0)
    #expect(again.summary.records == 1)
  }
}
