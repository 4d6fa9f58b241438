import CivilTime
import Records
import Testing

@testable import Reports

/// Up to which day a question can be answered, told before it is asked.
@Suite struct CoveredDaysTests {
  private typealias S = NoViolationSamples

  private func days(_ change: (inout CreditFile) -> Void = { _ in }) throws -> [String: DomainDays] {
    var file = S.file()
    change(&file)
    let days = try CoveredDays(catalogue: S.catalogue, list: "three", profile: "wide").days(in: file)
    return Dictionary(uniqueKeysWithValues: days.map { ($0.domain, $0) })
  }

  @Test func theDataEndWhereTheFirstSourceEnds() throws {
    let days = try days {
      $0.coverage[0].through = S.day("2026-11-10")
      $0.coverage.append(
        Coverage(
          source: "省市场监管局", domains: ["marketRegulation"], from: S.day("2026-11-15"), through: S.day("2026-11-20"),
          state: .loaded))
    }
    #expect(days["taxation"] == DomainDays(domain: "taxation", through: S.day("2026-11-10"), sources: ["省税务局"]))
    // The file's own last day is covered: nobody ends before it.
    #expect(
      days["marketRegulation"] == DomainDays(domain: "marketRegulation", through: S.day("2026-11-20"), sources: []))
    #expect(days["drugRegulation"]?.through == S.day("2026-11-19"))
  }

  @Test func whatDidNotComeOrFailedCoversNothing() throws {
    let days = try days {
      $0.coverage[0].state = .missing
      $0.coverage.append(
        Coverage(source: "省药监局", domains: ["drugRegulation"], from: S.day("2026-11-01"), through: nil, state: .failed))
    }
    #expect(days["taxation"] == DomainDays(domain: "taxation", through: nil, sources: ["省税务局"]))
    #expect(
      days["drugRegulation"] == DomainDays(domain: "drugRegulation", through: S.day("2026-10-31"), sources: ["省药监局"]))
  }

  /// What the form promises, the answer keeps: a period that ends on that day has data, one a day longer has not.
  @Test(arguments: ["2026-11-19", "2026-11-05", "2025-06-30"]) func theAnswersAgree(end: String) throws {
    var file = S.file()
    file.coverage[0].through = S.day(end)
    let through = try #require(
      try CoveredDays(catalogue: S.catalogue, list: "three", profile: "wide").days(in: file)
        .first { $0.domain == "taxation" }?.through)
    func lacksData(_ last: CalendarDate) throws -> Bool? {
      try S.report(on: file, period: S.day("2024-01-01")...last).judgement?.answers.first { $0.domain == "taxation" }?
        .lacksData
    }
    #expect(try lacksData(through) == false)
    #expect(try lacksData(CalendarDate(daysSince1970: through.daysSince1970 + 1)) == true)
  }

  @Test func aDomainThatNobodyIdentifiedIsCoveredByNobody() throws {
    let days = try CoveredDays(catalogue: S.catalogue, list: "wide", profile: "wide").days(in: S.file())
    #expect(days.first { $0.domain == "eleventh" } == DomainDays(domain: "eleventh", through: nil, sources: []))
  }
}
