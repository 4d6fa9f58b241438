import Records
import ReportKinds
import Testing

@testable import Reports

private typealias Outcome = Judgement.Answer.Outcome

/// The matrix of docs/judgement.md: in no case is a domain called clean of which that is not known.
@Suite struct NoViolationTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// Of 税务, 市场监管, 药品监管.
    var outcomes: [Judgement.Answer.Outcome]
    var unclassified = 0
    var profile = "wide"
    /// A mark on the one record that counts.
    var mark: String?
    /// The rule under which the one record is left out.
    var leftOut: String?
    /// A piece of the reasons of 税务.
    var reason: String?
    var change: @Sendable (inout CreditFile) -> Void
  }

  private typealias S = NoViolationSamples

  private static func penalties(_ records: Record...) -> @Sendable (inout CreditFile) -> Void {
    { $0.records = [CategoryRecords(category: "penalty", records: records)] }
  }

  private static func listed(_ values: [(String, Value)]) -> @Sendable (inout CreditFile) -> Void {
    {
      let authority = ("authority", Value.text("广州市市场监督管理局"))
      $0.records = [CategoryRecords(category: "abnormalOperation", records: [S.record(values + [authority])])]
    }
  }

  private static func taxSource(_ change: @escaping @Sendable (inout Coverage) -> Void)
    -> @Sendable (inout CreditFile) -> Void
  {
    { change(&$0.coverage[0]) }
  }

  static let cases: [Case] = [
    Case(testDescription: "nothing on record, all sources complete", outcomes: [.clean, .clean, .clean]) { _ in },

    // Sources
    Case(
      testDescription: "source not named", outcomes: [.noData, .clean, .clean], reason: "未提供归集情况",
      change: { $0.coverage.removeFirst() }),
    Case(
      testDescription: "source missing", outcomes: [.noData, .clean, .clean], reason: "省税务局：未归集（停机）",
      change: taxSource { ($0.state, $0.reason) = (.missing, "停机") }),
    Case(
      testDescription: "source failed", outcomes: [.noData, .clean, .clean], reason: "归集失败",
      change: taxSource { $0.state = .failed }),
    Case(
      testDescription: "source late by a day", outcomes: [.noData, .clean, .clean], reason: "仅归集至2026-11-18，此后未归集",
      change: taxSource { $0.through = S.day("2026-11-18") }),
    Case(
      testDescription: "source begins a day after the period", outcomes: [.noData, .clean, .clean],
      reason: "自2024-01-02起归集", change: taxSource { $0.from = S.day("2024-01-02") }),
    Case(
      testDescription: "source begins with the period", outcomes: [.clean, .clean, .clean],
      change: taxSource { $0.from = S.day("2024-01-01") }),
    Case(
      testDescription: "source does not say since when", outcomes: [.noData, .clean, .clean], reason: "未载明",
      change: taxSource { $0.from = nil }),
    Case(
      testDescription: "source does not say until when", outcomes: [.noData, .clean, .clean], reason: "未载明",
      change: taxSource { $0.through = nil }),
    Case(
      testDescription: "source is said to serve another domain", outcomes: [.noData, .clean, .clean],
      change: taxSource { $0.domains = ["environment"] }),
    Case(
      testDescription: "source under another of its names", outcomes: [.clean, .clean, .clean],
      change: taxSource { $0.source = "广东省税务局" }),
    Case(
      testDescription: "somebody else's data in its place", outcomes: [.noData, .clean, .clean],
      change: taxSource { $0.source = "某市税务局" }),
    Case(
      testDescription: "source in two parts that meet", outcomes: [.clean, .clean, .clean],
      change: { file in
        var second = file.coverage[0]
        file.coverage[0].through = S.day("2025-06-30")
        second.from = S.day("2025-07-01")
        file.coverage.append(second)
      }),
    Case(
      testDescription: "source in two parts with a day between", outcomes: [.noData, .clean, .clean],
      reason: "2025-06-30之后至2025-07-02之前未归集",
      change: { file in
        var second = file.coverage[0]
        file.coverage[0].through = S.day("2025-06-30")
        second.from = S.day("2025-07-02")
        file.coverage.append(second)
      }),
    Case(
      testDescription: "loaded once and failed once", outcomes: [.noData, .clean, .clean], reason: "归集失败",
      change: { file in
        var failed = file.coverage[0]
        failed.state = .failed
        file.coverage.append(failed)
      }),
    Case(
      testDescription: "failed only before the period", outcomes: [.clean, .clean, .clean],
      change: { file in
        var failed = file.coverage[0]
        (failed.state, failed.through) = (.failed, S.day("2020-01-01"))
        file.coverage.append(failed)
      }),
    Case(
      testDescription: "another source of the domain failed", outcomes: [.noData, .clean, .clean], reason: "佛山市税务局",
      change: { file in
        var other = file.coverage[0]
        (other.source, other.state) = ("佛山市税务局", .failed)
        file.coverage.append(other)
      }),
    Case(
      testDescription: "company in Shenzhen, whose bureau is missing", outcomes: [.noData, .clean, .clean],
      reason: "深圳市税务局：未提供归集情况", change: { $0.subject.code = "91440300192181490G" }),
    Case(
      testDescription: "code that says no place: every bureau is needed", outcomes: [.noData, .clean, .clean],
      change: { $0.subject.code = "无代码" }),

    Case(
      testDescription: "the city's data in the province's stead", outcomes: [.clean, .clean, .clean],
      change: { ($0.subject.code, $0.coverage[2].source) = ("914401000000000000", "广州市药监局") }),
    Case(
      testDescription: "another city's data", outcomes: [.clean, .clean, .noData],
      change: { ($0.subject.code, $0.coverage[2].source) = ("914401000000000000", "佛山市药监局") }),
    Case(
      testDescription: "the city's data for a company of the province", outcomes: [.clean, .clean, .noData],
      change: { $0.coverage[2].source = "广州市药监局" }),

    // The period
    Case(
      testDescription: "decided on the first day", outcomes: [.records, .clean, .clean],
      change: penalties(S.penalty(on: "2024-01-01"))),
    Case(
      testDescription: "decided on the day before", outcomes: [.clean, .clean, .clean], leftOut: "outsidePeriod",
      change: penalties(S.penalty(on: "2023-12-31"))),
    Case(
      testDescription: "decided on the last day", outcomes: [.records, .clean, .clean],
      change: penalties(S.penalty(on: "2026-11-19"))),
    Case(
      testDescription: "decided on the day after", outcomes: [.clean, .clean, .clean], leftOut: "outsidePeriod",
      change: penalties(S.penalty(on: "2026-11-20"))),
    Case(
      testDescription: "without a date", outcomes: [.records, .clean, .clean], mark: "日期不详或者有误，按计入处理",
      change: penalties(S.penalty(on: nil))),
    Case(
      testDescription: "dated after the records were gathered", outcomes: [.records, .clean, .clean],
      mark: "日期不详或者有误，按计入处理", change: penalties(S.penalty(on: "2062-05-01"))),
    Case(
      testDescription: "dated before there was a republic", outcomes: [.records, .clean, .clean],
      mark: "日期不详或者有误，按计入处理", change: penalties(S.penalty(on: "1925-05-01"))),
    Case(
      testDescription: "dated before the company was set up", outcomes: [.records, .clean, .clean],
      mark: "日期不详或者有误，按计入处理",
      change: {
        $0.subject.fields.entries = [.init(key: "establishedOn", value: .date(S.day("2020-01-01")))]
        penalties(S.penalty(on: "2019-05-01"))(&$0)
      }),
    Case(
      testDescription: "still on a list since before the period", outcomes: [.clean, .records, .clean],
      change: listed([("listedOn", .date(S.day("2020-01-01")))])),
    Case(
      testDescription: "off the list on the first day", outcomes: [.clean, .records, .clean],
      change: listed([("listedOn", .date(S.day("2020-01-01"))), ("removedOn", .date(S.day("2024-01-01")))])),
    Case(
      testDescription: "off the list before the period", outcomes: [.clean, .clean, .clean], leftOut: "outsidePeriod",
      change: listed([("listedOn", .date(S.day("2020-01-01"))), ("removedOn", .date(S.day("2023-12-31")))])),
    Case(
      testDescription: "off the list before it was on it", outcomes: [.clean, .records, .clean],
      change: listed([("listedOn", .date(S.day("2023-06-01"))), ("removedOn", .date(S.day("2022-12-31")))])),
    Case(
      testDescription: "listed after the period", outcomes: [.clean, .clean, .clean], leftOut: "outsidePeriod",
      change: listed([("listedOn", .date(S.day("2026-11-20")))])),

    // The domain
    Case(
      testDescription: "the record names its domain", outcomes: [.records, .clean, .clean],
      change: penalties(S.penalty(authority: nil, domain: "taxation"))),
    Case(
      testDescription: "no authority and no domain", outcomes: [.undetermined, .undetermined, .undetermined],
      unclassified: 1, reason: "未归类记录中有1条可能属于本领域", change: penalties(S.penalty(authority: nil))),
    Case(
      testDescription: "an authority that nobody knows", outcomes: [.undetermined, .undetermined, .undetermined],
      unclassified: 1, change: penalties(S.penalty(authority: "某某办公室"))),
    Case(
      testDescription: "an authority of two domains", outcomes: [.clean, .undetermined, .clean], unclassified: 1,
      change: penalties(S.penalty(authority: "中山市综合行政执法局"))),
    Case(
      testDescription: "an authority that perhaps acts in another too", outcomes: [.clean, .records, .undetermined],
      change: penalties(S.penalty(authority: "广州市市场监督管理局"))),
    Case(
      testDescription: "a domain that was not asked about", outcomes: [.clean, .clean, .clean],
      leftOut: "outsideDomains", change: penalties(S.penalty(authority: "佛山市生态环境局"))),
    Case(
      testDescription: "the record's domain and its authority's differ", outcomes: [.undetermined, .records, .clean],
      reason: "列在其他领域的记录中有1条", change: penalties(S.penalty(domain: "marketRegulation"))),
    Case(
      testDescription: "the record names two domains", outcomes: [.records, .undetermined, .clean],
      change: {
        var record = S.penalty(domain: "taxation")
        record.furtherDomains = ["marketRegulation"]
        penalties(record)(&$0)
      }),
    Case(
      testDescription: "the record's domain is none of its authority's",
      outcomes: [.records, .undetermined, .clean],
      change: penalties(S.penalty(authority: "中山市综合行政执法局", domain: "taxation"))),
    Case(
      testDescription: "a domain that the catalogue does not have",
      outcomes: [.undetermined, .undetermined, .undetermined],
      unclassified: 1,
      change: {
        var record = S.penalty()
        record.fields.unknown = [UnknownField(label: "领域", text: "税收征管")]
        penalties(record)(&$0)
      }),
    Case(
      testDescription: "a category that belongs to a domain", outcomes: [.records, .clean, .clean],
      change: { $0.records = [CategoryRecords(category: "taxList", records: [S.record([("caseKind", .text("偷税"))])])] }),
    Case(
      testDescription: "a category that the catalogue does not have",
      outcomes: [.undetermined, .undetermined, .undetermined], unclassified: 1,
      change: {
        var record = S.record([])
        record.fields.unknown = [UnknownField(label: "信息类别", text: "行政处罚决定公告")]
        $0.records = [CategoryRecords(category: "other", records: [record])]
      }),
    Case(
      testDescription: "a category that is no violation", outcomes: [.clean, .clean, .clean], leftOut: "outsideProfile",
      change: { $0.records = [CategoryRecords(category: "licence", records: [S.record([])])] }),

    // The profile
    Case(
      testDescription: "repaired, counted and marked", outcomes: [.records, .clean, .clean], mark: "已修复",
      change: penalties(S.penalty([("repairStatus", .text("已修复"))]))),
    Case(
      testDescription: "repaired, set aside by the profile", outcomes: [.clean, .clean, .clean], profile: "narrow",
      leftOut: "repairedByProfile",
      change: penalties(S.penalty([("procedure", .text("普通程序")), ("repairStatus", .text("已修复"))]))),
    Case(
      testDescription: "repaired on the day of the decision", outcomes: [.clean, .clean, .clean], profile: "narrow",
      leftOut: "repairedByProfile",
      change: penalties(
        S.penalty([
          ("procedure", .text("普通程序")), ("repairStatus", .text("已修复")), ("repairedOn", .date(S.day("2025-05-01"))),
        ]))),
    Case(
      testDescription: "repaired before it was decided", outcomes: [.records, .clean, .clean], profile: "narrow",
      change: penalties(
        S.penalty([
          ("procedure", .text("普通程序")), ("repairStatus", .text("已修复")), ("repairedOn", .date(S.day("2025-04-30"))),
        ]))),
    Case(
      testDescription: "repaired after the records were gathered", outcomes: [.records, .clean, .clean],
      profile: "narrow",
      change: penalties(
        S.penalty([
          ("procedure", .text("普通程序")), ("repairStatus", .text("已修复")), ("repairedOn", .date(S.day("2026-11-21"))),
        ]))),
    Case(
      testDescription: "repair not finished", outcomes: [.records, .clean, .clean], profile: "narrow",
      change: penalties(S.penalty([("procedure", .text("普通程序")), ("repairStatus", .text("修复中"))]))),
    Case(
      testDescription: "simplified procedure, counted", outcomes: [.records, .clean, .clean],
      change: penalties(S.penalty([("procedure", .text("简易程序"))]))),
    Case(
      testDescription: "simplified procedure, set aside by the profile", outcomes: [.clean, .clean, .clean],
      profile: "narrow", leftOut: "simplifiedProcedure", change: penalties(S.penalty([("procedure", .text("简易程序"))]))),
    Case(
      testDescription: "procedure not said, where simplified ones are set aside", outcomes: [.records, .clean, .clean],
      profile: "narrow", mark: "未载明处罚程序，按计入处理", change: penalties(S.penalty())),
    Case(
      testDescription: "not public", outcomes: [.records, .clean, .clean], mark: "不予公开",
      change: penalties(S.penalty([("publicityType", .text("不可公开"))]))),
    Case(
      testDescription: "its publicity has ended: the profile counts it all the same",
      outcomes: [.records, .clean, .clean],
      change: penalties(S.penalty([("publicityEnd", .date(S.day("2025-12-31")))]))),

    // The subject
    Case(
      testDescription: "another subject's code", outcomes: [.undetermined, .clean, .clean], unclassified: 1,
      change: penalties(S.penalty([("counterpartCode", .text("91440000MA00000001"))]))),
    Case(
      testDescription: "another subject's code, domain not asked about", outcomes: [.clean, .clean, .clean],
      leftOut: "outsideDomains",
      change: penalties(S.penalty(authority: "佛山市生态环境局", [("counterpartCode", .text("91440000MA00000001"))]))),
    Case(
      testDescription: "the subject's code in small letters", outcomes: [.records, .clean, .clean],
      change: penalties(S.penalty([("counterpartCode", .text("91440600ma00000000 "))]))),
  ]

  @Test(arguments: cases) func noCaseYieldsAWrongClean(_ example: Case) throws {
    var file = S.file()
    example.change(&file)
    let report = try S.report(on: file, profile: example.profile)
    let judgement = try #require(report.judgement)
    #expect(judgement.answers.map(\.outcome) == example.outcomes)
    #expect(judgement.unclassified.count == example.unclassified)
    for answer in judgement.answers {
      #expect((answer.outcome == .clean) == (answer.count == 0 && answer.reasons.isEmpty && !answer.lacksData))
    }
    if let reason = example.reason {
      #expect(judgement.answers[0].reasons.contains { $0.contains(reason) }, "\(judgement.answers[0].reasons)")
    }
    if let mark = example.mark {
      #expect(judgement.answers.flatMap(\.groups).flatMap(\.records).contains { $0.marks.contains(mark) })
    }
    let omitted = report.omissions.filter { $0.unit == .records }
    #expect(omitted.map(\.rule) == (example.leftOut.map { [$0] } ?? []))
    // Nothing is lost: every record counts in a domain, is in doubt, or is left out by a rule.
    let given = file.records.reduce(0) { $0 + $1.records.count }
    let counted = judgement.answers.reduce(judgement.unclassified.count) { $0 + $1.count }
    #expect(given == counted + omitted.reduce(0) { $0 + $1.count })
  }

  @Test func oneDecisionThatWasReportedTwiceIsListedTwiceAndMarked() throws {
    var file = S.file()
    Self.penalties(S.penalty(), S.penalty(), S.penalty(number: "税罚〔2025〕2号"))(&file)
    let records = try #require(try S.report(on: file).judgement?.answers[0].groups.first?.records)
    #expect(records.map { $0.marks.contains("与其他记录文书号相同，可能为重复报送") } == [true, true, false])
  }

  @Test func theSameNumberOfTwoAuthoritiesIsNoRepetition() throws {
    var file = S.file()
    Self.penalties(S.penalty(), S.penalty(authority: "国家税务总局佛山市税务局"))(&file)
    let records = try #require(try S.report(on: file).judgement?.answers[0].groups.first?.records)
    #expect(records.flatMap(\.marks).isEmpty)
  }

  @Test func aRecordThatIsNotPublicCountsAndShowsNothingOfItself() throws {
    var file = S.file()
    Self.penalties(S.penalty(number: "机密文号", [("publicityType", .text("特定范围内公开"))]))(&file)
    let report = try S.report(on: file)
    #expect(!String(decoding: report.canonicalData(), as: UTF8.self).contains("机密文号"))
    #expect(report.omitted("notForPublication") == 4)
  }

  @Test func aPenaltyOnAMinorCountsAndShowsNothingOfItself() throws {
    var catalogue = S.catalogue
    catalogue.categories[0].fields.append(Samples.field("personNumber", "证件号码", .identity, .never))
    (catalogue.categories[0].personField, catalogue.categories[0].sparesMinors) = ("personNumber", true)
    var file = S.file()
    Self.penalties(S.penalty(number: "少年文号", [("personNumber", .text("440524200901010015"))]))(&file)
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "three", domains: nil, period: S.period, purpose: .other, recipient: nil,
      profile: "wide")
    let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
    #expect(report.judgement?.answers.map(\.outcome) == [.records, .clean, .clean])
    #expect(!String(decoding: report.canonicalData(), as: UTF8.self).contains("少年文号"))
  }

  @Test func recordsBesideMissingDataAreToldWithBoth() throws {
    var file = S.file()
    file.coverage[0].state = .failed
    Self.penalties(S.penalty())(&file)
    let answer = try #require(try S.report(on: file).judgement?.answers[0])
    #expect(answer.outcome == .records)
    #expect(answer.lacksData)
    #expect(!answer.reasons.isEmpty)
  }

  @Test func aPeriodBeyondTheDataIsCutAndSaidSo() throws {
    let asked = S.day("2024-01-01")...S.day("2027-12-31")
    let judgement = try #require(try S.report(on: S.file(), period: asked).judgement)
    #expect(judgement.asked == asked)
    #expect(judgement.period == S.day("2024-01-01")...S.day("2026-11-20"))
    // The sources end a day before the records were gathered: that day nobody looked at.
    #expect(judgement.answers.map(\.outcome) == [.noData, .noData, .noData])
  }

  @Test func aPeriodThatBeginsAfterTheDataIsRefused() {
    let late = NoViolationError.periodAfterData(from: S.day("2026-11-21"), asOf: S.day("2026-11-20"))
    #expect(throws: late) {
      _ = try S.report(on: S.file(), period: S.day("2026-11-21")...S.day("2027-01-01"))
    }
  }

  @Test func aDomainThatNobodyCouldNameIsNeverClean() throws {
    let judgement = try #require(try S.report(on: S.file(), list: "大目录").judgement)
    #expect(judgement.answers.map(\.outcome) == [.clean, .noData])
    #expect(judgement.answers.map(\.bit) == [0, 10])
    #expect(judgement.list.version == 4)
  }

  @Test func onlyWhatIsAskedAboutIsAnsweredInTheListsOrder() throws {
    let judgement = try #require(try S.report(on: S.file(), domains: ["药品监管", "taxation"]).judgement)
    #expect(judgement.answers.map(\.domain) == ["taxation", "drugRegulation"])
  }

  @Test func aBodyThatPerhapsActsInTheOneDomainAskedAboutLeavesItInDoubt() throws {
    var file = S.file()
    Self.penalties(S.penalty(authority: "广州市市场监督管理局"))(&file)
    let judgement = try #require(try S.report(on: file, domains: ["药品监管"]).judgement)
    #expect(judgement.answers.map(\.outcome) == [.undetermined])
    #expect(judgement.unclassified.map(\.candidates) == [["药品监管"]])
  }

  @Test(arguments: [
    (["税收征管"], "domains: there is no domain 税收征管"), (["生态环境"], "domains: the domain 生态环境 is not in the list three"),
    ([], "domains: no domain is named"),
    (["税务局"], "domains: there is no domain 税务局; did you mean 税务? (three has 税务、市场监管、药品监管)"),
    (["税收征管"], "domains: there is no domain 税收征管 (three has 税务、市场监管、药品监管)"),
    (["税务局", "税务", "商贸"], "domains: there are no domains 税务局, 商贸; did you mean 税务 for 税务局? (three has"),
  ])
  func aQuestionThatCannotBeAskedSaysWhatIsWrong(domains: [String], message: String) {
    let error = #expect(throws: NoViolationError.self) { _ = try S.report(on: S.file(), domains: domains) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test func anyChangeOfAJudgementChangesTheCanonicalData() throws {
    var file = S.file()
    Self.penalties(S.penalty(), S.penalty(authority: nil))(&file)
    let report = try S.report(on: file)
    let bytes = report.canonicalData()
    #expect(bytes == report.canonicalData())
    let changes: [(inout Judgement) -> Void] = [
      { $0.asked = $0.asked.lowerBound...S.day("2030-01-01") },
      { $0.period = S.day("2024-01-02")...$0.period.upperBound },
      { $0.purpose = .other }, { $0.recipient = "" }, { $0.profile.key = "" }, { $0.profile.label = "" },
      { $0.profile.basis = "" }, { $0.profile.note = "" }, { $0.counted = [] },
      { $0.counted[0].key = "" }, { $0.counted[0].label = "" }, { $0.notQueried = $0.counted },
      { $0.answers[0].sources[0].categories = [] }, { $0.answers[0].sources[0].statesCategories.toggle() },
      { $0.list.key = "" }, { $0.list.label = "" }, { $0.list.version = 1 },
      { $0.answers.removeLast() }, { $0.answers[0].bit = 1 }, { $0.answers[0].domain = "" },
      { $0.answers[0].label = "" }, { $0.answers[0].outcome = .clean }, { $0.answers[0].reasons = [] },
      { $0.answers[0].lacksData.toggle() }, { $0.answers[0].groups[0].records[0].marks = ["已修复"] },
      { $0.answers[0].sources[0].name = "" }, { $0.answers[0].sources[0].delivered = nil },
      { $0.answers[0].sources[0].isComplete.toggle() }, { $0.answers[0].sources[0].fault = "" },
      { $0.unclassified = [] }, { $0.unclassified[0].reason = "" }, { $0.unclassified[0].candidates = [] },
      { $0.unclassified[0].category = "" }, { $0.unclassified[0].categoryLabel = "" },
      { $0.unclassified[0].record.lines = [] },
    ]
    for (index, change) in changes.enumerated() {
      var changed = report
      change(&changed.judgement!)
      #expect(changed.canonicalData() != bytes, "change \(index)")
    }
  }
}
