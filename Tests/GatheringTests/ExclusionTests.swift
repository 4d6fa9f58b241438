import CivilTime
import Database
import DatabaseTesting
import Records
import ScratchFolders
import Testing

@testable import Gathering

/// What persons decided to doubt no longer is in the credit files of whom it concerned, on both databases.
@Suite(.scratchFolders) struct ExclusionTests {
  private let week = days("2026-10-01", "2026-10-07")
  private let nextWeek = days("2026-10-08", "2026-10-14")

  private func rows(_ store: GatheringStore) throws -> [Int64] { try store.heldRows(limit: 9).rows.map(\.id) }

  private func excluded(_ store: GatheringStore, _ code: String, at time: BeijingTime? = nil) throws -> [Excluded] {
    try #require(try store.read(code, at: time)).excluded
  }

  private func entry(_ count: Int, _ basis: Exclusion.Basis, category: String = "penalty") -> Excluded {
    Excluded(source: water, categories: [category], count: count, reason: basis.rawValue)
  }

  @Test(arguments: Store.allCases)
  func refusedRowsAreCountedBySourceAndCategoryForWhomTheyMightHaveBeenAbout(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let taken = try store.take(
      notice(.increment, week, categories: ["penalty", "coercion"]),
      [
        held(name: companyA.name, number: "一号"), held(name: companyA.name, number: "二号"),
        held(name: nil, codes: [companyA.code], number: "三号", category: "coercion"),
      ])
    let moments = try rows(store).map { try store.decide(.refuse(row: $0, reason: "甲某的数据")).takenAt }
    let expected = [entry(1, .refused, category: "coercion"), entry(2, .refused)]
    #expect(try excluded(store, companyA.code) == expected)
    #expect(try excluded(store, companyB.code) == [])
    // Whoever refused them may have named somebody.
    #expect(try store.file(companyA.code)?.contains("甲某的数据") == false)
    // Each moment before stays as it was.
    #expect(try excluded(store, companyA.code, at: moments[0]) == [entry(1, .refused)])
    #expect(try excluded(store, companyA.code, at: moments[1]) == [entry(2, .refused)])
    let before = try #require(try store.read(companyA.code, at: taken.takenAt))
    #expect(before.excluded == [] && before.unattributed.reduce(0) { $0 + $1.count } == 3)
  }

  @Test(arguments: Store.allCases)
  func aRowThatWasGivenToAnotherIsCountedForTheRest(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [held(name: companyA.name, codes: [companyB.code], reason: .anothersName)])
    #expect(try store.read(companyB.code)?.unattributed.count == 1)
    try store.decide(.assign(row: rows(store)[0], code: companyA.code))
    #expect(try excluded(store, companyA.code) == [] && excluded(store, companyB.code) == [entry(1, .ofAnother)])
    // Those that were asked for together are told apart.
    let files = try store.creditFiles(of: [companyA.code, companyB.code], in: store.frame())
    #expect(
      try files.mapValues { String(decoding: $0.bytes, as: UTF8.self) } == [
        companyA.code: store.file(companyA.code), companyB.code: store.file(companyB.code),
      ])
  }

  @Test(arguments: Store.allCases)
  func aRowThatNamedNobodyMightHaveBeenAnybodys(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(
      notice(.increment, week), ["一号", "二号"].map { held(name: nil, number: $0, reason: .noSubject) })
    let both = try rows(store)
    try store.decide(.refuse(row: both[0], reason: "空行"))
    try store.decide(.assign(row: both[1], code: companyA.code, isOtherName: true))
    #expect(try excluded(store, companyA.code) == [entry(1, .refused)])
    #expect(try excluded(store, companyB.code) == [entry(1, .refused), entry(1, .ofAnother)])
    let first = try #require(try store.moment()?.sequence) - 1
    let between = try store.database.read { session in
      try session.query("SELECT taken_at FROM gather_delivery WHERE sequence = $1", [.integer(first)])[0].integer(
        "taken_at")
    }
    #expect(
      try excluded(store, companyB.code, at: BeijingTime(millisecondsSince1970: between)) == [entry(1, .refused)])
  }

  @Test(arguments: Store.allCases)
  func whatItsSourceSettledItselfIsNotCounted(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [held(name: companyA.name, number: "一号"), held(name: companyB.name)])
    try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号")])
    try store.decide(.refuse(row: rows(store)[0], reason: "重复"))
    #expect(try excluded(store, companyA.code) == [] && excluded(store, companyB.code) == [entry(1, .refused)])
  }

  @Test(arguments: Store.allCases)
  func anAcceptedLossIsCountedForWhoseRecordsEnded(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let many = (1...10).map { penalty(companyA, "\($0)号") }
    try store.take(notice(.increment, week), many + [penalty(companyB, "甲号")])
    let loss = try store.take(notice(.snapshot, nextWeek), Array(many.prefix(3)) + [penalty(companyB, "甲号")])
    #expect(try excluded(store, companyA.code) == [])
    try store.decide(.accept(delivery: loss.sequence))
    #expect(try excluded(store, companyA.code) == [entry(7, .acceptedLoss)])
    #expect(try excluded(store, companyB.code) == [] && excluded(store, companyA.code, at: loss.takenAt) == [])
    // A loss that the source itself confirms is its word.
    try store.take(
      notice(.snapshot, days("2026-10-15", "2026-10-21"), isConfirmed: true), Array(many.prefix(3)))
    #expect(try excluded(store, companyB.code) == [])
  }
}
