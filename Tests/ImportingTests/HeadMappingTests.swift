import CivilTime
import Foundation
import Records
import Tables
import Testing

@testable import Importing

private func interpreter(_ mappings: [HeadMapping] = [], keepUnknown: Bool = false) throws -> TableInterpreter {
  let asOf = try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00"))
  return try TableInterpreter(
    catalogue: try shippedCatalogue(), rules: try shippedRules(), rulesFile: "rules.yaml",
    options: ImportOptions(asOf: asOf, keepUnknown: keepUnknown), mappings: mappings)
}

/// What a file of the fixtures gives: its tables, and its rows by what they are.
struct Delivery {
  var tables: [DeliveredTable]
  var rows: [DeliveredRow]
  var records: [DeliveredRecord] { rows.compactMap(\.record) }
  var held: [UnattributedRow] { rows.compactMap(\.unattributed) }

  init(_ file: TableFile, _ mappings: [HeadMapping] = []) throws {
    var found = try interpreter(mappings).rows(of: file)
    rows = try found.all()
    tables = found.tables
  }

  init(fixture name: String) throws { try self.init(try TableFile(path: fixture(name), encoding: nil)) }
  init(csv text: String, _ mappings: [HeadMapping] = []) throws {
    try self.init(try TableFile(csv: Array(text.utf8), name: "a.csv", encoding: nil), mappings)
  }
}

extension DeliveredRecord {
  var fields: [String: String] {
    Dictionary(CreditFileText.fields(of: text[...]).map { ($0.label, $0.text) }) { _, last in last }
  }
}

private let code = "91440001MA59G7P26C"

@Suite struct HeadMappingTests {
  /// Heads of real tables, with invented rows.
  @Test(
    arguments: [
      ("heads/licences-export-2019.csv", "licence", nil, 1, 0),
      ("heads/interface-licences.json", "licence", "双公示 接口 行政许可", 1, 0),
      ("heads/penalties-codes-2015.csv", "penalty", nil, 1, 1),
      ("heads/penalties-credit-site-2015.csv", "penalty", "双公示2015 行政处罚", 1, 0),
      ("heads/central-bank-penalties.csv", "penalty", "企业公示系统 行政处罚", 0, 1),
      ("heads/financial-penalties.csv", "penalty", "金融监管 行政处罚", 0, 1),
      ("heads/bank-supervision-penalties.csv", "penalty", "金融监管 行政处罚信息公开表", 0, 1),
      ("heads/city-management-penalties.csv", "penalty", "城市管理 行政处罚", 0, 2),
      ("heads/abnormal-operation.csv", "abnormalOperation", "企业公示系统 经营异常名录", 2, 0),
      ("heads/tax-licences.csv", "licence", "税务 行政许可", 1, 0),
      ("heads/foreign-exchange-penalties.csv", "penalty", "外汇管理 行政处罚", 1, 0),
      ("heads/penalties-in-yuan.csv", "penalty", "行政处罚 金额以元计", 2, 0),
      ("heads/three-row-head.csv", "penalty", nil, 1, 0),
      ("cases/transport-2019-penalties.csv", "penalty", nil, 1, 0),
      ("cases/wuhan-2017-licences-codes-gb18030.csv", "licence", nil, 1, 1),
      ("cases/national-2015-corp-penalties-941-rows.xlsx", "penalty", nil, 1, 1),
      ("cases/province-2019-licences-of-persons.xlsx", "licence", "省级模板2019 自然人行政许可", 0, 0),
      ("cases/province-2019-penalties-of-bodies.xlsx", "penalty", "省级模板2019 法人行政处罚", 0, 0),
      ("cases/zhejiang-licences-merged-to-XFD.xlsx", "licence", "企业公示系统 行政许可", 0, 0),
      ("cases/zhejiang-penalties-head-at-B2.xlsx", "penalty", "企业公示系统 行政处罚", 0, 1),
      ("cases/zhejiang-penalties-old-workbook.xls", "penalty", "企业公示系统 行政处罚", 0, 1),
      ("cases/ascii-semicolons-in-a-cell.csv", "licence", nil, 1, 0), ("cases/dates.csv", "penalty", nil, 20, 0),
      ("cases/dates-off-by-43-seconds.xlsx", "penalty", nil, 4, 0),
    ] as [(String, String, String?, Int, Int)])
  func tablesAsTheyComeAreUnderstood(file: String, category: String, mapping: String?, records: Int, held: Int) throws {
    let delivery = try Delivery(fixture: file)
    #expect(delivery.tables.map(\.category) == [category] && delivery.tables.first?.mapping == mapping, "\(file)")
    #expect(delivery.records.count == records && delivery.held.count == held, "\(file)")
    // Whoever is not certain is named.
    #expect(delivery.held.allSatisfy { $0.name != nil && !$0.isMisaligned })
    for record in delivery.records where record.subject.kind == "enterprise" {
      #expect(record.subject.code.hasPrefix("91"))
    }
  }

  @Test(arguments: [
    (
      "heads/counterfeit-penalties.csv",
      ":1:7: 行政处罚的种类和依据 holds the kind of the penalty and its legal basis; hand them in as two columns"
    ),
    (
      "heads/register-penalties-without-names.csv",
      ":1: no column says whom the rows are about; add 行政相对人名称 and 行政相对人代码_1(统一社会信用代码)"
    ),
    ("cases/monthly-statistics-of-publicity.xls", ": no row looks like the head of a table that can be imported"),
  ])
  func whatCannotBeReadIsRefusedForAReasonThatItsSenderCanActOn(file: String, message: String) throws {
    let error = #expect(throws: TableError.self) { try Delivery(fixture: file) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// 代码_5 was 居民身份证号 until 2018: never a field that is printed, and no proof of who the subject is.
  @Test(arguments: ["cases/wuhan-2017-licences-codes-gb18030.csv", "cases/national-2015-corp-penalties-941-rows.xlsx"])
  func anIdentityNumberOfTheShapeOf2015IsKeptApart(file: String) throws {
    let held = try #require(try Delivery(fixture: file).held.first)
    #expect(held.holdsIdentityNumber)
    #expect(held.codes.contains { $0.field == "counterpartInstitutionNumber" && $0.text.hasPrefix("99999919900101") })
  }

  @Test func theShapeOf2015HasAnotherOrderOfCodes() throws {
    let record = try #require(try Delivery(fixture: "heads/penalties-credit-site-2015.csv").records.first)
    #expect(record.otherCodes == [SubjectCode(field: "counterpartOrganisationCode", text: "MA59G7P26")])
    #expect(try record.decided == day("2016-03-01") && record.received == day("2016-03-03"))
    #expect(record.fields["数据来源单位"] == "示例市示例局" && record.fields["处罚名称"] == "示例案")
  }

  @Test func amountsInYuanBecomeTenThousandsExactly() throws {
    let delivery = try Delivery(fixture: "heads/penalties-in-yuan.csv")
    let fields = delivery.records.map(\.fields)
    #expect(fields.map { $0["罚款金额(万元)"] } == ["0.5", "20.00元"])
    #expect(fields.map { $0["没收违法所得、没收非法财物的金额（万元）"] } == ["0.00005", "0.001元"])
    let rules = delivery.rows.map { $0.defects.map(\.rule) }
    #expect(rules[0].count { $0 == .converted } == 2 && !rules[0].contains(.money))
    // What cannot be converted exactly keeps its unit and is told.
    #expect(rules[1].contains(.money))
  }

  @Test func anInterfacesNumbersAreDays() throws {
    let delivery = try Delivery(fixture: "heads/interface-licences.json")
    let record = try #require(delivery.records.first)
    #expect(try record.decided == day("2019-09-01") && record.fields["许可决定日期"] == "2019-09-01")
    #expect(delivery.rows.first?.defects.contains { $0.rule == .converted } == true)
  }

  @Test func aMappingOfTheSourceComesBeforeWhatShips() throws {
    let head = "名称,信用码,文号,日子,种类,罚多少,结果,单位,杂项\n"
    let row = "示例公司,\(code),示〔2026〕1号,2026-11-02,罚款,5000,罚款5000元,示例市示例局,x\n"
    #expect(throws: TableError.self) { try Delivery(csv: head + row) }
    let mapping = HeadMapping(
      name: "示例市示例局", category: "penalty",
      columns: [
        .init(head: "名称", field: "counterpartName"), .init(head: "信用码", field: "counterpartCode"),
        .init(head: "文号", field: "documentNumber"), .init(head: "日子", field: "decisionDate"),
        .init(head: "种类", field: "penaltyKind"), .init(head: "罚多少", field: "fine", unit: .yuan),
        .init(head: "结果", field: "content"), .init(head: "单位", field: "authority"), .init(head: "杂项", role: .ignored),
      ])
    let data = try JSONEncoder().encode(mapping)
    #expect(try JSONDecoder().decode(HeadMapping.self, from: data) == mapping)
    let record = try #require(try Delivery(csv: head + row, [mapping]).records.first)
    #expect(record.fields["罚款金额(万元)"] == "0.5" && record.authority == "示例市示例局")
  }

  @Test(arguments: [
    (HeadMapping(name: "a", category: "nothing", columns: []), "no tables are read for the category nothing"),
    (HeadMapping(name: "a", category: "penalty", columns: [.init(head: "甲")]), "needs one of field, role and refused"),
    (HeadMapping(name: "a", category: "penalty", columns: [.init(head: "甲", field: "x")]), "has no field x"),
    (
      HeadMapping(name: "a", category: "penalty", columns: [.init(head: "甲", field: "note", unit: .yuan)]),
      "is no amount of money"
    ),
    (
      HeadMapping(
        name: "a", category: "penalty",
        columns: [.init(head: "（甲）", role: .ignored), .init(head: "(甲)", role: .ignored)]),
      "stands in it twice"
    ),
    (HeadMapping(name: "a", category: "penalty", columns: [], version: 2), "has version 2; this program knows 1"),
  ])
  func aMappingThatCannotBeIsRefused(mapping: HeadMapping, problem: String) throws {
    let error = #expect(throws: ImportDataError.self) { try interpreter([mapping]) }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }

  @Test func whatAHeadMayMeanIsAsked() throws {
    let text = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,罚款数额,处罚日期,甲乙\n示例公司,\(code),示1号,1,2026-11-02,x\n"
    let file = try TableFile(csv: Array(text.utf8), name: "a.csv", encoding: nil)
    let question = try #require(try interpreter().questions(about: file).first)
    #expect(question.category == "penalty" && question.categoryLabel == "行政处罚" && question.row == 1)
    #expect(question.unknown.map(\.number) == [4, 5, 6] && question.unknown.map(\.text) == ["罚款数额", "处罚日期", "甲乙"])
    #expect(question.unknown[1].likely.first?.field == "decisionDate")
    #expect(question.unknown[2].likely.isEmpty)
    // With the answers it can be read.
    let answers = HeadMapping(
      name: "示例", category: question.category,
      columns: [
        .init(head: "罚款数额", field: "fine"), .init(head: "处罚日期", field: "decisionDate"),
        .init(head: "甲乙", role: .ignored),
      ])
    #expect(try interpreter([answers]).questions(about: file).isEmpty)
    #expect(try Delivery(csv: text, [answers]).records.count == 1)
    #expect(try interpreter().likelyMeanings(of: ["罚款数额", "案件名"], category: "penalty")[1].first?.field == "caseName")
  }

  /// Nobody is left with an empty line of choices where the catalogue has a field that shares anything with the head.
  @Test func theNearestFieldsAreOfferedWhereNoneIsLikely() throws {
    let text = "被罚单位,决定书编号甲,决定的日子,文书号,撤销文书号甲,罚款缴了没有,甲乙\n示例公司,示1号,2026-11-02,示2号,,,x\n"
    let file = try TableFile(csv: Array(text.utf8), name: "a.csv", encoding: nil)
    let question = try #require(try interpreter().questions(about: file, headRow: 1, category: "penalty").first)
    let likely = Dictionary(uniqueKeysWithValues: question.unknown.map { ($0.text, $0.likely.map(\.label)) })
    #expect(likely["文书号"]?.first == "行政处罚决定书文号", "of the category's own document, not of a repair: \(likely)")
    #expect(likely["撤销文书号甲"]?.first == "撤销决定文书号")
    #expect(likely["决定的日子"]?.contains("处罚决定日期") == true)
    #expect(likely["决定书编号甲"]?.contains("行政处罚决定书文号") == true)
    #expect(likely["甲乙"]?.isEmpty == true)
    let subjects = Dictionary(uniqueKeysWithValues: question.unknown.map { ($0.text, $0.subject?.field) })
    #expect(subjects["被罚单位"] == "counterpartName" && subjects["甲乙"] == .some(nil))
    #expect(subjects["决定的日子"] == .some(nil))
    // What the licences call their own document's number comes first in their tables.
    let licence = try #require(try interpreter().questions(about: file, headRow: 1, category: "licence").first)
    #expect(licence.unknown.first { $0.text == "文书号" }?.likely.first?.label == "行政许可决定文书号")
  }

  @Test func whereTheSubjectIsKnownNoOtherColumnIsTakenForIt() throws {
    let text = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,处罚决定日期,上级单位,来源单位信用编码\n示例公司,\(code),示1号,2026-11-02,x,y\n"
    let file = try TableFile(csv: Array(text.utf8), name: "a.csv", encoding: nil)
    let question = try #require(try interpreter().questions(about: file).first)
    #expect(question.unknown.map(\.subject) == [nil, nil])
    #expect(question.known.map(\.field).contains("documentNumber"))
  }

  /// A table of another category than the mapping's is not taken for one of it, though it has fields in common.
  @Test func aMappingOfTheSourceLeavesItsOtherTablesAlone() throws {
    let mapping = HeadMapping(
      name: "示例", category: "penalty", columns: [.init(head: "相对人", field: "counterpartName")])
    let licences = "行政相对人名称,统一社会信用代码,数据来源单位,备注,行政许可决定文书号,许可内容,有效期自,许可机关\n示例公司,\(code),示例局,,示1号,内容,,示例局\n"
    #expect(try Delivery(csv: licences, [mapping]).tables.map(\.category) == ["licence"])
  }

  @Test func whereNoHeadIsFoundItsRowIsSaid() throws {
    let file = try TableFile(csv: Array("示例\n序号,谁,哪天,备注\n1,示例公司,2026-11-02,\n".utf8), name: "a.csv", encoding: nil)
    #expect(try interpreter().questions(about: file).isEmpty)
    let question = try #require(
      try interpreter().questions(about: file, headRow: 2, category: "penalty").first)
    #expect(
      question.row == 2 && question.unknown.map(\.text) == ["谁", "哪天"] && question.unknown.map(\.number) == [2, 3])
    #expect(try interpreter().questions(about: file, headRow: 9, category: "penalty").isEmpty)
  }

  /// The eight administrative acts have one head.
  @Test func whereAHeadFitsSeveralCategoriesSheetOrFileOrDeliverySaysWhich() throws {
    let acts = Array(
      "行政相对人名称,行政相对人代码_1,行政决定文书号,事项名称,决定日期,决定机关\n示例公司,\(code),示1号,查封,2024-06-05,示例局\n".utf8)
    func category(_ name: String, _ categories: Set<String>? = nil) throws -> String? {
      let text = String(decoding: acts, as: UTF8.self)
      var options = ImportOptions(asOf: try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00")))
      options.categories = categories
      let interpreter = try TableInterpreter(
        catalogue: try shippedCatalogue(), rules: try shippedRules(), rulesFile: "rules.yaml", options: options)
      var rows = interpreter.rows(of: try TableFile(csv: Array(text.utf8), name: name, encoding: nil))
      return try rows.next(upTo: 1).first?.category
    }
    #expect(throws: TableError.self) { try category("a.csv") }
    #expect(throws: TableError.self) { try category("行政强制/a.csv") }
    #expect(try category("in/2026-11 行政强制.csv") == "coercion")
    #expect(try category("a.csv", ["penalty", "ruling"]) == "ruling")
    #expect(throws: TableError.self) { try category("a.csv", ["penalty"]) }
  }

  /// Where the catalogue's names suffice, no mapping changes what they mean.
  @Test func theCataloguesOwnHeadsNeedNoMapping() throws {
    let finder = try interpreter().finder
    for plan in finder.plans where plan.registration == nil {
      let rows = [TableRow(number: 1, cells: plan.category.fields.map(\.naming.label))]
      let head = try #require(try finder.head(in: rows, of: "a", sheet: plan.category.naming.label))
      #expect(head.mapping == nil, "\(plan.key)")
      #expect(head.columns.map(\.meaning) == plan.category.fields.indices.map { .field($0) }, "\(plan.key)")
    }
  }

  @Test func everyShippedMappingHasItsHeadsInOrder() throws {
    for mapping in try shippedRules().mappings {
      #expect(!mapping.needs.isEmpty, "\(mapping.name)")
      let heads = mapping.columns.map { foldedName($0.head) }
      #expect(Set(heads).count == heads.count, "\(mapping.name)")
    }
  }
}
