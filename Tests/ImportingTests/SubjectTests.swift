import FileReading
import Records
import Testing

@testable import Importing

private let head = "行政相对人名称,行政相对人类别,行政相对人代码_1,证件号码,行政许可决定文书号,许可决定日期,许可内容,许可机关\n"

private func row(_ name: String, _ kind: String, _ code: String, _ document: String = "") -> String {
  "\(name),\(kind),\(code),\(document),示〔2026〕\(name)号,2026-11-02,示例内容,示例市示例局\n"
}

private func table(_ name: String) throws -> Imported {
  try Imported([(name, try readFile(fixture(name), limit: 1 << 20))])
}

@Suite struct SubjectTests {
  /// About 0.3 % of identity numbers pass the check of a 统一社会信用代码, too.
  /// Where nobody says, nobody guesses.
  @Test func aNaturalPersonStaysOneWhateverCheckTheNumberPasses() throws {
    let imported = try table("identity-or-code.csv")
    #expect(UnifiedCreditCode.fault(in: "99999919900101069X") == nil)
    #expect(
      imported.files.map(\.name) == [
        "44020419001X.json", "44020419001X-2.json", "440204900101001.json", "830000199001010020.json",
        "999999199001010016.json", "99999919900101069X.json",
      ])
    #expect(imported.files.allSatisfy { $0.isPersonal })
    #expect(
      imported.rejections == [
        "4 : has a 行政相对人代码_1(统一社会信用代码) that passes for an identity number, too, and nothing says for sure which it is",
        "5 : is a natural person's and has no usable 证件号码",
      ])
    #expect(imported.summary.kinds == ["证件号码 → 自然人": 6])
  }

  /// A person's row with an organisation's code is held back.
  @Test func anEqualDocumentNumberSaysWhoseANumberIs() throws {
    let number = "99999919900101069X"
    let imported = try Imported(
      head + row("甲", "", number, number) + row("乙", "自然人", "91440001MA59G7P26C")
        + row("丙", "自然人", "91440001MA59G7P26C", "999999199001010016") + row("丁", "个体工商户", "999999199001010016")
        + row("戊", "法人", number) + row("己", "", "999999199001010024"))
    #expect(
      imported.files.map(\.name) == [
        "999999199001010016.json", "999999199001010024.json", "\(number).json",
      ])
    #expect(imported.files.map(\.isPersonal) == [true, true, true])
    #expect(imported.defects.filter { $0.rule == .rejected }.map(\.row) == [3, 5, 6])
  }

  /// With all their cells; placeholders and letters, too.
  @Test func namesWithNothingInCommonUnderOneCodeAreHeldBack() throws {
    let imported = try table("one-code.csv")
    // The code of Xiamen is of before 2016: such exist, though their check fails.
    #expect(imported.files.map(\.name) == ["91350203M0001XK42N.json"])
    #expect(imported.summary.rejected == 5 && imported.summary.records == 1 && imported.summary.rows == 6)
    #expect(imported.summary.tables.map(\.rejected) == [5])
    #expect(imported.rejections.filter { $0.contains("anything in common") }.count == 2)
    #expect(imported.rejections.contains { $0.contains("has a letter in the place's number (3 to 8)") })
    let rejected = String(decoding: imported.rejected.csv(), as: UTF8.self)
    for cell in ["示例县第一小学", "示例县人民医院", "ARBG48543289076GFE", "示教罚〔2026〕1号", "罚款人民币5000元。"] {
      #expect(rejected.contains(cell), "\(cell)")
    }
    // What was rejected can be imported once it is mended.
    let mended = try Imported(rejected.replacing("示例县人民医院", with: "示例县第一小学"))
    #expect(mended.summary.records == 2 && mended.summary.rejected == 3)
  }

  @Test(arguments: ["000000000000000000", "无", "/", "111111111111111111", "914400000000000000", "91440000MA", "123456"])
  func whatPeopleTypeWhereNothingMayBeLeftOutIsNoCode(code: String) throws {
    let imported = try Imported(head + row("示例公司", "法人及非法人组织", code))
    #expect(imported.files.isEmpty && imported.summary.rejected == 1)
    #expect(imported.summary.uncoded.map(\.name) == ["示例公司"])
  }

  @Test(arguments: [
    (["新示例公司", "旧示例公司"], false, true), (["示例县第一小学", "示例县人民医院"], false, false),
    (["广州粤示例物流有限公司", "广州粤示例供应链有限公司"], false, true), (["示例市甲乙有限公司", "示例市丙丁有限公司"], false, false),
    (["甲乙丙厂", "乙丙戊店", "丙戊己行"], false, true), (["示例市丙", "示例市甲乙有限公司"], false, true),
    (["深圳市甲乙科技有限公司", "深圳市丙丁科技有限公司"], false, false), (["甲乙信息科技", "丙丁信息技术服务"], false, false),
    (["甲乙（广东）实业有限公司", "丙丁（广东）贸易有限公司"], false, false), (["深圳市甲乙科技有限公司", "广州甲乙丙信息科技集团"], false, true),
    // One letter is wrong; 信息科技 has no name of its own; of 某 nobody can tell.
    (["深圳市甲乙科技有限公司", "深圳市甲丁科技有限公司"], false, true), (["信息科技有限公司", "广东信息科技公司"], false, true),
    (["深圳市某科技有限公司", "深圳市甲乙实业有限公司"], false, true),
    (["张示例", "李示例"], true, true), (["张三", "李四"], true, false), (["张*", "张三"], true, true),
  ])
  func firmsThatChangeTheirNameKeepAPartOfItAndPersonsACharacter(names: [String], isPerson: Bool, areOfOne: Bool) {
    #expect(SubjectNames.areOfOne(names, isPerson: isPerson) == areOfOne, "\(names)")
  }

  @Test func aRecordReadsBackAsItWasWritten() {
    let fields = [("甲\"", "a\\b\n\r\t\u{1}示例"), ("", ""), ("{", "\"},:")]
    let text = CreditFileText.record(fields.map { (label: $0.0, text: $0.1) })
    let read = CreditFileText.fields(of: text[...])
    #expect(read.map(\.label) == fields.map(\.0) && read.map(\.text) == fields.map(\.1))
  }
}

@Suite struct ShownValueTests {
  /// 代码_5 was 居民身份证号 until 2018.
  @Test func theFifthCodeIsNeverPrintedWhateverTheHeadSays() throws {
    let imported = try table("code-5.csv")
    #expect(imported.summary.rejected == 0 && imported.files.count == 2)
    let catalogue = try shippedCatalogue()
    for category in catalogue.categories {
      for field in category.fields where field.naming.names.contains(where: { $0.contains("代码_5") }) {
        #expect(field.printing == .never && field.kind == .identity, "\(category.naming.label)")
      }
    }
    #expect(
      catalogue.categories.first { $0.naming.key == "penalty" }?.fields.contains { $0.naming.label.contains("代码_5") }
        == true)
  }

  @Test func listsHoldNoNumberOfAPersonsDocument() throws {
    let text = """
      CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_XDR_GSZC,CF_XDR_ZJHM,CF_WSH,CF_JDRQ,BZ
      示例甲,自然人,999999199001010017,999999900101001,E12345678,示1号,9999991990 0101 0016,编号９９９９９９１９９００１０１００１６
      示例公司,法人及非法人组织,999999199001010016,999999900101001,,示2号,2026-01-05,证号999999-19900101-0016
      示例乙,自然人,999999199001010017,999999900101001,****,示3号,2026-01-05,
      """
    let imported = try Imported(text)
    let lists =
      imported.defects.flatMap(\.cells).joined(separator: "\n")
      + String(decoding: imported.rejected.csv(), as: UTF8.self)
    for number in ["0101 0016", "１９９００１０１", "19900101", "E1234"] { #expect(!lists.contains(number), "\(number)") }
    #expect(lists.contains("**************0016") && lists.contains("证号******-********-0016"))
    // A registration number of an organisation stays; in a person's row, it is the person's.
    #expect(lists.contains("999999900101001"))
    #expect(lists.contains("***********1001"))
  }
}
