import CivilTime
import Records
import ReportKinds
import Testing

@testable import Reports

/// The summary of a group says what its reports say, of all of them or of none.
@Suite struct GroupTests {
  private typealias Sample = NoViolationSamples

  private func report(
    _ name: String, code: String, domains: [String]? = nil, asOf: CalendarDate? = nil, recipient: String? = nil,
    penalties: Int = 0, through last: CalendarDate = Sample.day("2026-11-19"), lacking: String? = nil
  ) throws -> Report {
    let question = try NoViolationQuestion(
      catalogue: Sample.catalogue, list: "three", domains: domains, period: Sample.period.lowerBound...last,
      purpose: .listing, recipient: recipient, profile: "wide")
    var file = Sample.file(code: code)
    file.subject.name = name
    if let asOf { file.asOf = BeijingTime(asOf, secondOfDay: 64_800) }
    file.coverage.removeAll { $0.source == lacking }
    if penalties > 0 {
      file.records = [
        .init(category: "penalty", records: (1...penalties).map { Sample.penalty(number: "税罚〔2025〕\($0)号") })
      ]
    }
    return try NoViolationBuilder(catalogue: Sample.catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
  }

  private func part(_ role: GroupSummary.Role, _ report: Report) -> Report.GroupPart {
    .init(role: role, report: report, digest: [UInt8](repeating: 7, count: 32))
  }

  @Test func listsTheIssuerFirstAndEveryAnswerUnderItsDomain() throws {
    let summary = try Report(
      summaryOf: [
        part(.subsidiary, report("甲公司", code: "91440600MA00000001", penalties: 2)),
        part(.issuer, report("乙公司", code: "91440600MA00000002")),
        part(.branch, report("丙分公司", code: "91440600MA00000003", penalties: 1, lacking: "省药监局")),
      ], identity: Samples.identity())
    let group = try #require(summary.group)
    #expect(summary.kind == .group && summary.subject.name == "乙公司")
    #expect(group.members.map(\.name) == ["乙公司", "甲公司", "丙分公司"])
    #expect(group.domains.map(\.label) == ["税务", "市场监管", "药品监管"])
    #expect(
      group.members.map { $0.answers.map(\.outcome) } == [
        [.clean, .clean, .clean], [.records, .clean, .clean], [.records, .clean, .noData],
      ])
    #expect(group.members.map(\.recordCount) == [0, 2, 1] && group.count(.clean) == 6)
    #expect(group.answer(ofAllIn: 0) == .init(outcome: .records, count: 3, lacksData: false))
    #expect(group.answer(ofAllIn: 1) == .init(outcome: .clean, count: 0, lacksData: false))
    #expect(group.answer(ofAllIn: 2) == .init(outcome: .noData, count: 0, lacksData: true))
    #expect(summary.hasGaps)
    let again = try Report(canonicalData: summary.canonicalData())
    #expect(again == summary)
  }

  /// Looked for is what was looked for in all of them, and declared is what is so in one.
  @Test func saysOfCategoriesAndBasisWhatHoldsForEveryOneOfItsReports() throws {
    var reports = try ["91440600MA00000001", "91440600MA00000002"].map { try report("公司\($0)", code: $0) }
    let moved = try #require(reports[1].judgement?.counted.last)
    reports[1].judgement?.counted.removeLast()
    reports[1].judgement?.notQueried = [moved]
    func summary() throws -> Report {
      try Report(summaryOf: [part(.issuer, reports[0]), part(.branch, reports[1])], identity: Samples.identity())
    }
    #expect(try summary().group?.notQueried == [moved])
    #expect(try summary().group?.counted == reports[1].judgement?.counted)
    reports[0].coverageBasis = .deliveries
    #expect(try summary().coverageBasis == .declared)
    reports[1].coverageBasis = .deliveries
    #expect(try summary().coverageBasis == .deliveries)
  }

  /// For later days, not everybody was looked at.
  @Test func speaksOfNoDayThatOneOfItsReportsDoesNotAnswerFor() throws {
    let early = Sample.day("2026-06-30")
    let summary = try Report(
      summaryOf: [
        part(.issuer, report("甲公司", code: "91440600MA00000001")),
        part(.subsidiary, report("乙公司", code: "91440600MA00000002", asOf: early)),
      ], identity: Samples.identity())
    #expect(summary.period == Sample.period.lowerBound...early && summary.asOf.date == early)
    #expect(summary.group?.asked == Sample.period)
    #expect(summary.group?.members.map(\.period.upperBound) == [Sample.day("2026-11-19"), early])
  }

  @Test func isRefusedWhereReportsDoNotAnswerTheSameQuestion() throws {
    let issuer = part(.issuer, try report("甲公司", code: "91440600MA00000001"))
    func expect(_ parts: [Report.GroupPart], _ error: GroupError) {
      #expect(throws: error) { try Report(summaryOf: parts, identity: Samples.identity()) }
    }
    let (name, code) = ("乙公司", "91440600MA00000002")
    expect([], .noIssuer)
    expect([part(.branch, issuer.report)], .noIssuer)
    expect([issuer, part(.issuer, try report(name, code: code))], .severalIssuers(["甲公司", name]))
    expect([issuer, part(.branch, issuer.report)], .repeatedSubject("甲公司", code: "91440600MA00000001"))
    expect([issuer, part(.branch, try report(name, code: code, domains: ["税务"]))], .differs(name, .domains))
    expect([issuer, part(.branch, try report(name, code: code, recipient: "某所"))], .differs(name, .recipient))
    expect(
      [issuer, part(.branch, try report(name, code: code, through: Sample.day("2026-11-18")))], .differs(name, .period)
    )
    var other = try report(name, code: code)
    other.judgement?.profile.key = "narrow"
    expect([issuer, part(.branch, other)], .differs(name, .profile))
    other = try report(name, code: code)
    other.edition = "2022"
    expect([issuer, part(.branch, other)], .differs(name, .edition))
    other.judgement = nil
    expect([issuer, part(.branch, other)], .noJudgement(name))
  }

  @Test func dataWithoutAnAnswerForEachDomainAreRefused() throws {
    let summary = try Report(
      summaryOf: [part(.issuer, report("甲公司", code: "91440600MA00000001"))], identity: Samples.identity())
    var broken = summary
    broken.group?.domains.removeLast()
    #expect(throws: CanonicalDataError.self) { try Report(canonicalData: broken.canonicalData()) }
  }
}
