import CivilTime
import Database
import DatabaseTesting
import Records
import ScratchFolders
import Testing

@testable import Gathering

/// Held rows whose names nobody bears, on both databases.
@Suite(.scratchFolders) struct AlikeRowTests {
  private let week = days("2026-10-01", "2026-10-07")
  private let misspelt = "深圳市岭绣远航贸易有限公司"
  private let person = RowSubject(kind: "person", name: "张示明", code: "44010619900307781X", isPerson: true)

  private func row(_ name: String, code: String = "", number: String = "一号") -> GatheredRow.Content {
    let cells = [("行政相对人名称", name), ("行政相对人代码_1", code), ("行政处罚决定书文号", number)]
    return .unattributed(
      GatheredHeldRow(
        category: "penalty", name: name, codes: code.isEmpty ? [] : [code], number: number, authority: water,
        day: day("2026-10-03"), reason: code.isEmpty ? .noCode : .unreadable,
        body: BodyFields.adding(cells.map { ($0.0, $0.1) }, to: Array("{}".utf8))))
  }

  private func register(_ companies: (code: String, name: String)..., in store: GatheringStore) throws {
    try store.take(
      notice(.registration, week, of: registrar, categories: []), companies.map { registration($0) },
      file: companies.map(\.name).joined())
  }

  private func isDoubted(_ code: String, _ store: GatheringStore, at time: BeijingTime? = nil) throws -> Bool {
    try store.read(code, at: time)?.unattributed.isEmpty == false
  }

  @Test(arguments: Store.allCases)
  func aNameThatNobodyBearsDoubtsWhoseNameIsAlikeInAnyOrder(kind: Store) throws {
    let location = try kind.location()
    for (issuer, isFirst) in [("a", true), ("b", false)] {
      let store = try GatheringStore.of(location, issuer: issuer)
      if isFirst { try register(companyA, companyB, in: store) }
      let rows = [row(misspelt), row("珠翠百川食品", number: "二号")]
      let receipt = try store.take(notice(.increment, week), rows)
      #expect(receipt.counts[.held] == 2 && receipt.covers)
      if !isFirst { try register(companyA, companyB, in: store) }
      for company in [companyA, companyB] {
        #expect(try store.read(company.code)?.unattributed.map(\.count) == [1], "\(issuer) \(company.name)")
      }
    }
  }

  @Test(arguments: Store.allCases)
  func aNameThatSomebodyBearsIsAboutThatOneAlone(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    let neighbour = (code: companyB.code, name: misspelt)
    try register(companyA, in: store)
    let before = try store.take(notice(.increment, week), [row(misspelt)])
    #expect(try isDoubted(companyA.code, store))
    let then = try store.file(companyA.code)
    try register(neighbour, in: store)
    #expect(try !isDoubted(companyA.code, store) && isDoubted(neighbour.code, store))
    // A past moment is as it was then.
    #expect(try store.file(companyA.code, at: before.takenAt) == then)
    try store.take(notice(.increment, week), [row(companyA.name, number: "二号")])
    #expect(try store.read(neighbour.code)?.unattributed.map(\.count) == [1])
  }

  @Test(arguments: Store.allCases)
  func aCodeThatIsSomebodysSaysWhoIsMeantAndAnyOtherDoesNot(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try register(companyA, companyB, in: store)
    try store.take(notice(.increment, week), [row(misspelt, code: companyB.code)])
    #expect(try !isDoubted(companyA.code, store) && isDoubted(companyB.code, store))
    try store.take(notice(.increment, week), [row(misspelt, code: "91440300192181490X", number: "二号")])
    #expect(try isDoubted(companyA.code, store))
  }

  @Test(arguments: Store.allCases)
  func aRecordThatIsHeldForItsFaultyCodeDoubtsWhoseNameIsAlike(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try register(companyA, in: store)
    let faulty = (code: "91440300192181490X", name: misspelt)
    let receipt = try store.take(notice(.increment, week), [penalty(faulty, "一号", passes: false)])
    #expect(receipt.counts[.held] == 1)
    #expect(try isDoubted(companyA.code, store))
  }

  @Test(arguments: Store.allCases)
  func maskedNamesDoubtWhomTheyFitOrOpenDays(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try register(companyA, companyB, in: store)
    try store.take(
      notice(.registration, week, of: registrar, categories: []),
      [.registration(GatheredRegistration(subject: person, body: Array("{}".utf8)))])
    #expect(try store.take(notice(.increment, week), [row("深圳市某某远航贸易有限公司"), row("张*明", number: "二号")]).covers)
    #expect(try isDoubted(companyA.code, store) && !isDoubted(companyB.code, store))
    #expect(try isDoubted(person.code, store))
    #expect(try store.read(companyB.code)?.coverage.map(\.state) == [.loaded])
    try store.take(
      notice(.increment, week), [row("张某", number: "三号"), row("某公司", code: "4403**********1234", number: "四号")])
    #expect(try store.read(companyB.code)?.coverage.contains { $0.state == .failed } == true)
  }

  @Test(arguments: Store.allCases)
  func aNameThatListsSeveralIsAboutEach(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try register(companyA, companyB, in: store)
    try store.take(notice(.increment, week), [row("\(companyA.name)、珠翠百川食品有限公司")])
    #expect(try isDoubted(companyA.code, store) && isDoubted(companyB.code, store))
  }

  @Test(arguments: Store.allCases)
  func whatItsSourceSaysLaterOfTheSameDocumentTakesItsPlace(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try register(companyA, (companyB.code, "深圳市岭秀远杭贸易有限公司"), in: store)
    let both = "深圳市岭秀远贸易有限公司"
    try store.take(notice(.increment, week), [row(both)])
    #expect(try isDoubted(companyA.code, store) && isDoubted(companyB.code, store))
    try store.take(notice(.increment, week), [penalty(companyA, "二号")])
    #expect(try isDoubted(companyA.code, store))
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    #expect(try !isDoubted(companyA.code, store) && isDoubted(companyB.code, store))
  }

  /// The second of two offenders got the first one's code.
  @Test(arguments: Store.allCases)
  func aCopiedCodeDoubtsItsOwnerUntilItsSourceSaysTheSameDocumentOfIt(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try register(companyA, companyB, in: store)
    let copied = (code: companyA.code, name: companyB.name)
    let receipt = try store.take(notice(.increment, week), [penalty(companyA, "一号"), penalty(copied, "一号")])
    #expect(receipt.counts[.new] == 1 && receipt.counts[.held] == 1)
    #expect(try isDoubted(companyA.code, store) && isDoubted(companyB.code, store))
    try store.take(notice(.withdrawal, week), [penalty(companyA, "一号", fine: "0")])
    #expect(try !isDoubted(companyA.code, store) && isDoubted(companyB.code, store))
  }

  @Test(arguments: Store.allCases)
  func aRefusedRowDoubtsNobodyAndIsCounted(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try register(companyA, companyB, in: store)
    try store.take(notice(.increment, week), [row(misspelt)])
    let id = try #require(store.heldRows(limit: 1).rows.first?.id)
    try store.decide(.refuse(row: id, reason: "不存在"))
    #expect(try !isDoubted(companyA.code, store))
    #expect(try store.read(companyA.code)?.excluded.map(\.count) == [1])
    #expect(try store.read(companyB.code)?.excluded == [])
  }

  /// Rows that an earlier version held are found, too, and its tables get what they lack.
  @Test(arguments: Store.allCases)
  func rowsOfBeforeGetTheirTraits(kind: Store) throws {
    let location = try kind.location()
    let store = try GatheringStore.of(location)
    try register(companyA, in: store)
    try store.take(notice(.increment, week), [row(misspelt)])
    let file = try store.file(companyA.code)
    try location.database().write { session in
      let indices = [
        "DROP INDEX gather_record_by_category",
        "CREATE INDEX gather_record_by_source ON gather_record (source, category)",
      ]
      let key = [
        "ALTER TABLE gather_record DROP CONSTRAINT gather_record_pkey",
        "ALTER TABLE gather_record ADD PRIMARY KEY (subject, id)",
        "CREATE INDEX gather_record_by_subject ON gather_record (subject, decision)",
      ]
      let statements =
        [
          "DROP TABLE gather_trait", "ALTER TABLE gather_delivery_category DROP COLUMN row_count",
          "ALTER TABLE gather_held DROP COLUMN withdrawn", "DROP INDEX gather_file_by_name",
        ] + indices
        + (kind == .postgres ? key : [])
        + [
          """
          DELETE FROM gather_schema_step
          WHERE name IN ('alike names', 'rows of categories', 'indices of records', 'withdrawn held rows', 'names of files')
          """
        ]
      for statement in statements { try session.execute(statement) }
    }
    #expect(try GatheringStore.of(location).file(companyA.code) == file)
    #expect(try isDoubted(companyA.code, store))
  }
}
