import Records
import Testing

@testable import Reports

@Suite struct ReportBuilderTests {
  @Test func sectionsComeInTheEditionsOrderWithTheCategoriesThatHaveRecords() throws {
    let file = Samples.file(
      ("commitment", [[("type", .text("主动型"))]]), ("penalty", [[("documentNumber", .text("粤示罚〔2026〕1号"))], []]))
    let report = try Samples.report(on: file)
    #expect(report.sections.map(\.title) == ["基础信息", "行政处罚信息", "守信激励信息", "其他信息", "信用状况提升建议"])
    #expect(report.sections.map(\.content) == [.subject, .records, .records, .records, .text])
    #expect(report.sections.map(\.count) == [1, 2, 0, 1, 0])
    #expect(report.sections.map { $0.groups.map(\.label) } == [[], ["行政处罚"], [], ["信用承诺"], []])
    #expect(report.sections[4].paragraphs == ["诚信经营。"])
    #expect(report.title == "法人和非法人组织公共信用信息报告")
    #expect(report.omissions.isEmpty)
  }

  @Test func valuesArePrintedAsTheStandardWritesThem() throws {
    let report = try Samples.report(
      on: Samples.file(
        (
          "penalty",
          [
            [
              ("documentNumber", .text("粤示罚〔2026〕1号")), ("decisionDate", .date(Samples.day(2026, 5, 1))),
              ("fine", .money(Money(millionths: 200_000))), ("validUntil", .unlimited), ("count", .integer(3)),
            ]
          ]
        )))
    #expect(
      report.lines(of: "penalty") == [
        Report.Line(key: "documentNumber", label: "行政处罚决定书文号", value: "粤示罚〔2026〕1号"),
        Report.Line(key: "decisionDate", label: "处罚决定日期", value: "2026-05-01"),
        Report.Line(key: "fine", label: "罚款金额(万元)", value: "0.2"),
        Report.Line(key: "validUntil", label: "处罚有效期", value: "长期"),
        Report.Line(key: "count", label: "份数", value: "3"),
      ])
  }

  @Test func aMissingValueHasALineWhereTheFieldIsAlwaysPrintedElseNone() throws {
    let lines = try Samples.report(on: Samples.file(("penalty", [[]]))).lines(of: "penalty")
    #expect(lines.map(\.label) == ["行政处罚决定书文号", "处罚决定日期", "罚款金额(万元)"])
    #expect(lines.allSatisfy { $0.value == nil })
  }

  @Test func aValueThatIsNotForPublicationIsCountedAMaskedOneShowsInPart() throws {
    let report = try Samples.report(
      on: Samples.file(
        (
          "penalty",
          [
            [
              ("representativeIdentity", .text("440524188001010014")), ("driverIdentity", .text("440524188001010014")),
            ]
          ]
        )))
    #expect(
      report.omissions == [
        Report.Omission(rule: "notForPublication", label: "不予公开的数据项", count: 1, unit: .values),
        Report.Omission(rule: "masked", label: "部分隐去的个人信息（标准脱敏）", count: 1, unit: .values),
      ])
    let shown = try #require(report.lines(of: "penalty").first { $0.key == "driverIdentity" }?.value)
    #expect(shown == "440524********0014")
    #expect(!String(decoding: report.canonicalData(), as: UTF8.self).contains("18800101"))
  }

  @Test func theRecordsOwnDomainAndUnknownFieldsFollowTheKnownOnes() throws {
    var file = Samples.file(("commitment", [[("type", .text("主动型"))]]))
    file.records[0].records[0].domain = "taxation"
    file.records[0].records[0].fields.unknown = [
      UnknownField(label: "经办窗口", text: "3号"), UnknownField(label: "经办窗口", text: "4号"),
    ]
    let lines = try Samples.report(on: file).lines(of: "commitment")
    #expect(lines.map(\.label) == ["承诺类型", "领域", "经办窗口", "经办窗口"])
    #expect(lines.map(\.value) == ["主动型", "税务", "3号", "4号"])
  }

  @Test func entriesOutOfOrderRepeatedOrUnknownToTheCatalogueAreInTheReportAllTheSame() throws {
    let file = Samples.file(
      (
        "penalty",
        [
          [
            ("fine", .money(Money(millionths: 1))), ("documentNumber", .text("甲")), ("stray", .text("丙")),
            ("documentNumber", .text("乙")),
          ]
        ]
      ))
    let values = try Samples.report(on: file).lines(of: "penalty").map(\.value)
    #expect(values == ["甲", nil, "0.000001", "丙", "乙"])
  }

  @Test func recordsOfACategoryThatTheEditionHasNoPlaceForAreCounted() throws {
    let report = try Samples.report(on: Samples.file(("contract", [[("name", .text("采购合同"))], []])))
    #expect(report.omitted("outsideEdition") == 2)
    #expect(report.sections.filter { $0.content == .records }.allSatisfy { $0.count == 0 })
  }

  @Test func sourcesAreToldWithTheLabelsOfTheirDomains() throws {
    var file = Samples.file()
    file.coverage = [
      Coverage(
        source: "示例税务局", domains: ["taxation", "other"], from: nil, through: Samples.day(2026, 11, 19), state: .failed,
        reason: "接口超时")
    ]
    let source = try #require(Samples.report(on: file).sources.first)
    #expect(source.domains == ["税务", "other"])
    #expect((source.from, source.through) == (nil, "2026-11-19"))
    #expect((source.stateLabel, source.reason) == ("归集失败", "接口超时"))
  }

  @Test func underAMaskThatTheCatalogueDoesNotHaveNothingShows() throws {
    var catalogue = Samples.catalogue
    catalogue.maskProfiles = []
    let file = Samples.file(("penalty", [[("driverIdentity", .text("440524188001010014"))]]))
    let report = try ReportBuilder(catalogue: catalogue, edition: "2021").report(on: file, identity: Samples.identity())
    #expect(report.lines(of: "penalty").first { $0.key == "driverIdentity" }?.value == "******************")
  }
}

@Suite struct EditionAndACatalogueThatDoNotFitTests {
  @Test func anUnknownEditionNamesThoseThereAre() throws {
    let error = #expect(throws: ReportError.self) {
      try ReportBuilder(catalogue: Samples.catalogue, edition: "2031")
    }
    #expect(error?.description == "edition \"2031\" is not in the catalogue: choose one of 2021")
  }

  @Test func anEditionAnswersToItsLabelToo() throws {
    let builder = try ReportBuilder(catalogue: Samples.catalogue, edition: "2021年版")
    #expect(try builder.report(on: Samples.file(), identity: Samples.identity()).edition == "2021")
  }

  @Test(arguments: [
    (["nothing"], ReportError.unknownCategory("nothing", section: "extra", edition: "2021")),
    (["penalty"], ReportError.repeatedCategory("penalty", section: "extra", edition: "2021")),
  ])
  func aSectionsCategoriesExistAndAreListedOnce(_ categories: [String], _ expected: ReportError) throws {
    var catalogue = Samples.catalogue
    catalogue.editions[0].sections.append(Samples.section("extra", "补充内容", .records(categories)))
    #expect(throws: expected) { try ReportBuilder(catalogue: catalogue, edition: "2021") }
  }
}
