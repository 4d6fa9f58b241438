import Records
import ReportKinds
import Testing

@testable import Reports

/// Rows that nobody could attribute may be the subject's: then nobody can say that nothing was found.
@Suite struct UnattributedTests {
  private typealias S = NoViolationSamples

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// Of 税务, 市场监管, 药品监管: whether it is in doubt.
    var inDoubt: [Bool]
    var code = "91440600MA00000000"
    var row: Unattributed
  }

  private static func row(
    _ source: String = "省税务局", _ categories: [String] = ["penalty"], domains: [String]? = nil,
    on day: String? = "2025-05-01", unknownDomains: [String] = [], unknownCategories: [String] = []
  ) -> Unattributed {
    Unattributed(
      source: source, categories: categories, domains: domains, day: day.map(S.day), count: 3, reason: "无代码",
      unknownDomains: unknownDomains, unknownCategories: unknownCategories)
  }

  static let cases = [
    Case(testDescription: "of the source's domains", inDoubt: [true, false, false], row: row()),
    Case(testDescription: "under another name", inDoubt: [true, false, false], row: row("广东省税务局")),
    Case(
      testDescription: "of domains that it names", inDoubt: [false, true, false],
      row: row(domains: ["marketRegulation"])),
    Case(testDescription: "of a domain that was not asked about", inDoubt: [false, false, false], row: row("省生态环境厅")),
    Case(
      testDescription: "of a domain that nobody knows", inDoubt: [true, true, true],
      row: row(domains: [], unknownDomains: ["x"])),
    Case(testDescription: "of a source that nobody knows", inDoubt: [true, true, true], row: row("某局")),
    Case(testDescription: "of a place that is not asked", inDoubt: [false, false, false], row: row("深圳市税务局")),
    Case(
      testDescription: "of a place that is", inDoubt: [true, false, false], code: "91440300192181490G",
      row: row("深圳市税务局")),
    Case(
      testDescription: "of one that may stand in", inDoubt: [false, false, true], code: "914401000000000000",
      row: row("广州市药监局")),
    Case(testDescription: "of no category that counts", inDoubt: [false, false, false], row: row("省税务局", ["licence"])),
    Case(
      testDescription: "of a category that nobody knows", inDoubt: [true, false, false],
      row: row("省税务局", [], unknownCategories: ["x"])),
    Case(
      testDescription: "of a category that is about another domain than the source", inDoubt: [true, true, false],
      row: row("省市场监管局", ["taxList"], on: nil)),
    Case(
      testDescription: "of one that is about none of the domains that it names", inDoubt: [true, true, false],
      row: row("省税务局", ["taxList"], domains: ["marketRegulation"], on: nil)),
    Case(testDescription: "without a day", inDoubt: [true, false, false], row: row(on: nil)),
    Case(testDescription: "on the first day", inDoubt: [true, false, false], row: row(on: "2024-01-01")),
    Case(testDescription: "on the day before", inDoubt: [false, false, false], row: row(on: "2023-12-31")),
    Case(
      testDescription: "on a list, on the day before: it may have stood on it", inDoubt: [true, false, false],
      row: row("省税务局", ["taxList"], on: "2023-12-31")),
    Case(
      testDescription: "on a list, on the last day", inDoubt: [true, false, false],
      row: row("省税务局", ["taxList"], on: "2026-11-19")),
    Case(
      testDescription: "on a list, on the day after", inDoubt: [false, false, false],
      row: row("省税务局", ["taxList"], on: "2026-11-20")),
    Case(
      testDescription: "of a category that nobody knows, on the day before: that may be a list",
      inDoubt: [true, false, false], row: row("省税务局", [], on: "2023-12-31", unknownCategories: ["x"])),
    Case(testDescription: "on a day that cannot be", inDoubt: [true, false, false], row: row(on: "2062-05-01")),
    Case(
      testDescription: "on one before there was a republic", inDoubt: [true, false, false], row: row(on: "1949-09-30")),
    // Twenty years before the earliest source.
    Case(testDescription: "on the first that can be", inDoubt: [false, false, false], row: row(on: "1996-01-01")),
    Case(testDescription: "on the day before that", inDoubt: [true, false, false], row: row(on: "1995-12-31")),
  ]

  @Test(arguments: cases) func leaveInDoubtWhateverTheyMayBelongTo(_ example: Case) throws {
    var file = S.file(code: example.code)
    // Shenzhen's bureau, for who is asked there.
    file.coverage.append(file.coverage[0])
    (file.coverage[4].source, file.coverage[4].domains) = ("深圳市税务局", nil)
    file.unattributed = [example.row]
    let report = try S.report(on: file)
    let answers = try #require(report.judgement).answers
    #expect(answers.map { $0.outcome == .undetermined } == example.inDoubt)
    for answer in answers {
      #expect(answer.outcome == .undetermined || answer.outcome == .clean)
      #expect((answer.outcome == .clean) == answer.reasons.isEmpty)
    }
    // Printed, whatever comes of it.
    #expect(report.unattributed.map(\.count) == [3] && report.unattributed[0].source == example.row.source)
  }

  @Test func areToldWithSourceCountAndReasonAndWithNobodysNumber() throws {
    var file = S.file()
    file.unattributed = [
      Unattributed(
        source: "省税务局", categories: ["penalty"], day: S.day("2025-05-01"), count: 2,
        reason: "联系电话13800138000，无代码")
    ]
    var catalogue = S.catalogue
    catalogue.maskProfiles = [
      MaskProfile(naming: Naming(key: "standard", label: "标准脱敏"), masks: [Mask(key: "telephone", first: 3, last: 4)])
    ]
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "three", domains: nil, period: S.period, purpose: .other, recipient: nil,
      profile: "wide")
    let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
    #expect(
      report.judgement?.answers[0].reasons == ["省税务局有2条数据未能归属到主体（联系电话138****8000，无代码），可能属于本领域"])
    #expect(report.unattributed[0].categories == ["行政处罚"] && report.unattributed[0].day == "2025-05-01")
    #expect(!String(decoding: report.canonicalData(), as: UTF8.self).contains("13800138000"))
  }

  @Test func thatPersonsExcludedChangeNoAnswerAndAreToldWithNobodysNumber() throws {
    var file = S.file()
    let before = try S.report(on: file)
    file.excluded = [
      Excluded(
        source: "省税务局", categories: ["penalty"], count: 4, reason: "与11010519491231002X无关", unknownCategories: ["甲类"])
    ]
    let report = try S.report(on: file)
    #expect(report.judgement == before.judgement && before.excluded == [])
    #expect(report.excluded.map(\.count) == [4] && report.excluded[0].categories == ["行政处罚", "甲类"])
    #expect(report.excluded[0].source == "省税务局" && !report.excluded[0].reason.contains("19491231002X"))
  }

  @Test func ofASourceThatTheFileAloneNamesForADomainLeaveItInDoubt() throws {
    var file = S.file()
    file.coverage.append(file.coverage[3])
    file.coverage[4].domains = ["taxation"]
    file.unattributed = [Self.row("省生态环境厅")]
    let answers = try #require(try S.report(on: file).judgement).answers
    #expect(answers.map(\.outcome) == [.undetermined, .clean, .clean])
  }

  /// As a court does: asked for its own domain alone, and deciding in others.
  @Test(
    arguments: [
      (["penalty"], [], [false, true, false]), ([], ["x"], [false, true, false]),
      // What is about a domain is about no other, and what does not count about none.
      (["taxList"], [], [true, false, false]), (["licence"], [], [false, false, false]),
      (["licence", "taxList"], [], [true, false, false]),
    ] as [([String], [String], [Bool])])
  func ofASourceThatStandsForNoneOfTheDomainsLeaveThoseInDoubtInWhichItActs(
    _ categories: [String], _ unknown: [String], _ inDoubt: [Bool]
  ) throws {
    var catalogue = S.catalogue
    let place = try #require(catalogue.domains.firstIndex { $0.naming.key == "environment" })
    catalogue.domains[place].sources = [.init(name: "中山市综合行政执法局")]
    var file = S.file()
    file.unattributed = [Self.row("中山市综合行政执法局", categories, unknownCategories: unknown)]
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "three", domains: nil, period: S.period, purpose: .other, recipient: nil,
      profile: "wide")
    let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
    #expect(try #require(report.judgement).answers.map { $0.outcome == .undetermined } == inDoubt)
  }

  @Test func besideRecordsAndGapsChangeNoAnswerAndAreTold() throws {
    var file = S.file()
    file.unattributed = [Self.row()]
    file.coverage[0].state = .failed
    var answer = try #require(try S.report(on: file).judgement?.answers[0])
    #expect(answer.outcome == .noData && answer.reasons.count == 2)
    file.records = [CategoryRecords(category: "penalty", records: [S.penalty()])]
    answer = try #require(try S.report(on: file).judgement?.answers[0])
    #expect(answer.outcome == .records && answer.reasons.count == 2)
  }
}
