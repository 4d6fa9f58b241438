import CivilTime
import Records
import Tables
import Testing

@testable import Importing

private let code = "91440001MA59G7P26C"

/// Lists of courts, judgments and the like, whose records do not say their subject by its code, or not at all.
@Suite struct SubjectBesideTests {
  @Test func aCourtsListHasPersonsAndBodiesUnderOneHead() throws {
    let delivery = try Delivery(
      csv: """
        失信被执行人姓名/名称,身份证号码/组织机构代码,执行法院,案号,立案时间,发布时间
        示例公司,\(code),示例市示例区人民法院,（2024）示执1号,2024-01-05,2024-06-05
        张示例,999999199001010016,示例市示例区人民法院,（2024）示执2号,2024-01-05,2024-06-05
        示例厂,MA59G7P26,示例市示例区人民法院,（2024）示执3号,2024-01-05,2024-06-05
        李示例,9999991990****0024,示例市示例区人民法院,（2024）示执4号,2024-01-05,2024-06-05
        """)
    #expect(delivery.tables.map(\.category) == ["courtList"])
    #expect(delivery.records.map(\.subject.kind) == ["enterprise", "person"])
    #expect(delivery.records.map(\.holdsIdentityNumber) == [false, true])
    #expect(delivery.records.map(\.number) == ["（2024）示执1号", "（2024）示执2号"])
    // An organisation code alone and a masked number are no subject's for sure.
    #expect(delivery.held.map(\.name) == ["示例厂", "李示例"] && delivery.held[0].codes.first?.text == "MA59G7P26")
  }

  /// A category of which no table can be read would leave every domain that asks for it in doubt.
  @Test func whateverCountsAsAViolationCanBeDelivered() throws {
    let catalogue = try shippedCatalogue()
    let options = ImportOptions(asOf: try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00")))
    let interpreter = try TableInterpreter(
      catalogue: catalogue, rules: try shippedRules(), rulesFile: "rules.yaml", options: options)
    let keys = Set(interpreter.plans.map(\.key))
    for profile in catalogue.profiles {
      #expect(profile.categories.allSatisfy(keys.contains), "\(profile.naming.label)")
    }
  }

  /// The number of a document makes a record the same one when it is delivered again.
  @Test func aDecisionOfAnyCategoryHasItsNumber() throws {
    let rows = try delivered(
      """
      行政相对人名称,行政相对人代码_1,行政决定文书号,事项名称,类别,决定日期,决定机关
      示例公司,\(code),示强〔2024〕1号,查封,强制措施,2024-06-05,示例市示例局
      """
    ) { $0.category = "coercion" }
    #expect(rows.first?.record?.number == "示强〔2024〕1号" && rows.first?.category == "coercion")
  }

  @Test func columnsForTheSubjectAreNoPartOfAJudgment() throws {
    let delivery = try Delivery(
      csv: """
        被告人,统一社会信用代码,案号,罪名,法院,裁判日期,裁判结果
        示例公司,\(code),（2024）示刑初1号,示例罪,示例市示例区人民法院,2024-06-05,罚金十万元
        示例公司,,（2024）示刑初2号,示例罪,示例市示例区人民法院,2024-06-05,罚金十万元
        """)
    #expect(delivery.tables.map(\.category) == ["criminalJudgment"])
    let record = try #require(delivery.records.first)
    #expect(record.subject.code == code && record.subject.name == "示例公司")
    #expect(Set(record.fields.keys) == ["案号", "罪名", "法院", "裁判日期", "裁判结果"])
    #expect(delivery.held.map(\.name) == ["示例公司"])
  }

  @Test func anImportWritesThemIntoTheSubjectsFile() throws {
    let imported = try Imported(
      "当事人名称,统一社会信用代码,案号,案由,案件类型,诉讼地位,法院,裁判日期,结果\n示例公司,\(code),（2024）示民初1号,合同,民事,被告,示例法院,2024-06-05,驳回\n")
    let text = try #require(imported.text(code + ".json"))
    #expect(text.contains(#""司法判决及执行": ["#) && text.contains(#""案号": "（2024）示民初1号""#) && !text.contains("当事人名称"))
    let reader = CreditFileReader(catalogue: try shippedCatalogue(), now: { .init(try! day("2026-11-21")) })
    #expect(try reader.read(bytes: Array(text.utf8), name: "a.json").warnings.isEmpty)
  }

  @Test func rowsOfSeveralNamesUnderOneCodeKeepTheirCellsWhenTheyAreHeldBack() throws {
    let row = { (name: String) in "\(name),\(code),（2024）示民初1号,合同,民事,被告,示例法院,2024-06-05,驳回\n" }
    let imported = try Imported("当事人名称,统一社会信用代码,案号,案由,案件类型,诉讼地位,法院,裁判日期,结果\n" + row("示例县第一小学") + row("示例县人民医院"))
    let rejected = String(decoding: imported.rejected.csv(), as: UTF8.self)
    #expect(imported.summary.rejected == 2)
    for cell in ["示例县第一小学", "示例县人民医院", code] { #expect(rejected.contains(cell), "\(cell)") }
  }
}
