import CivilTime
import DatabaseTesting
import Records
import ReportKinds
import Reports
import ScratchFolders
import Testing

@testable import Gathering

/// An explanation agrees with the answer that a report gives, day by day.
@Suite(.scratchFolders) struct ExplainTests {
  private let week = days("2026-10-01", "2026-10-07")

  private func builder(_ domains: [String]?, _ period: ClosedRange<CalendarDate>) throws -> NoViolationBuilder {
    let catalogue = try shippedCatalogue.get()
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "guangdong-2024", domains: domains, period: period, purpose: .bidding,
      recipient: nil, profile: "guangdong")
    return try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
  }

  private func judgement(
    _ store: GatheringStore, _ builder: NoViolationBuilder, at time: BeijingTime? = nil
  ) throws -> Judgement {
    let file = try #require(try store.read(companyA.code, at: time))
    let identity = Report.Identity.drawn(at: .now(), issuer: "广东省公共信用信息中心")
    return try #require(try builder.report(on: file, identity: identity).judgement)
  }

  /// Sources of the domains that are asked about, as the catalogue names them.
  private func sources(of key: String) throws -> [String] {
    let catalogue = try shippedCatalogue.get()
    return (catalogue.domains.first { $0.naming.key == key }?.sources ?? []).map(\.name)
  }

  private func agree(_ explanations: [Explanation], _ judgement: Judgement, _ period: ClosedRange<CalendarDate>) {
    #expect(explanations.map(\.domain) == judgement.answers.map(\.domain))
    for (explanation, answer) in zip(explanations, judgement.answers) {
      #expect(explanation.outcome == answer.outcome.rawValue && explanation.reasons == answer.reasons)
      #expect(explanation.sources.map(\.name) == answer.sources.map(\.name))
      for (source, printed) in zip(explanation.sources, answer.sources) {
        #expect(source.categories.map(\.label) == printed.categories)
        #expect(source.categories.allSatisfy(\.isComplete) == printed.isComplete)
        for category in source.categories {
          // Each day has one story.
          #expect(category.days.first?.from == period.lowerBound.description)
          #expect(category.days.last?.through == judgement.period.upperBound.description)
          for (one, next) in zip(category.days, category.days.dropFirst()) {
            #expect(CalendarDate(text: one.through)?.next(1).description == next.from)
          }
          #expect(category.days.allSatisfy(\.isCovered) == category.isComplete)
          for days in category.days {
            #expect(days.isCovered ? !days.deliveries.isEmpty && days.reasons.isEmpty : !days.reasons.isEmpty)
            #expect(!days.reasons.contains { $0.contains("目录所载") })
          }
        }
      }
      #expect(explanation.records.count { $0.effect == .counts } == answer.count)
      let certain = answer.outcome == .clean || answer.outcome == .noData
      if certain { #expect(explanation.doubting.isEmpty || answer.outcome == .noData) }
      let named = Set(explanation.deliveries.map(\.number))
      #expect(explanation.records.allSatisfy { named.contains($0.delivery) })
    }
  }

  @Test(arguments: Store.allCases)
  func eachDaySaysWhoCoveredItOrWhyItIsOpen(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(notice(.registration, week, of: registrar, categories: []), [registration(companyA)])
    let first = try store.take(
      notice(.increment, days("2026-10-01", "2026-10-03")),
      [penalty(companyA, "一号"), held(name: companyA.name, on: "2026-10-02")])
    let typed = try store.take(
      notice(.increment, days("2026-10-04", "2026-10-05"), author: .person), [penalty(companyA, "二号")])
    let failure = try store.noteFailure(
      notice(.increment, days("2026-10-06", "2026-10-06")), files: [], person: "operator", problem: "no workbook")
    let builder = try builder(["水利"], week)
    let explanation = try #require(
      try store.explain(companyA.code, by: builder, shippedCatalogue.get()).first)
    let source = try #require(explanation.sources.first { $0.name == water })
    let penalties = try #require(source.categories.first { $0.category == "penalty" })
    #expect(
      penalties.days.map(\.from) == ["2026-10-01", "2026-10-04", "2026-10-06", "2026-10-07"]
        && penalties.days.map(\.isCovered) == [true, false, false, false])
    #expect(
      penalties.days.map(\.deliveries) == [[first.sequence], [typed.sequence], [failure.sequence], []])
    #expect(
      penalties.days.map(\.reasons) == [
        [], [CoverageRule.Doubt.typedDays.text], [CoverageLedger.Opening.failed.rawValue], ["未报送"],
      ])
    #expect(explanation.records.map(\.effect) == [.counts, .counts] && explanation.outcome == "records")
    let row = try #require(explanation.doubting.first)
    #expect(row.row == 3 && row.delivery == first.sequence && row.reason == HeldReason.noCode.rawValue)
    #expect(explanation.deliveries.map(\.number) == [first.sequence, typed.sequence, failure.sequence])
  }

  @Test(arguments: Store.allCases)
  func whatIsSetAsideSaysByWhichRule(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(
      notice(.increment, week),
      [penalty(companyA, "一号"), penalty(companyA, "二号"), penalty(companyA, "三号", on: "2020-01-01")])
    let withdrawal = try store.take(notice(.withdrawal, days("2026-10-08", "2026-10-08")), [penalty(companyA, "二号")])
    let explanation = try #require(
      try store.explain(companyA.code, by: builder(["水利"], week), shippedCatalogue.get()).first)
    #expect(explanation.records.map(\.effect) == [.counts, .setAside, .setAside])
    #expect(explanation.records[1].rule == "不在查询期间的记录")
    #expect(explanation.records[2].rule == "已被编号\(withdrawal.sequence)撤销")
  }

  @Test(arguments: Store.allCases, 0..<3)
  func anExplanationAgreesWithTheAnswerDayByDay(kind: Store, seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let store = try GatheringStore.of(kind.location())
    let start = day("2026-09-01")
    try store.take(
      notice(.registration, start...start, of: registrar, categories: []),
      [registration(companyA), registration(companyB)])
    let domains = ["水利", "税务", "市场监管"]
    let catalogue = try shippedCatalogue.get()
    let names = catalogue.domains.filter { domains.contains($0.naming.label) }.flatMap(\.sources).map(\.name)
    var moments: [(time: BeijingTime, file: String?)] = []
    for _ in 0..<40 {
      let source = names.randomElement(using: &random) ?? water
      let first = start.next(Int.random(in: 0..<30, using: &random))
      let range = first...first.next(Int.random(in: 0..<25, using: &random))
      let number = "\(Int.random(in: 1...6, using: &random))号"
      let own = penalty(companyA, number, on: first.description, fine: "\(Int.random(in: 1...2, using: &random))")
      let author: DeliveryNotice.Author = Int.random(in: 0..<5, using: &random) == 0 ? .person : .source
      let notice = notice(
        [.increment, .increment, .nilReturn, .snapshot, .withdrawal].randomElement(using: &random) ?? .increment, range,
        of: source, categories: store.owed(by: source), allSince: nil, author: author)
      switch Int.random(in: 0..<10, using: &random) {
      case 0: _ = try store.noteFailure(notice, files: [], person: "operator", problem: "no workbook")
      case 1: try store.take(notice, [held(name: companyA.name, number: number), penalty(companyB, "九号")])
      case 2: try store.take(notice, [held(name: nil, on: first.description, reason: .noSubject), own])
      case 3:
        if let row = try store.heldRows(limit: 50).rows.randomElement(using: &random) {
          let isRefused = Bool.random(using: &random)
          try store.decide(
            isRefused
              ? .refuse(row: row.id, reason: "测试")
              : .assign(row: row.id, code: companyA.code, isOtherName: true))
        }
      case 4:
        let last = try store.moment()?.sequence ?? 1
        for number in 1...last {
          if (try? store.propose(.accept(delivery: number))) != nil { try store.decide(.accept(delivery: number)) }
        }
      case 5: try store.take(notice, [penalty(companyB, "九号")])
      default: try store.take(notice, notice.kind == .nilReturn ? [] : [own])
      }
      if let time = try store.moment()?.takenAt { moments.append((time, try store.file(companyA.code))) }
    }
    for moment in moments {
      #expect(try store.file(companyA.code, at: moment.time) == moment.file, "as of \(moment.time)")
    }
    let whole = try store.overview()
    for source in names { #expect(try store.overview(source: source) == whole.filter { $0.source == source }) }
    let period = start.next(3)...start.next(Int.random(in: 8...50, using: &random))
    let builder = try builder(domains, period)
    for time in [nil, moments.randomElement(using: &random)?.time] {
      agree(
        try store.explain(companyA.code, by: builder, catalogue, asOf: time),
        try judgement(store, builder, at: time), period)
    }
  }
}

/// The same numbers for the same seed (SplitMix64), so that a history that fails can be made again.
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
