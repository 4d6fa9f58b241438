import CivilTime
import Records
import ReportKinds
import Testing

@testable import Reports

/// The seldom trodden edges of the judgement: what is answered, what is told beside it, and what is refused.
@Suite struct JudgementEdgeTests {
  private typealias S = NoViolationSamples

  private func judgement(
    _ file: CreditFile, catalogue: Catalogue = S.catalogue, list: String = "three", domains: [String]? = nil,
    period: ClosedRange<CalendarDate> = S.period
  ) throws -> Judgement {
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: list, domains: domains, period: period, purpose: .listing, recipient: nil,
      profile: "wide")
    let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
    return try #require(report.judgement)
  }

  private func file(_ category: String = "penalty", _ records: Record...) -> CreditFile {
    var file = S.file()
    file.records = [CategoryRecords(category: category, records: records)]
    return file
  }

  // MARK: What is refused

  @Test func aPersonGetsNoSuchReport() throws {
    var file = S.file()
    file.subject.kind = "person"
    #expect(throws: NoViolationError.person(kind: "自然人")) { try judgement(file) }
  }

  @Test func aPeriodOfTheOneDayOnWhichRecordsWereGatheredIsNotRefusedAndNobodyKnowsItsAnswer()
    throws
  {
    let day = S.day("2026-11-20")
    let judgement = try judgement(S.file(), period: day...S.day("2026-12-31"))
    #expect(judgement.period == day...day)
    #expect(judgement.answers.map(\.outcome) == [.noData, .noData, .noData])
  }

  @Test(arguments: [
    ("生态环境", "domains: the domain 生态环境 is not in the list three"),
    (
      "第十一个领域",
      "domains: the domain 第十一个领域 is not in the list three; it is in wide: choose that list"
    ),
  ])
  func aDomainOfAnotherListIsRefusedWithTheListThatHasIt(domain: String, message: String) {
    let error = #expect(throws: NoViolationError.self) { try judgement(S.file(), domains: [domain]) }
    #expect(error?.description == message)
  }

  // MARK: Sources

  /// Whoever delivers for it: nobody knows whether that is all there is.
  @Test func aDomainThatNobodyCouldNameIsNotCleanByWhatASourceSaysOfIt() throws {
    var file = S.file()
    var delivered = file.coverage[0]
    (delivered.source, delivered.domains) = ("某机关", ["eleventh"])
    file.coverage.append(delivered)
    let answer = try judgement(file, list: "wide").answers[1]
    #expect(answer.outcome == .noData && answer.lacksData)
    #expect(answer.reasons.contains { $0.contains("未能查明") })
  }

  /// 18 characters, and letters where the place's number should be.
  @Test(arguments: ["9144A3001921814900", "91ABCDEF1921814900", "914403", "91440300192181490G0"])
  func aCodeThatNamesNoPlaceAsksEveryPlacesSource(code: String) throws {
    var file = S.file()
    file.subject.code = code
    #expect(try judgement(file).answers[0].outcome == .noData)
  }

  @Test func aSourceThatBeginsWithThePeriodAndStopsEarlyIsSaidToStopAndNotToBeginLate() throws {
    var file = S.file()
    (file.coverage[0].from, file.coverage[0].through) = (S.day("2024-01-01"), S.day("2026-11-18"))
    let reasons = try judgement(file).answers[0].reasons
    #expect(reasons.count == 1 && reasons[0].contains("仅归集至2026-11-18"))
  }

  // MARK: Whose record it is

  @Test func whatFitsItsAuthorityIsNoContradiction() throws {
    for (record, outcomes) in [
      (S.penalty(domain: "taxation"), [Judgement.Answer.Outcome.records, .clean, .clean]),
      (S.penalty(authority: "广州市市场监督管理局", domain: "drugRegulation"), [.clean, .clean, .records]),
      (S.penalty(authority: "中山市综合行政执法局", domain: "marketRegulation"), [.clean, .records, .clean]),
    ] {
      let answers = try judgement(file("penalty", record)).answers
      #expect(answers.map(\.outcome) == outcomes)
      #expect(answers.flatMap(\.reasons).isEmpty, "no doubt is told where there is none")
    }
  }

  @Test func ofSeveralDomainsInWhichABodyPerhapsActsOneThatIsAskedAboutIsEnoughForADoubt() throws {
    var catalogue = S.catalogue
    let rule = try #require(catalogue.authorityRules.firstIndex { $0.domains == ["marketRegulation"] })
    catalogue.authorityRules[rule].perhaps = ["drugRegulation", "environment"]
    let judgement = try judgement(
      file("penalty", S.penalty(authority: "广州市市场监督管理局")), catalogue: catalogue, domains: ["药品监管"])
    #expect(judgement.answers.map(\.outcome) == [.undetermined] && judgement.unclassified.count == 1)
  }

  @Test func aDomainThatTheCatalogueDoesNotHaveLeavesNothingCleanWhateverTheCategorySays() throws {
    var record = S.record([("caseKind", .text("偷税"))])
    record.fields.unknown = [UnknownField(label: "领域", text: "税收征管")]
    let outcomes = try judgement(file("taxList", record)).answers.map(\.outcome)
    #expect(!outcomes.contains(.clean))
  }

  /// It may be a praise or a penalty.
  @Test func aRecordOfAnUnknownCategoryIsInDoubtAndNotCountedThoughItsDomainIsKnown() throws {
    var record = S.record([])
    record.fields.unknown = [UnknownField(label: CatalogueKeys.unknownCategory, text: "行政处罚决定公告")]
    record.domain = "taxation"
    let judgement = try judgement(file("other", record))
    #expect(judgement.answers.map(\.outcome) == [.undetermined, .clean, .clean])
    #expect(judgement.unclassified.map(\.candidates) == [["税务"]])
  }

  // MARK: What is told

  @Test func whereSimplifiedProceduresAreSetAsideAnOrdinaryOneIsNotSaidToBeUnknown() throws {
    for (procedure, isMarked) in [("普通程序", false), ("某程序", true)] {
      let report = try S.report(on: file("penalty", S.penalty([("procedure", .text(procedure))])), profile: "narrow")
      let marks = try #require(report.judgement?.answers[0].groups.first?.records.first).marks
      #expect(marks.contains("未载明处罚程序，按计入处理") == isMarked)
    }
  }

  @Test func doubtsOfBothKindsAreToldThoseOfUnclassifiedRecordsFirst() throws {
    let reasons = try judgement(
      file(
        "penalty", S.penalty(authority: "广州市市场监督管理局", number: "一号"), S.penalty(authority: "某某办公室", number: "二号"))
    ).answers[2].reasons
    #expect(reasons.count == 2 && reasons[0].contains("未归类记录中有1条") && reasons[1].contains("列在其他领域的记录中有1条"))
  }

  @Test func recordsStandInGroupsOfTheirCategoriesUnderTheirLabels() throws {
    var file = S.file()
    file.records = [
      CategoryRecords(category: "penalty", records: [S.penalty(number: "一号"), S.penalty(number: "二号")]),
      CategoryRecords(category: "taxList", records: [S.record([("caseKind", .text("偷税"))])]),
    ]
    let groups = try judgement(file).answers[0].groups
    #expect(groups.map(\.label) == ["行政处罚", "重大税收违法"] && groups.map(\.count) == [2, 1])
  }

  @Test func whatIsWithheldIsCountedToTheLastValueUnknownFieldsToo() throws {
    var record = S.penalty([("publicityType", .text("不可公开"))])
    record.fields.unknown = [UnknownField(label: "备注", text: "甲"), UnknownField(label: "附注", text: "乙")]
    let report = try S.report(on: file("penalty", record))
    #expect(report.omitted("notForPublication") == record.fields.entries.count + 2)
  }

  @Test func recordsOfACategoryThatTheCatalogueDoesNotHaveAreNotLost() throws {
    let report = try S.report(on: file("nowhere", S.penalty(number: "一号"), S.penalty(number: "二号")))
    let judgement = try #require(report.judgement)
    let counted = judgement.answers.reduce(judgement.unclassified.count) { $0 + $1.count }
    #expect(counted + report.omissions.filter { $0.unit == .records }.reduce(0) { $0 + $1.count } == 2)
  }
}
