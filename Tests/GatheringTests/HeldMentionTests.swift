import DatabaseTesting
import Records
import ScratchFolders
import Testing

@testable import Gathering

/// Whom held rows doubt: everybody whom they may name.
@Suite(.scratchFolders) struct HeldMentionTests {
  private let week = days("2026-10-01", "2026-10-07"), nextWeek = days("2026-10-08", "2026-10-14")

  private func store(_ kind: Store) throws -> GatheringStore {
    let store = try GatheringStore.of(kind.location())
    try store.take(
      notice(.registration, week, of: registrar, categories: []), [registration(companyA), registration(companyB)])
    return store
  }

  private func doubts(_ company: (code: String, name: String), _ store: GatheringStore) throws -> Int {
    try #require(try store.read(company.code)).unattributed.reduce(0) { $0 + $1.count }
  }

  @Test(arguments: Store.allCases)
  func aRowThatListsSeveralDoubtsEachUntilEachHasARow(kind: Store) throws {
    let store = try store(kind)
    try store.take(notice(.increment, week), [held(name: companyA.name + "、" + companyB.name, number: "一号")])
    #expect(try doubts(companyA, store) == 1 && doubts(companyB, store) == 1)
    try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号")])
    #expect(try doubts(companyB, store) == 1)
    try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号"), penalty(companyB, "一号")])
    #expect(try doubts(companyA, store) == 0 && doubts(companyB, store) == 0)
  }

  /// Be it that the withdrawal settled the row, or took the record back that had.
  @Test(arguments: Store.allCases)
  func aRowThatIsSaidAgainAfterItsWithdrawalIsHeldAgain(kind: Store) throws {
    for hasRecord in [true, false] {
      let store = try store(kind)
      let row = held(name: companyA.name, number: "一号")
      try store.take(notice(.increment, week), [row])
      if hasRecord { try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号")]) }
      try store.take(notice(.withdrawal, nextWeek), [penalty(companyA, "一号")])
      // An old table says nothing new.
      #expect(try store.take(notice(.increment, week), [row]).counts[.same] == 1)
      #expect(try doubts(companyA, store) == 0)
      #expect(try store.take(notice(.increment, days("2026-10-15", "2026-10-21")), [row]).counts[.held] == 1)
      #expect(try store.take(notice(.increment, days("2026-10-22", "2026-10-28")), [row]).counts[.same] == 1)
      #expect(try doubts(companyA, store) == 1)
    }
  }

  @Test(arguments: ["（已注销）", "；", "等"])
  func whatStandsBehindANameHidesNobody(mark: String) throws {
    let store = try store(.sqlite)
    try store.take(notice(.increment, week), [held(name: companyA.name + mark)])
    #expect(try doubts(companyA, store) == 1 && doubts(companyB, store) == 0)
  }

  @Test func aFurtherCodeDoubtsAndNamesNobody() throws {
    let row = GatheredHeldRow(
      category: "penalty", name: nil, codes: ["不详"], furtherCodes: [companyA.code], reason: .noSubject, body: [])
    #expect(row.opensDays)
    let store = try store(.sqlite)
    try store.take(notice(.increment, week), [.unattributed(row)])
    #expect(try doubts(companyA, store) == 1 && doubts(companyB, store) == 0)
  }

  /// Its organisation code is somebody's.
  @Test func aCodeWithAWrongCheckCharacterDoubtsWhoHasItsOrganisationCode() throws {
    let store = try store(.sqlite)
    let faulty = String(companyA.code.dropLast()) + "X"
    try store.take(notice(.increment, week), [penalty((code: faulty, name: "东莞市某招牌店"), "一号", passes: false)])
    #expect(try doubts(companyA, store) == 1 && doubts(companyB, store) == 0)
  }

  @Test func aPersonsNumberInAHeldRowDoubtsThePerson() throws {
    let number = "999999199001010016"
    let person = GatheredRow.Content.record(
      GatheredRecord(
        category: "penalty",
        subject: RowSubject(kind: "person", name: "张三", code: number, isPerson: true), number: "一号", authority: water,
        day: day("2026-10-03"), body: Array(#"{"处罚机关": "广东省水利厅"}"#.utf8)))
    let store = try store(.sqlite)
    try store.take(notice(.increment, week), [person, held(name: "张叁", codes: [number], number: "二号")])
    #expect(try doubts((code: number, name: "张三"), store) == 1)
  }

  /// A code that may be cut, or fails its check, means nobody for sure: somebody must look at the days.
  @Test(arguments: [
    "91440600YY16000", "91440600YY160", "91440600YY1", "91440600Y", "9144012600YY1600025P", "13800138000",
    "440301103456789", "91440600YY1600025X",
  ])
  func aRowWithNothingButAnUnsoundCodeOpensDays(code: String) {
    func row(_ code: String, name: String? = nil) -> GatheredHeldRow {
      GatheredHeldRow(category: "penalty", name: name, codes: [code], reason: .unreadable, body: [])
    }
    #expect(row(code).opensDays && !row(code, name: companyB.name).opensDays)
    #expect(!row(companyA.code).opensDays && !row(String(companyA.code.dropFirst(8).prefix(9))).opensDays)
  }
}
