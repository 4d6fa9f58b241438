import CivilTime
import Database
import DatabaseTesting
import Records
import ReportKinds
import Reports
import ScratchFolders
import Testing

@testable import Gathering

/// What the catalogue keeps no longer is erased, and leaves stones, on both databases.
@Suite(.scratchFolders) struct ErasureTests {
  private let person = RowSubject(kind: "person", name: "示例甲", code: "11010519491231002X", isPerson: true)
  private let today = BeijingTime.now().date
  private let week = days("2010-03-01", "2010-03-07")

  private func store(_ kind: Store, _ rules: [RetentionRule]) throws -> GatheringStore {
    var catalogue = try shippedCatalogue.get()
    catalogue.retention = rules
    return try GatheringStore(database: kind.location().database(), secret: sampleSecret, catalogue: catalogue)
  }

  private func fine(_ number: String, on day: String, text: String = "罚款") -> GatheredRow.Content {
    .record(
      GatheredRecord(
        category: "penalty", subject: person, number: number, authority: water, day: CalendarDate(text: day),
        body: Array(#"{"行政处罚决定书文号": "\#(number)", "处罚决定日期": "\#(day)", "处罚内容": "\#(text)"}"#.utf8)))
  }

  private func numbers(_ file: CreditFile?) -> [String] {
    (file?.records ?? []).flatMap(\.records).compactMap {
      $0.fields["documentNumber"].flatMap { if case .text(let text) = $0 { text } else { nil } }
    }.sorted()
  }

  private var years: RetentionRule { RetentionRule(categories: ["penalty"], years: 10) }

  @Test(arguments: Store.allCases)
  func aPersonsRecordGoesWhenItsTimeIsOver(kind: Store) throws {
    let store = try store(kind, [years])
    let first = try store.take(
      notice(.increment, week), [fine("一号", on: "2010-03-02"), penalty(companyA, "三号", on: "2010-03-02")])
    // Ten years and a day are too long, ten years are not.
    let edge = today.adding(months: -120)
    try store.take(
      notice(.increment, days("2010-03-08", "2026-10-07")),
      [fine("二号", on: edge.description), fine("四号", on: edge.previous.description)])
    #expect(try numbers(store.read(person.code)) == ["一号", "二号", "四号"])
    let company = try store.file(companyA.code)
    let receipt = try store.decide(.erase(day: today))
    #expect(receipt.erased == 2)

    let after = try #require(try store.read(person.code))
    #expect(numbers(after) == ["二号"] && after.unattributed == [])
    #expect(try numbers(store.read(companyA.code)) == ["三号"], "an organisation's stays")
    #expect(
      try company?.replacing(/"asOf": "[^"]*"/, with: "")
        == store.file(companyA.code)?.replacing(/"asOf": "[^"]*"/, with: ""))
    // The moment before shows a stone in its place.
    let past = try #require(try store.read(person.code, at: first.takenAt))
    #expect(numbers(past) == [] && past.unattributed.map(\.reason) == [Doubt.erased])
    #expect(past.unattributed.map(\.day) == [day("2010-03-02")] && past.unattributed[0].categories == ["penalty"])
    #expect(throws: GatheringError.self, "nothing is left") { try store.propose(.erase(day: today)) }
  }

  @Test(arguments: Store.allCases)
  func nothingOfItIsLeftInTheDatabaseAndItDoesNotComeBack(kind: Store) throws {
    let store = try store(kind, [years])
    try store.take(
      notice(.increment, week), [fine("一号", on: "2010-03-02", text: "甲"), fine("一号", on: "2010-03-02", text: "乙")])
    // A version that was replaced goes, too.
    try store.take(notice(.increment, days("2010-03-08", "2010-03-14")), [fine("一号", on: "2010-03-02", text: "丙")])
    #expect(try store.decide(.erase(day: today)).erased == 3)
    let bodies = try store.database.read { session in
      try session.query("SELECT body FROM gather_record").map { try $0.blob("body") }
    }
    #expect(bodies == Array(repeating: Array("{}".utf8), count: 3))
    let again = try store.take(
      notice(.increment, days("2010-03-15", "2010-03-21")), [fine("一号", on: "2010-03-02", text: "丙")])
    #expect(again.counts[.same] == 1)
    #expect(try numbers(store.read(person.code)) == [])
  }

  @Test(arguments: Store.allCases)
  func noAnswerTurnsCleanByIt(kind: Store) throws {
    let rule = RetentionRule(categories: ["penalty"], years: 10, isOfEverybody: true)
    let store = try store(kind, [rule])
    try store.take(
      notice(.registration, week, of: registrar, categories: []), [registration(companyA), registration(companyB)])
    try store.take(notice(.increment, week), [penalty(companyA, "一号", on: "2010-03-02")])
    try store.decide(.erase(day: today))
    let file = try #require(try store.read(companyA.code))
    #expect(numbers(file) == [] && file.unattributed.map(\.count) == [1])
    // It may have been decided by any authority.
    #expect(try file.unattributed[0].domains?.count == shippedCatalogue.get().domains.count)
    let catalogue = try shippedCatalogue.get()
    for (period, isIn) in [(week, true), (days("2010-03-03", "2010-03-07"), false)] {
      let question = try NoViolationQuestion(
        catalogue: catalogue, list: "guangdong-2024", domains: nil, period: period, purpose: .other, recipient: nil,
        profile: "guangdong")
      let builder = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      let explained = try store.explain(companyA.code, by: builder, catalogue)
      #expect(explained.allSatisfy { $0.doubting.count == (isIn ? 1 : 0) && $0.records.isEmpty }, "\(period)")
    }
  }

  @Test(arguments: Store.allCases)
  func aListsTimeBeginsWhenItEnds(kind: Store) throws {
    let store = try store(
      kind, [RetentionRule(categories: ["abnormalOperation"], years: 10, isOfEverybody: true)])
    func listed(_ company: (code: String, name: String)) -> GatheredRow.Content {
      .record(
        GatheredRecord(
          category: "abnormalOperation",
          subject: RowSubject(kind: "enterprise", name: company.name, code: company.code), number: nil,
          authority: registrar, day: day("2005-01-01"), body: Array(#"{"列入日期": "2005-01-01"}"#.utf8)))
    }
    func snapshot(_ from: String, _ rows: [GatheredRow.Content]) throws {
      try store.take(
        notice(.snapshot, days(from, from), of: registrar, categories: ["abnormalOperation"], isConfirmed: true), rows)
    }
    try snapshot("2010-01-01", [listed(companyA), listed(companyB)])
    #expect(throws: GatheringError.self, "both stand on it") { try store.propose(.erase(day: today)) }
    try snapshot("2011-01-01", [listed(companyB)])
    #expect(try store.decide(.erase(day: today)).erased == 1)
    #expect(try store.read(companyA.code)?.records.isEmpty == true && store.read(companyB.code)?.records.count == 1)
  }

  @Test(arguments: Store.allCases)
  func aHeldRowOfAPersonGoesAndStaysInDoubt(kind: Store) throws {
    let store = try store(kind, [years])
    try store.take(
      notice(.increment, week),
      [
        held(name: companyA.name, number: "一号", on: "2010-03-02"),
        held(name: "示例甲（自然人）", number: "二号", on: "2010-03-02"),
      ])
    try store.decide(.erase(day: today))
    let rows = try store.heldRows(limit: 9).rows
    #expect(rows.count == 2)
    #expect(try rows.map { try store.heldRow($0.id).cells.isEmpty } == [false, true])
    #expect { try store.propose(.assign(row: rows[1].id, code: companyA.code)) } throws: {
      "\($0)".contains("was erased")
    }
  }

  @Test(arguments: Store.allCases)
  func itIsDoneOnceAndOnlyWhatWasConfirmed(kind: Store) throws {
    let store = try store(kind, [years])
    try store.take(notice(.increment, week), [fine("一号", on: "2010-03-02")])
    let decision = GatheringDecision.erase(day: today)
    let mark = try store.propose(decision).mark
    let first = try store.decide(decision, mark: mark, action: "1", person: "li")
    #expect(try store.decide(decision, mark: mark, action: "1", person: "wang") == first)
    try store.take(
      notice(.increment, days("2010-03-08", "2010-03-14")),
      [fine("二号", on: "2010-03-09"), fine("三号", on: "2010-03-09")])
    #expect(throws: GatheringError.self) { try store.decide(decision, mark: mark, action: "2", person: "li") }
    #expect(throws: GatheringError.self, "a day that is yet to come") {
      try store.propose(.erase(day: today.adding(months: 1)))
    }
    #expect(try numbers(store.read(person.code)) == ["三号", "二号"])
  }
}

extension CalendarDate {
  fileprivate var previous: CalendarDate { CalendarDate(daysSince1970: daysSince1970 - 1) }
}
