import CivilTime
import Records
import Testing

@testable import Reports

/// What a report prints of a source's days, and the sentence of what is wrong with them (docs/judgement.md). The period is
/// that of the samples, 2024-01-01 to 2026-11-19.
@Suite struct DeliveredDaysTests {
  private typealias S = NoViolationSamples

  private static func entry(
    _ from: String?, _ through: String?, _ state: Coverage.State = .loaded, _ reason: String? = nil
  ) -> Coverage {
    Coverage(
      source: "某局", domains: nil, from: from.map(S.day), through: through.map(S.day), state: state, reason: reason)
  }

  private static func days(_ entries: [Coverage], period: ClosedRange<CalendarDate>) -> DeliveredDays {
    DeliveredDays(
      entries.map { CoverageClaim($0, source: "某局", known: nil, named: []) }, period: period,
      possible: S.day("2000-01-01")...S.day("2026-11-20"))
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let entries: [Coverage]
    /// First and last day as printed; empty: none.
    let shown: [String]
    let fault: String?
    init(_ description: String, _ entries: [Coverage], _ shown: [String], _ fault: String?) {
      (testDescription, self.entries, self.shown, self.fault) = (description, entries, shown, fault)
    }
  }

  private static let cases = [
    Case(
      "all of the period, in one", [entry("2016-01-01", "2026-11-19")], ["2016-01-01", "2026-11-19"], nil),
    Case(
      "day after day", [entry("2025-06-02", "2026-11-19"), entry("2023-01-01", "2025-06-01")],
      ["2023-01-01", "2026-11-19"], nil),
    Case(
      "one within the other", [entry("2016-01-01", "2026-11-19"), entry("2020-01-01", "2020-01-31")],
      ["2016-01-01", "2026-11-19"], nil),
    Case(
      "a day is lacking: the last days without a gap are shown",
      [entry("2016-01-01", "2025-05-31"), entry("2025-06-02", "2026-11-19")], ["2025-06-02", "2026-11-19"],
      "2025-05-31之后至2025-06-02之前未归集"),
    Case(
      "two gaps: what lies between them is told",
      [entry("2016-01-01", "2024-06-30"), entry("2025-01-01", "2025-06-30"), entry("2026-01-01", "2026-11-19")],
      ["2026-01-01", "2026-11-19"],
      "仅归集2016-01-01至2024-06-30、2025-01-01至2025-06-30、2026-01-01至2026-11-19，其余日期未归集"),
    Case(
      "a month of years: nobody may read that all was delivered since", [entry("2024-04-01", "2024-04-30")],
      ["2024-04-01", "2024-04-30"], "仅归集2024-04-01至2024-04-30，其余日期未归集"),
    Case(
      "many gaps: the first days, and how many there are",
      (1...5).map { entry("2025-0\($0)-01", "2025-0\($0)-01") }, ["2025-05-01", "2025-05-01"],
      "仅归集2025-01-01、2025-02-01、2025-03-01等5段，其余日期未归集"),
    Case(
      "what lies before the period is no part of a gap, and is not shown",
      [entry("2016-01-01", "2016-12-31"), entry("2024-02-01", "2026-11-19")], ["2024-02-01", "2026-11-19"],
      "自2024-02-01起归集，此前未归集"),
    Case(
      "nor is what lies after it", [entry("2023-01-01", "2026-11-18"), entry("2026-11-20", "2026-11-20")],
      ["2023-01-01", "2026-11-18"], "仅归集至2026-11-18，此后未归集"),
    Case(
      "the period's first day alone", [entry("2024-01-01", "2024-01-01")], ["2024-01-01", "2024-01-01"],
      "仅归集至2024-01-01，此后未归集"),
    Case(
      "before the period alone", [entry("2016-01-01", "2023-12-31")], [], "仅归集2016-01-01至2023-12-31，不在查询期间"),

    // Days that are not said
    Case("no first day", [entry(nil, "2026-11-19")], [], "未载明归集的起止日期"),
    Case("no last day", [entry("2016-01-01", nil)], [], "未载明归集的起止日期"),
    Case(
      "days that are not said are asked for, whatever gap the others leave",
      [entry(nil, nil), entry("2016-01-01", "2025-12-31")], ["2016-01-01", "2025-12-31"], "未载明归集的起止日期"),
    Case(
      "and are not, where the others hold all", [entry(nil, nil), entry("2016-01-01", "2026-11-19")],
      ["2016-01-01", "2026-11-19"], nil),
    Case(
      "an older failure without its first day is no entry whose days are asked for",
      [entry(nil, "2020-01-01", .failed), entry("2016-01-01", "2025-12-31")], ["2016-01-01", "2025-12-31"],
      "仅归集至2025-12-31，此后未归集"),

    // Not loaded
    Case("nothing at all", [], [], "未提供归集情况"),
    Case(
      "failed, with its reason",
      [entry("2025-01-01", "2025-01-01", .failed, "接口中断"), entry("2016-01-01", "2026-11-19")],
      ["2016-01-01", "2026-11-19"], "归集失败（接口中断）"),
    Case("missing", [entry(nil, nil, .missing)], [], "未归集"),
    Case("failed before the period alone", [entry("2016-01-01", "2023-12-31", .failed)], [], "未归集"),
  ]

  @Test(arguments: cases) func areTheLastWithoutAGapAndTheSentenceSaysWhatIsLacking(_ example: Case) {
    let days = Self.days(example.entries, period: S.period)
    let shown = DeliveredDays.shown(days.runs, in: S.period)
    #expect(shown == example.shown.first.map { S.day($0)...S.day(example.shown[1]) })
    #expect(days.fault == example.fault)
  }

  @Test func ofAPeriodOfOneDayOneDayIsEnough() {
    let day = S.day("2025-01-01")
    let days = Self.days([Self.entry("2025-01-01", "2025-01-01")], period: day...day)
    #expect(days.fault == nil && days.runs == [day...day])
  }

  @Test func commonDaysAreThoseOfBoth() {
    let first = [S.day("2016-01-01")...S.day("2020-01-01"), S.day("2022-01-01")...S.day("2026-01-01")]
    let second = [S.day("2019-01-01")...S.day("2023-01-01"), S.day("2026-01-01")...S.day("2026-11-01")]
    #expect(
      DeliveredDays.common(first, second) == [
        S.day("2019-01-01")...S.day("2020-01-01"), S.day("2022-01-01")...S.day("2023-01-01"),
        S.day("2026-01-01")...S.day("2026-01-01"),
      ])
  }
}
