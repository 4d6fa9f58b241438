import CivilTime
import DatabaseTesting
import Records
import ScratchFolders
import Testing

@testable import Gathering

/// What a row that nobody could attribute puts in doubt.
@Suite(.scratchFolders) struct DoubtTests {
  private let week = days("2026-10-01", "2026-10-07")

  private func store(_ kind: Store) throws -> GatheringStore {
    let store = try GatheringStore.of(kind.location())
    try store.take(
      notice(.registration, week, of: registrar, categories: ["registration"]), [registration(companyA)])
    return store
  }

  private func row(_ cells: [(String, String)], codes: [String] = []) -> GatheredRow.Content {
    .unattributed(
      GatheredHeldRow(
        category: "penalty", name: companyA.name, codes: codes, day: day("2026-10-03"), reason: .noCode,
        body: BodyFields.adding(cells.map { (label: $0, text: $1) }, to: Array("{}".utf8))))
  }

  /// As once it is given to the subject: the authority says to which domain a record belongs, not who delivered it.
  @Test(arguments: Store.allCases)
  func theDomainsAreThoseOfARecordOfTheSameCells(kind: Store) throws {
    let store = try store(kind)
    try store.take(
      notice(.increment, week, of: registrar), [row([("行政相对人名称", companyA.name), ("处罚机关", "佛山市水利局")])])
    let doubt = try #require(try store.read(companyA.code)?.unattributed.first)
    #expect(doubt.domains?.contains("water") == true && doubt.domains?.contains("marketRegulation") == true)
    #expect((doubt.domains?.count ?? 0) < 6)
  }

  @Test(arguments: Store.allCases)
  func anAuthorityThatNobodyKnowsDoubtsAllDomains(kind: Store) throws {
    let store = try store(kind)
    try store.take(notice(.increment, week, of: registrar), [row([("处罚机关", "示例市示例局")])])
    let all = try shippedCatalogue.get().domains.map(\.naming.key)
    #expect(try store.read(companyA.code)?.unattributed.first?.domains == all)
  }

  @Test(arguments: Store.allCases)
  func aRepairIsOfSomething(kind: Store) throws {
    let store = try store(kind)
    try store.take(notice(.repair, week), [penalty(companyA, "一号")])
    let doubt = try #require(try store.read(companyA.code)?.unattributed.first)
    #expect(doubt.reason == Doubt.unknownRepaired && doubt.domains?.contains("water") == true)
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    #expect(try store.read(companyA.code)?.unattributed == [])
  }

  @Test(arguments: Store.allCases)
  func aPersonsNumberInAHeldRowIsThePersons(kind: Store) throws {
    let store = try store(kind)
    let number = "110101199003070011"
    let person = RowSubject(kind: "person", name: "赵示例", code: number, isPerson: true, passesCheck: true)
    try store.take(
      notice(.increment, week),
      [
        .record(
          GatheredRecord(
            category: "penalty", subject: person, number: "一号", authority: water, day: day("2026-10-03"),
            body: Array(#"{"处罚机关": "\#(water)"}"#.utf8), isPersonal: true)),
        .unattributed(
          GatheredHeldRow(
            category: "penalty", name: "赵示列", codes: [number], day: day("2026-10-03"), reason: .unreadable,
            body: Array("{}".utf8))),
      ])
    #expect(try store.read(number)?.unattributed.map(\.count) == [1])
  }
}
