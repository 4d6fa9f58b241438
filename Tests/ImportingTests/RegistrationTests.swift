import CivilTime
import Records
import Tables
import Testing

@testable import Importing

private let head = "序号,企业名称,曾用名,变更日期,统一社会信用代码,注册号,法定代表人,企业类型,成立日期,住所,登记机关,登记状态"
private let code = "91440001MA59G7P26C"
private let good =
  "1,广州粤示例物流有限公司,广州旧示例物流有限公司、广州老示例运输有限公司；示例车队,2024-03-01,\(code),440001000000000,陈示例,有限责任公司,2016年1月4日,示例市示例路1号,示例市市场监督管理局,存续"

extension DeliveredRow {
  var registration: DeliveredRegistration? { if case .registration(let row) = content { row } else { nil } }
}

@Suite struct RegistrationTests {
  @Test func aRegistrarsTableSaysWhoTheSubjectsAre() throws {
    let row = try #require(try delivered(head + "\n" + good).first)
    let found = try #require(row.registration)
    #expect(row.category == TableInterpreter.registration && row.defects.isEmpty)
    #expect(found.subject.kind == "enterprise" && found.subject.code == code && found.subject.name == "广州粤示例物流有限公司")
    #expect(found.formerNames == ["广州旧示例物流有限公司", "广州老示例运输有限公司", "示例车队"])
    #expect(try found.changedOn == day("2024-03-01"))
    #expect(found.otherCodes == [SubjectCode(field: "registrationNumber", text: "440001000000000")])
    #expect(
      String(decoding: found.fields, as: UTF8.self)
        == #"{"工商注册号": "440001000000000", "法定代表人/负责人/执行事务合伙人": "陈示例", "企业类型": "有限责任公司", "#
        + #""成立日期": "2016年1月4日", "住所": "示例市示例路1号", "登记机关": "示例市市场监督管理局", "登记状态": "存续"}"#)
  }

  /// What a credit file's reader takes for the subject.
  @Test func itsFieldsAreThoseOfACreditFilesSubject() throws {
    let found = try #require(try delivered(head + "\n" + good).first?.registration)
    let fields = String(decoding: found.fields.dropFirst().dropLast(), as: UTF8.self)
    let file = """
      {"version": 1, "asOf": "2026-11-20", "subject": {"kind": "企业", "name": "示例", "code": "\(code)", \(fields)}, "records": {}}
      """
    let reader = CreditFileReader(catalogue: try shippedCatalogue(), now: { .init(try! day("2026-11-21")) })
    #expect(try reader.read(bytes: Array(file.utf8), name: "a.json").warnings.isEmpty)
  }

  @Test func rowsOfOneTableMayBeOfSeveralKinds() throws {
    let rows = try delivered(
      [head, good.replacing(code, with: "92440001MA5F1A2B59"), good.replacing(code, with: "12440000MT0000073Q")]
        .joined(separator: "\n"))
    #expect(rows.compactMap { $0.registration?.subject.kind } == ["individualBusiness", "publicInstitution"])
    let fields = rows.compactMap { $0.registration.map { String(decoding: $0.fields, as: UTF8.self) } }
    #expect(fields[0].contains(#""经营者": "陈示例", "组成形式": "有限责任公司", "注册日期""#))
    // A 事业单位 has no 企业类型.
    #expect(!fields[1].contains("有限责任公司") && fields[1].contains(#""登记管理机关": "#))
  }

  @Test(arguments: ["", "000000000000000000", "999999199001010016", "440001000000000", "ARBG48543289076GFE"])
  func aRowWithoutTheCodeOfAnOrganisationIsHeldBack(instead: String) throws {
    let row = try #require(try delivered(head + "\n" + good.replacing(code, with: instead)).first)
    #expect(row.unattributed?.name == "广州粤示例物流有限公司" && row.category == TableInterpreter.registration)
    #expect(row.unattributed?.codes.contains { $0.text == "440001000000000" } == true)
  }

  @Test func aDayThatIsNoneAndACodeThatFailsItsCheckAreTold() throws {
    let rows = try delivered(
      head + "\n" + good.replacing("2016年1月4日", with: "去年").replacing(code, with: "91440001MA59G7P26D"))
    #expect(Set(rows.first?.defects.map(\.rule) ?? []) == [.date, .code])
    #expect(rows.first?.registration?.subject.isCodeSound == false)
  }

  /// A list on which subjects stand is none that says who they are.
  @Test func theHeadDecidesBetweenRecordsAndRegistrations() throws {
    let catalogue = try shippedCatalogue()
    let options = ImportOptions(asOf: try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00")))
    let interpreter = try TableInterpreter(
      catalogue: catalogue, rules: try shippedRules(), rulesFile: "rules.yaml", options: options)
    func key(_ labels: [String], sheet: String = "") throws -> String? {
      let rows = [TableRow(number: 1, cells: labels)]
      return try interpreter.finder.head(in: rows, of: "a", sheet: sheet).map { interpreter.plans[$0.category].key }
    }
    for plan in interpreter.plans where plan.registration == nil {
      #expect(
        try key(plan.category.fields.map(\.naming.label), sheet: plan.category.naming.label) == plan.key, "\(plan.key)")
    }
    for kind in catalogue.subjectKinds where !kind.isPerson {
      let labels = [kind.nameLabel, kind.codeLabel] + kind.fields.map(\.naming.label)
      #expect(try key(labels) == TableInterpreter.registration, "\(kind.naming.label)")
    }
    #expect(try key(["企业名称", "统一社会信用代码", "成立日期"]) == TableInterpreter.registration)
    #expect(try key(["企业名称", "统一社会信用代码"]) == nil)
  }

  @Test func anImportOfRecordsTakesNoRegistrarsTable() throws {
    let error = #expect(throws: TableError.self) { try Imported(head + "\n" + good) }
    #expect(error?.description.hasPrefix("a.csv: is a registrar's table") == true)
  }

  @Test func anUnknownColumnOfARegistrarsTableIsToldToo() throws {
    let error = #expect(throws: TableError.self) { try delivered(head + ",举办单位,年报年度\n" + good + ",,") }
    #expect(error?.column == 14 && error?.message.contains("年报年度") == true, "\(error?.description ?? "")")
  }
}
