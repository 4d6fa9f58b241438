import Foundation
import Records
import ReportKinds
import Testing

@testable import Reports

/// An identity number shows in no part of a report, in whatever form and field it stands, and each that is hidden is counted.
@Suite struct HiddenNumberTests {
  private let number = "11010519491231002X"
  /// 15 digits with a day of birth: a person's of before 1999, or an organisation's registration number.
  private let old = "110105491231002"

  private func holdsNumber(_ report: Report) -> Bool {
    let text = String(decoding: report.canonicalData(), as: UTF8.self).unicodeScalars.map { scalar -> Character in
      (0xFF01...0xFF5E).contains(scalar.value) ? Character(Unicode.Scalar(scalar.value - 0xFEE0)!) : Character(scalar)
    }
    let digits = String(text.filter { $0.isASCII && ($0.isNumber || $0 == "X" || $0 == "x" || $0 == "*") })
    return digits.lowercased().contains("10519491231002")
  }

  @Test func everyFieldOfEveryCategoryAndKindOfSubject() throws {
    let catalogue = try Shipped.catalogue()
    let forms = [number, "编号11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002X", "110105 1949 1231 002X"]
    for kind in catalogue.subjectKinds {
      for form in forms {
        let fields = { (fields: [Field]) in
          Fields(
            entries: fields.filter { $0.choices.isEmpty && $0.naming.key != "birthDate" }.map {
              .init(key: $0.naming.key, value: .text(form))
            }, unknown: [UnknownField(label: form, text: form)])
        }
        var file = Shipped.person(code: kind.isPerson ? Shipped.citizenID(born: "1990-01-01") : "91440101MA5DEM0A67")
        file.subject.kind = kind.naming.key
        file.subject.name = "示例\(form)"
        file.subject.fields = fields(kind.fields)
        file.records = catalogue.categories.map {
          CategoryRecords(category: $0.naming.key, records: [Record(fields: fields($0.fields))])
        }
        file.coverage = [
          Coverage(source: "示例局\(form)", domains: [], from: nil, through: nil, state: .failed, reason: form)
        ]
        file.request = Request(requester: form, basis: .authorisation, purpose: form, document: form)
        for edition in catalogue.editions where (edition.kind == .personal) == kind.isPerson {
          let report = try ReportBuilder(
            catalogue: catalogue, report: .init(publicReportOf: edition.kind), edition: edition.naming.key
          )
          .contents(of: file, identity: Shipped.identity(), birth: nil)
          #expect(!holdsNumber(report), "\(kind.naming.key): \(form)")
          #expect(report.omitted("maskedInText") >= 6)
        }
      }
    }
  }

  @Test func whatNoRecordHoldsIsCountedEachByEach() throws {
    var file = Shipped.enterprise()
    file.subject.name = "张示例（\(number)）小吃店"
    file.coverage = [
      Coverage(
        source: "示例局", domains: [], from: nil, through: nil, state: .failed, reason: "\(number)、\(number)未归集")
    ]
    let report = try Shipped.report(on: file)
    #expect(report.subject.name == "张示例（**************002X）小吃店")
    #expect(report.sources.first?.reason == "**************002X、**************002X未归集")
    #expect(report.omissions.map(\.rule) == ["maskedInText"] && report.omitted("maskedInText") == 3)
  }

  @Test func aSoleTradersCodeThatIsAnIdentityNumberShowsItsLastFourLikeAPersons() throws {
    var file = Shipped.enterprise()
    (file.subject.kind, file.subject.code) = ("individualBusiness", number)
    let report = try Shipped.report(on: file)
    #expect(report.subject.code == "**************002X" && report.omitted("masked") == 1)
    for masks in try Shipped.catalogue().maskProfiles.map(\.naming.key) {
      let person = try Shipped.report(on: Shipped.person(), options: .init(masks: masks))
      #expect(person.subject.code == ShownPerson.number(Shipped.citizenID(born: "1990-01-01")))
    }
  }

  /// 3.7 % of random registration numbers have a day of birth.
  @Test func _15DigitsAreAnOrganisationsWhereTheCatalogueSaysSoUnlessTheRecordIsAPersons() throws {
    let value = { (key: String, extra: [(String, Value)]) -> String? in
      let file = Shipped.enterprise(("licence", [[(key, .text(old))] + extra]))
      return try Shipped.report(on: file).lines(of: "licence").first { $0.key == key }?.value
    }
    #expect(try value("counterpartRegistrationNumber", []) == old)
    #expect(try value("counterpartTaxNumber", []) == old)
    #expect(try value("licenceNumber", []) == "***********1002")
    #expect(try value("counterpartTaxNumber", [("counterpartIdNumber", .text(number))]) == "***********1002")
    let person = Shipped.person(records: ("licence", [[("counterpartTaxNumber", .text(old))]]))
    let lines = try Shipped.report(on: person).lines(of: "licence")
    #expect(lines.first { $0.key == "counterpartTaxNumber" }?.value == "***********1002")
  }

  @Test func aSoleTradersOwn15DigitsAreHiddenWhereTheyStandAsARegistrationNumberToo() throws {
    var file = Shipped.enterprise(
      ("penalty", [[("counterpartRegistrationNumber", .text(old)), ("counterpartTaxNumber", .text(old + "00001"))]]))
    (file.subject.kind, file.subject.code) = ("individualBusiness", old)
    file.subject.fields = Samples.fields([("registrationNumber", .text(old))])
    let report = try Shipped.report(on: file)
    let text = String(decoding: report.canonicalData(), as: UTF8.self)
    #expect(!text.contains(old) && text.components(separatedBy: "***********1002").count == 5)
    #expect(report.omitted("maskedInText") == 3)
    file.subject.code = "91440101MA5DEM0A67"
    #expect(String(decoding: try Shipped.report(on: file).canonicalData(), as: UTF8.self).contains(old))
  }

  @Test func 代码5IsNeverPrintedInWhateverCategoryItStands() throws {
    var file = Shipped.enterprise(
      ("penalty", [[("counterpartInstitutionNumber", .text("144000000001"))]]), ("taxList", [[]]))
    file.records[1].records[0].fields.unknown = [UnknownField(label: "行政相对人代码＿5", text: "144000000001")]
    let report = try Shipped.report(on: file)
    #expect(!String(decoding: report.canonicalData(), as: UTF8.self).contains("144000000001"))
    #expect(report.omitted("notForPublication") == 2)
  }

  @Test func recipientReasonsAndSubjectOfANoViolationReport() throws {
    let catalogue = try Shipped.catalogue()
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "guangdong-2021", domains: nil,
      period: Samples.day(2023, 11, 20)...Samples.day(2026, 11, 19), purpose: .listing,
      recipient: "示例\(number)", profile: "guangdong")
    var file = Shipped.enterprise(("penalty", [[("counterpartCode", .text(number))]]))
    file.subject.fields = Samples.fields([("legalRepresentative", .text("张示例\(number)"))])
    file.coverage = [
      Coverage(
        source: "广东省税务局", domains: ["taxation"], from: nil, through: nil, state: .failed, reason: "经办\(number)")
    ]
    let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Shipped.identity())
    #expect(!holdsNumber(report))
    #expect(report.judgement?.recipient == "示例**************002X")
    #expect(report.omitted("maskedInText") >= 4)
  }
}
