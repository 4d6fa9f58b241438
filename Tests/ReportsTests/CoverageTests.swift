import CivilTime
import Foundation
import Records
import ReportKinds
import Testing

@testable import Reports

/// Who was to deliver what, and who did: source by source, category by category, day by day (docs/judgement.md).
@Suite struct CoverageTests {
  private typealias S = NoViolationSamples
  private typealias Outcome = Judgement.Answer.Outcome

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// Of 税务, 市场监管, 药品监管.
    var outcomes: [Judgement.Answer.Outcome]
    /// A piece of the reasons of some domain.
    var reason: String?
    var change: @Sendable (inout CreditFile) -> Void
    init(
      _ description: String, _ outcomes: [Judgement.Answer.Outcome], reason: String? = nil,
      change: @escaping @Sendable (inout CreditFile) -> Void
    ) {
      (testDescription, self.outcomes, self.reason, self.change) = (description, outcomes, reason, change)
    }
  }

  /// One more entry, of the tax bureau unless it is another's.
  private static func adding(_ change: @escaping @Sendable (inout Coverage) -> Void)
    -> @Sendable (inout CreditFile) -> Void
  {
    { file in
      var entry = file.coverage[0]
      change(&entry)
      file.coverage.append(entry)
    }
  }

  private static func changing(_ change: @escaping @Sendable (inout Coverage) -> Void)
    -> @Sendable (inout CreditFile) -> Void
  {
    { change(&$0.coverage[0]) }
  }

  /// A company in Guangzhou of which the province's drug administration delivered penalties alone, and the city's what it
  /// is said to have.
  private static func city(_ categories: [String]?, _ state: Coverage.State = .loaded)
    -> @Sendable (inout CreditFile) -> Void
  {
    { file in
      file.subject.code = "914401000000000000"
      file.coverage[2].categories = ["penalty"]
      var entry = file.coverage[2]
      (entry.source, entry.categories, entry.state) = ("广州市药监局", categories, state)
      file.coverage.append(entry)
    }
  }

  static let cases: [Case] = [
    // Entries without domains
    Case(
      "an entry without domains speaks of its source's", [.clean, .clean, .clean], change: changing { $0.domains = nil }
    ),
    Case(
      "so does one under another name", [.clean, .clean, .clean],
      change: changing { ($0.source, $0.domains) = ("广东省税务局", nil) }),
    Case(
      "so does one of the alternative that stands in", [.clean, .clean, .clean],
      change: {
        ($0.subject.code, $0.coverage[2].source, $0.coverage[2].domains) = ("914401000000000000", "广州市药监局", nil)
      }),
    Case(
      "a failure without domains taints every domain of the source", [.noData, .clean, .clean], reason: "归集失败（接口中断）",
      change: adding { ($0.domains, $0.state, $0.reason) = (nil, .failed, "接口中断") }),
    Case(
      "so does one that names a domain which nobody knows", [.noData, .clean, .clean], reason: "归集失败",
      change: adding { ($0.domains, $0.unknownDomains, $0.state) = ([], ["税收征管"], .failed) }),
    Case(
      "a failure taints the domains that the file alone gives its source", [.noData, .noData, .clean],
      change: {
        adding { $0.domains = ["marketRegulation"] }(&$0)
        adding { ($0.domains, $0.state) = (nil, .failed) }(&$0)
      }),
    Case(
      "an unknown source that names no domain proves nothing", [.noData, .clean, .clean], reason: "未提供归集情况",
      change: changing { ($0.source, $0.domains) = ("某局", nil) }),
    Case(
      "and if it failed, taints all", [.noData, .noData, .noData], reason: "某局：归集失败",
      change: adding { ($0.source, $0.domains, $0.state) = ("某局", nil, .failed) }),
    Case(
      "an entry whose domains nobody knows proves nothing", [.noData, .clean, .clean], reason: "未提供归集情况",
      change: changing { ($0.domains, $0.unknownDomains) = ([], ["税收征管"]) }),
    Case(
      "another place's source, loaded in part, is not needed", [.clean, .clean, .clean],
      change: adding { ($0.source, $0.domains, $0.from) = ("深圳市税务局", nil, S.day("2026-01-01")) }),
    Case(
      "unless it failed", [.noData, .clean, .clean], reason: "深圳市税务局：归集失败",
      change: adding { ($0.source, $0.domains, $0.state) = ("深圳市税务局", nil, .failed) }),

    Case(
      "one that the file names, by two of its names in turn", [.clean, .clean, .clean],
      change: {
        adding { ($0.source, $0.through) = ("深圳市税务局", S.day("2025-06-30")) }(&$0)
        adding { ($0.source, $0.from) = ("深圳税务局", S.day("2025-07-01")) }(&$0)
      }),
    Case(
      "and a day that is in neither", [.noData, .clean, .clean], reason: "深圳市税务局",
      change: {
        adding { ($0.source, $0.through) = ("深圳市税务局", S.day("2025-06-30")) }(&$0)
        adding { ($0.source, $0.from) = ("深圳税务局", S.day("2025-07-02")) }(&$0)
      }),

    // Categories
    Case(
      "licences alone are no penalties", [.noData, .clean, .clean], reason: "省税务局：未提供归集情况",
      change: changing { $0.categories = ["licence"] }),
    Case(
      "a category that counts is lacking", [.noData, .clean, .clean], reason: "省税务局：经营异常名录、重大税收违法：未提供归集情况",
      change: changing { $0.categories = ["penalty"] }),
    Case(
      "all categories that count, entry by entry", [.clean, .clean, .clean],
      change: {
        changing { $0.categories = ["penalty"] }(&$0)
        adding { $0.categories = ["abnormalOperation", "taxList", "licence"] }(&$0)
      }),
    Case(
      "a category begins a day late", [.noData, .clean, .clean], reason: "重大税收违法：自2024-01-02起归集，此前未归集",
      change: {
        changing { $0.categories = ["penalty", "abnormalOperation"] }(&$0)
        adding { ($0.categories, $0.from) = (["taxList"], S.day("2024-01-02")) }(&$0)
      }),
    Case(
      "a failure of licences taints no penalties", [.clean, .clean, .clean],
      change: adding { ($0.categories, $0.state) = (["licence"], .failed) }),
    Case(
      "a failure of penalties does", [.noData, .clean, .clean], reason: "省税务局：行政处罚：归集失败",
      change: adding { ($0.categories, $0.state) = (["penalty"], .failed) }),
    Case(
      "so does one of a category that nobody knows", [.noData, .clean, .clean], reason: "归集失败",
      change: adding { ($0.categories, $0.unknownCategories, $0.state) = ([], ["行政处罚决定公告"], .failed) }),
    Case(
      "a category that nobody knows proves nothing", [.noData, .clean, .clean], reason: "未提供归集情况",
      change: changing { ($0.categories, $0.unknownCategories) = ([], ["行政处罚决定公告"]) }),
    Case(
      "another source that the file names must have what it names", [.noData, .clean, .clean],
      reason: "佛山市税务局：自2025-01-01起归集",
      change: adding { ($0.source, $0.categories, $0.from) = ("佛山市税务局", ["penalty"], S.day("2025-01-01")) }),
    Case(
      "and need not be asked for what does not count", [.clean, .clean, .clean],
      change: adding { ($0.source, $0.categories, $0.state) = ("佛山市税务局", ["licence"], .missing) }),

    // Alternatives, category by category
    Case(
      "the city's data beside the province's", [.clean, .clean, .clean],
      change: city(["abnormalOperation", "taxList"])),
    Case(
      "of what the province says itself, the city's data take nothing back", [.clean, .clean, .noData],
      reason: "省药监局：自2025-01-01起归集，此前未归集",
      change: {
        city(["penalty", "abnormalOperation", "taxList"])(&$0)
        $0.coverage[2].from = S.day("2025-01-01")
      }),
    Case(
      "both lack a category", [.clean, .clean, .noData], reason: "省药监局：重大税收违法：未提供归集情况",
      change: city(["abnormalOperation"])),
    Case(
      "the city failed in what the province delivered", [.clean, .clean, .noData], reason: "广州市药监局：行政处罚：归集失败",
      change: {
        city(["abnormalOperation", "taxList"])(&$0)
        adding { ($0.source, $0.domains, $0.categories, $0.state) = ("广州市药监局", nil, ["penalty"], .failed) }(&$0)
      }),
    Case(
      "where the code names no place, no alternative serves", [.noData, .noData, .noData], reason: "省药监局：未提供归集情况",
      change: {
        ($0.subject.code, $0.coverage[2].source) = ("无代码", "广州市药监局")
        $0.coverage[1] = $0.coverage[2]
        $0.coverage[1].source = "佛山市药监局"
      }),

    // Days
    Case(
      "failed until the period's first day", [.noData, .clean, .clean], reason: "归集失败",
      change: adding { ($0.state, $0.from, $0.through) = (.failed, nil, S.day("2024-01-01")) }),
    Case(
      "failed until the day before", [.clean, .clean, .clean],
      change: adding { ($0.state, $0.from, $0.through) = (.failed, nil, S.day("2023-12-31")) }),
    Case(
      "failed from the period's last day", [.noData, .clean, .clean], reason: "归集失败",
      change: adding { ($0.state, $0.from, $0.through) = (.failed, S.day("2026-11-19"), nil) }),
    Case(
      "failed from the day after", [.clean, .clean, .clean],
      change: adding { ($0.state, $0.from, $0.through) = (.failed, S.day("2026-11-20"), nil) }),
  ]

  @Test(arguments: cases) func decidesWhetherADomainCanBeClean(_ example: Case) throws {
    var file = S.file()
    example.change(&file)
    let report = try S.report(on: file)
    let answers = try #require(report.judgement).answers
    #expect(answers.map(\.outcome) == example.outcomes)
    for answer in answers { #expect((answer.outcome == .clean) == answer.reasons.isEmpty) }
    if let reason = example.reason {
      #expect(answers.flatMap(\.reasons).contains { $0.contains(reason) }, "\(answers.flatMap(\.reasons))")
    }
    // Every entry is printed.
    #expect(report.sources.count == file.coverage.count)
  }

  // MARK: What sources owe

  /// The sample catalogue, whose sources owe only some categories.
  private static func catalogue(
    _ owes: [String: [String]], change: (inout Catalogue) -> Void = { _ in }
  ) -> Catalogue {
    var catalogue = S.catalogue
    for (index, domain) in catalogue.domains.enumerated() {
      for source in domain.sources.indices {
        catalogue.domains[index].sources[source].owes = owes[domain.naming.key]
      }
    }
    change(&catalogue)
    return catalogue
  }

  private static let owed = [
    "taxation": ["penalty", "taxList"], "marketRegulation": ["penalty"], "drugRegulation": ["penalty", "licence"],
    "environment": ["penalty", "abnormalOperation"],
  ]

  private func judgement(
    _ catalogue: Catalogue, _ file: CreditFile, domains: [String]? = nil,
    period: ClosedRange<CalendarDate> = S.period
  ) throws -> Judgement {
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "three", domains: domains, period: period, purpose: .other, recipient: nil,
      profile: "wide")
    return try #require(
      try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
        .report(on: file, identity: Samples.identity()).judgement)
  }

  @Test func whatNoSourceThatIsAskedOwesIsNamedAndNotPrintedAsCounted() throws {
    let judgement = try judgement(Self.catalogue(Self.owed), S.file())
    #expect(judgement.answers.map(\.outcome) == [.clean, .clean, .clean])
    #expect(judgement.notQueried == [.init(key: "abnormalOperation", label: "经营异常名录")])
    #expect(judgement.counted.map(\.key) == ["penalty", "taxList"])
    #expect(judgement.answers[0].sources[0].categories == ["行政处罚", "重大税收违法"])
  }

  @Test func ofTheDomainsThatAreAskedAboutNotOfOthers() throws {
    let judgement = try judgement(Self.catalogue(Self.owed), S.file(), domains: ["marketRegulation"])
    #expect(judgement.notQueried.map(\.key) == ["abnormalOperation", "taxList"])
  }

  @Test func aSourceIsAskedForNoMoreThanItOwes() throws {
    var file = S.file()
    file.coverage[1].categories = ["penalty"]
    #expect(try judgement(Self.catalogue(Self.owed), file).answers.map(\.outcome) == [.clean, .clean, .clean])
    #expect(try judgement(S.catalogue, file).answers.map(\.outcome) == [.clean, .noData, .clean])
  }

  @Test func aRecordOfACategoryThatWasNotAskedForCountsAllTheSame() throws {
    var file = S.file()
    let record = S.record([("listedOn", .date(S.day("2025-01-01"))), ("authority", .text("广州市市场监督管理局"))])
    file.records = [CategoryRecords(category: "abnormalOperation", records: [record])]
    let judgement = try judgement(Self.catalogue(Self.owed), file)
    #expect(judgement.answers.map(\.outcome) == [.clean, .records, .clean])
    #expect(judgement.notQueried.map(\.key) == ["abnormalOperation"])
  }

  @Test(
    arguments: [
      ("省生态环境厅", ["environment"], "2016-01-01", Coverage.State.loaded, true),
      ("省生态环境厅", nil, "2016-01-01", .loaded, true),
      ("省生态环境厅", nil, "2024-01-02", .loaded, false),
      ("省生态环境厅", nil, "2016-01-01", .failed, false),
      ("某法院", ["taxation"], "2016-01-01", .loaded, true),
      ("某法院", nil, "2016-01-01", .loaded, false),
    ] as [(String, [String]?, String, Coverage.State, Bool)])
  func itIsAskedForWhereTheFilesCoverageNamesItForAllOfThePeriod(
    source: String, domains: [String]?, from: String, state: Coverage.State, isQueried: Bool
  ) throws {
    var file = S.file()
    file.coverage.removeLast()
    file.coverage.append(
      Coverage(
        source: source, domains: domains, categories: ["abnormalOperation"], from: S.day(from),
        through: S.day("2026-11-19"), state: state))
    #expect(try judgement(Self.catalogue(Self.owed), file).notQueried.isEmpty == isQueried)
  }

  @Test func aFailureBesideWhatWasLoadedLeavesItUnasked() throws {
    var file = S.file()
    file.coverage[3].categories = ["abnormalOperation"]
    #expect(try judgement(Self.catalogue(Self.owed), file).notQueried.isEmpty)
    var failed = file.coverage[3]
    (failed.state, failed.from, failed.through) = (.failed, S.day("2025-01-01"), S.day("2025-01-01"))
    file.coverage.append(failed)
    for categories in [["abnormalOperation"], nil] {
      file.coverage[4].categories = categories
      #expect(!(try judgement(Self.catalogue(Self.owed), file).notQueried.isEmpty))
    }
  }

  @Test func whatOnlyAnotherPlacesSourceOwesIsNotAskedFor() throws {
    let catalogue = Self.catalogue(Self.owed) {
      $0.domains[0].sources[0].owes = ["penalty"]
      $0.domains[0].sources[1].owes = ["penalty", "taxList"]
    }
    #expect(try judgement(catalogue, S.file()).notQueried.map(\.key) == ["abnormalOperation", "taxList"])
  }

  @Test func aSourceIsPrintedWithTheDaysOnWhichAllWasDelivered() throws {
    var file = S.file()
    file.coverage[0].categories = ["penalty"]
    var rest = file.coverage[0]
    (rest.categories, rest.from) = (["abnormalOperation", "taxList"], S.day("2020-01-01"))
    file.coverage.append(rest)
    let answers = try judgement(S.catalogue, file).answers
    #expect(answers.map(\.outcome) == [.clean, .clean, .clean])
    #expect(answers[0].sources[0].delivered == S.day("2020-01-01")...S.day("2026-11-19"))
    #expect(answers.map { $0.sources[0].statesCategories } == [true, false, false])
    // One entry that does not say its categories is enough not to know them (未载明类别).
    file.coverage[file.coverage.count - 1].categories = nil
    #expect(try judgement(S.catalogue, file).answers.map { $0.sources[0].statesCategories } == [false, false, false])
  }

  @Test func aDomainWhoseSourcesOweNothingThatCountsIsNeverClean() throws {
    var owes = Self.owed
    owes["marketRegulation"] = ["licence"]
    let judgement = try judgement(Self.catalogue(owes), S.file())
    // The file names the source for the domain, and leaves to the catalogue what it delivered: nothing that counts.
    #expect(judgement.answers.map(\.outcome) == [.clean, .noData, .clean])
    #expect(judgement.answers[1].reasons == ["没有来源单位负责提供按本口径计入的信息"])
    #expect(judgement.answers[1].sources.isEmpty)
  }

  @Test func aDomainThatIsIdentifiedAndHasNoSourceIsNeverClean() throws {
    let catalogue = Self.catalogue([:]) { $0.domains[1].sources = [] }
    var file = S.file()
    file.coverage.remove(at: 1)
    let answer = try judgement(catalogue, file).answers[1]
    #expect(answer.outcome == .noData && answer.lacksData && !answer.reasons.isEmpty)
  }

  // MARK: Since when there are data

  @Test func beforeItsFirstDayOfDataASourceLookedAtNothingWhateverIsSaid() throws {
    let late = Self.catalogue([:]) { $0.domains[1].sources[0].since = S.day("2024-01-02") }
    let answer = try judgement(late, S.file()).answers[1]
    #expect(answer.outcome == .noData)
    #expect(answer.reasons == ["省市场监管局：自2024-01-02起归集，此前未归集"])
    let early = Self.catalogue([:]) { $0.domains[1].sources[0].since = S.day("2024-01-01") }
    #expect(try judgement(early, S.file()).answers[1].outcome == .clean)
    let never = Self.catalogue([:]) { $0.domains[1].sources[0].since = S.day("2027-01-01") }
    #expect(try judgement(never, S.file()).answers[1].outcome == .noData)
    var file = S.file()
    file.coverage[1].through = S.day("2026-11-20")
    let last = S.day("2026-11-20")...S.day("2026-11-20")
    #expect(try judgement(never, file, domains: ["marketRegulation"], period: last).answers[0].outcome == .noData)
  }

  @Test func soWithAPlace() throws {
    let catalogue = Self.catalogue([:]) {
      $0.places = [PlaceRule(number: "37", names: ["山东省"], beginnings: ["山东"], since: S.day("2024-06-01"))]
    }
    #expect(try judgement(catalogue, S.file()).answers.map(\.outcome) == [.clean, .clean, .clean])
    for (code, address) in [
      ("91370000MA00000000", ""), ("91440000MA00000000", "山东省济南市示例路1号"), ("91440000MA00000000", "山东济南示例路1号"),
    ] {
      var file = S.file(code: code)
      file.subject.fields.entries = [.init(key: "address", value: .text(address))]
      #expect(try judgement(catalogue, file).answers.map(\.outcome) == [.noData, .noData, .noData])
    }
  }

  // MARK: Up to when anything is known

  @Test func coverageBeyondAsOfProvesNothingBeyondIt() throws {
    var file = S.file()
    for index in file.coverage.indices { file.coverage[index].through = S.day("2030-12-31") }
    let judgement = try #require(
      try S.report(on: file, period: S.day("2024-01-01")...S.day("2030-12-31")).judgement)
    #expect(judgement.period.upperBound == S.day("2026-11-20"))
    #expect(judgement.answers.map(\.outcome) == [.clean, .clean, .clean])
    #expect(judgement.answers[0].sources[0].delivered == S.day("2016-01-01")...S.day("2026-11-20"))
  }

  /// Of a day whose first moment is asOf, nothing had happened yet.
  @Test func aDayThatAsOfOnlyBeginsIsNotAnsweredFor() throws {
    var file = S.file()
    for index in file.coverage.indices { file.coverage[index].through = S.day("2026-11-20") }
    for (second, last) in [(0, "2026-11-19"), (1, "2026-11-20")] {
      file.asOf = BeijingTime(S.day("2026-11-20"), secondOfDay: second)
      let judgement = try #require(
        try S.report(on: file, period: S.day("2024-01-01")...S.day("2026-11-20")).judgement)
      #expect(judgement.period.upperBound == S.day(last))
      #expect(judgement.answers.map(\.outcome) == [.clean, .clean, .clean])
    }
  }

  // MARK: Bits

  @Test func aDomainThatTheCatalogueLacksIsAnErrorAndMovesNoBit() throws {
    var catalogue = S.catalogue
    catalogue.domains.removeAll { $0.naming.key == "marketRegulation" }
    #expect(throws: NoViolationError.unknownDomains([.init(name: "marketRegulation")], list: "three", known: [])) {
      try judgement(catalogue, S.file())
    }
    let answers = try judgement(S.catalogue, S.file()).answers
    #expect(answers.map(\.domain) == ["taxation", "marketRegulation", "drugRegulation"])
    #expect(answers.map(\.bit) == [6, 5, 8])
  }

  // MARK: With the catalogue that ships

  private func shipped(_ name: String) throws -> Judgement {
    let catalogue = try Shipped.catalogue()
    let file = try CreditFileReader(catalogue: catalogue, now: { Samples.identity().issuedAt })
      .read(path: Shipped.root.appending(path: name).path).file
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "guangdong-2021", domains: nil, period: S.day("2023-11-20")...S.day("2026-11-19"),
      purpose: .listing, recipient: nil, profile: "guangdong")
    return try #require(
      try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
        .report(on: file, identity: Samples.identity()).judgement)
  }

  @Test(arguments: ["failed-without-domain", "shenshan"])
  func filesThatOnceCameOutCleanDoSoNoMore(name: String) throws {
    let judgement = try shipped("Tests/ReportsTests/Fixtures/cases/\(name).json")
    let open = judgement.answers.filter { $0.outcome != .clean }
    #expect(open.map(\.domain) == ["taxation"] && open[0].outcome == .noData)
    let reason = name == "shenshan" ? "国家税务总局深圳市税务局：未提供归集情况" : "国家税务总局广东省税务局：归集失败（接口中断）"
    #expect(open[0].reasons == [reason])
  }

  @Test func ofTenDomainsNoCourtIsAskedAndTheReportSaysSo() throws {
    let judgement = try shipped("examples/no-violation-clean.json")
    #expect(judgement.answers.allSatisfy { $0.outcome == .clean })
    #expect(judgement.notQueried.map(\.key) == ["courtList", "procurementList", "overloadList", "criminalJudgment"])
    #expect(!judgement.profile.basis.contains("刑事"))
  }
}
