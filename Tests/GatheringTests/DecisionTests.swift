import CivilTime
import DatabaseTesting
import Records
import ScratchFolders
import Testing

@testable import Gathering

/// What operators decide about held rows, days and losses, on both databases.
@Suite(.scratchFolders) struct DecisionTests {
  private let week = days("2026-10-01", "2026-10-07")
  private let nextWeek = days("2026-10-08", "2026-10-14")

  private func row(_ store: GatheringStore) throws -> Int64 {
    try #require(try store.heldRows(limit: 1).rows.first).id
  }

  private func numbers(_ store: GatheringStore, _ code: String = companyA.code) throws -> [String] {
    (try store.read(code)?.records.first { $0.category == "penalty" }?.records ?? []).compactMap { record in
      if case .text(let number)? = record.fields["documentNumber"] { number } else { nil }
    }
  }

  /// Given to one of them, the row would be the other's no longer.
  @Test(arguments: Store.allCases)
  func aRowThatNamesSeveralSubjectsIsGivenToNone(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [held(name: "\(companyA.name)、\(companyB.name)", number: "一号")])
    for isOtherName in [false, true] {
      #expect(throws: GatheringError.self) {
        try store.propose(.assign(row: row(store), code: companyA.code, isOtherName: isOtherName))
      }
    }
    #expect(try store.read(companyB.code)?.unattributed.isEmpty == false)
  }

  @Test(arguments: Store.allCases)
  func aRowThatNamesNobodyIsGivenOnlyOnPurpose(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [held(name: nil, number: "一号")])
    #expect(throws: GatheringError.self) { try store.propose(.assign(row: row(store), code: companyA.code)) }
    try store.decide(.assign(row: row(store), code: companyA.code, isOtherName: true))
    #expect(try numbers(store) == ["一号"])
  }

  @Test(arguments: Store.allCases)
  func anAssignedRowIsARecordAndItsDoubtIsGone(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let delivery = try store.take(notice(.increment, week), [held(name: companyA.name, number: "一号")])
    let before = try store.file(companyA.code)
    let receipt = try store.decide(.assign(row: row(store), code: companyA.code))
    #expect(receipt.settled == 1)
    #expect(try numbers(store) == ["一号"] && store.read(companyA.code)?.unattributed.isEmpty == true)
    #expect(try store.heldRows(limit: 9).total == 0)
    #expect(try store.heldRows(isSettled: true, limit: 9).rows.map(\.settlement) == ["assigned"])
    // The moment before stays as it was.
    #expect(try store.file(companyA.code, at: delivery.takenAt) == before && before != nil)
    // What the source says of it later, with its code, takes its place.
    let later = try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号", fine: "3")])
    #expect(later.counts[.replaces] == 1)
    #expect(try numbers(store) == ["一号"])
  }

  @Test(arguments: Store.allCases)
  func anAssignedRowThatComesAgainIsTheSameRecord(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    // One decision in two rows, of which one lacks its code.
    let rows = [penalty(companyA, "一号", fine: "1"), held(name: companyA.name, number: "一号", on: "2026-10-04")]
    try store.take(notice(.increment, week), rows)
    try store.decide(.assign(row: row(store), code: companyA.code))
    #expect(try numbers(store) == ["一号", "一号"])
    let again = try store.take(notice(.snapshot, nextWeek), rows)
    #expect(again.counts[.same] == 2 && again.ended == 0)
    #expect(try numbers(store) == ["一号", "一号"] && store.heldRows(limit: 9).total == 0)
    // A group that comes without the row has lost it.
    try store.take(notice(.increment, days("2026-10-15", "2026-10-21")), [penalty(companyA, "一号", fine: "1")])
    #expect(try numbers(store) == ["一号"])
  }

  @Test(arguments: Store.allCases)
  func aRowWithAnotherCodeGoesWhereItWasAssigned(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let row = penalty((code: "91440300192181490X", name: companyA.name), "三号", passes: false)
    try store.take(notice(.increment, week), [row])
    try store.decide(.assign(row: self.row(store), code: companyA.code))
    let again = try store.take(notice(.increment, week), [row, row])
    // As many as were assigned; the other one is held, as it was before.
    #expect(again.counts[.same] == 2 && again.counts.sum == 2)
    #expect(try numbers(store) == ["三号"])
  }

  @Test(arguments: Store.allCases)
  func anAssignedWithdrawalWithdraws(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号"), penalty(companyA, "二号")])
    try store.take(notice(.withdrawal, nextWeek), [held(name: companyA.name, number: "一号")])
    try store.decide(.assign(row: row(store), code: companyA.code))
    #expect(try numbers(store) == ["二号"])
  }

  @Test(arguments: Store.allCases)
  func aRefusedRowDoubtsNobodyAndIsKept(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let rows = [held(name: companyA.name, number: "一号")]
    try store.take(notice(.increment, week), rows)
    try store.decide(.refuse(row: row(store), reason: "测试数据"))
    #expect(try store.read(companyA.code)?.unattributed.isEmpty == true && numbers(store) == [])
    #expect(try store.heldRows(isSettled: true, limit: 9).rows.map(\.reasonOfSettlement) == ["测试数据"])
    #expect(try store.take(notice(.increment, nextWeek), rows).counts[.same] == 1)
    #expect(try store.read(companyA.code)?.unattributed.isEmpty == true)
  }

  @Test(arguments: Store.allCases)
  func aRegistrarsHeldRowReportsNothing(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(
      notice(.registration, nextWeek, of: registrar, categories: []),
      [held(name: companyA.name, on: nil, category: GatheringStore.registration.key)])
    #expect(try store.heldRows(limit: 9).rows.map(\.categoryLabel) == ["登记信息"])
    // A file with a category that is none could not be read.
    #expect(try store.read(companyA.code)?.unattributed == [])
    try store.decide(.refuse(row: row(store), reason: "重复"))
    #expect(try store.read(companyA.code)?.excluded == [])
  }

  @Test(arguments: Store.allCases)
  func eachRowThatNamesNobodyIsSettledByItself(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let rows = ["一号", "二号"].map { held(name: nil, number: $0, reason: .noSubject) }
    try store.take(notice(.increment, week), rows)
    let first = try row(store)
    // The same delivery again opens the same days for the same rows.
    try store.take(notice(.increment, week), rows)
    try store.decide(.refuse(row: first, reason: "空行"))
    #expect(try store.read(companyA.code)?.coverage.contains { $0.state == .failed } == true)
    try store.decide(.assign(row: row(store), code: companyA.code, isOtherName: true))
    #expect(try store.read(companyA.code)?.coverage.map(\.state) == [.loaded])
    #expect(try numbers(store) == ["二号"])
  }

  @Test(arguments: Store.allCases)
  func daysThatAPersonTypedCountWhenTheyAreAccepted(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let typed = try store.take(notice(.increment, week, author: .person), [penalty(companyA, "一号")])
    #expect(!typed.covers && typed.remark == CoverageRule.Doubt.typedDays.text)
    #expect(try store.read(companyA.code)?.coverage.isEmpty == true)
    let receipt = try store.decide(.accept(delivery: typed.sequence))
    #expect(try store.read(companyA.code)?.coverage.map(\.through) == [week.upperBound])
    #expect(try store.read(companyA.code, at: typed.takenAt)?.coverage.isEmpty == true)
    #expect(receipt.sequence == typed.sequence + 1)
    #expect(throws: GatheringError.self) { try store.propose(.accept(delivery: typed.sequence)) }
  }

  @Test(arguments: Store.allCases)
  func aDeliveryThatWasForOtherDaysIsTakenBackAndHandedInAgain(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let wrong = try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号")], file: "f")
    #expect(wrong.covered == nextWeek)
    let right = notice(.increment, week)
    let again = try store.take(right, [penalty(companyA, "一号")], file: "f")
    #expect(again.repeats == wrong.sequence && again.repeatsOtherDays && !again.covers)
    let decision = GatheringDecision.reopen(delivery: wrong.sequence, reason: "报送期间填错")
    #expect(!decision.removesDoubt)
    try store.decide(decision)
    for again in [decision, .accept(delivery: wrong.sequence)] {
      let error = #expect(throws: GatheringError.self) { try store.propose(again) }
      #expect(error?.description.contains("was taken back") == true)
    }
    #expect(try store.read(companyA.code)?.coverage.map(\.state) == [.failed])
    #expect(try store.read(companyA.code, at: wrong.takenAt)?.coverage.map(\.state) == [.loaded])
    let receipt = try store.take(right, [penalty(companyA, "一号")], file: "f")
    #expect(receipt.covered == week && receipt.counts[.same] + receipt.counts[.outdated] == 1)
    let file = try #require(try store.read(companyA.code))
    #expect(file.coverage.filter { $0.state == .loaded }.map(\.through) == [week.upperBound])
    #expect(file.coverage.filter { $0.state == .failed }.map(\.through) == [nextWeek.upperBound])
    try store.take(notice(.nilReturn, nextWeek), [])
    #expect(try store.read(companyA.code)?.coverage.map(\.state) == [.loaded])
  }

  @Test(arguments: Store.allCases)
  func anIncrementOfOtherYearsCoversNothingUntilItIsConfirmed(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let old = try store.take(notice(.increment, week), [penalty(companyA, "一号", on: "2019-03-01")])
    #expect(!old.covers && old.remark == CoverageRule.Doubt.otherDays.text)
    let late = [penalty(companyA, "二号", on: "2019-03-01"), penalty(companyA, "三号", on: "2026-09-01")]
    #expect(try store.take(notice(.increment, week), late).covers)
  }

  @Test(arguments: Store.allCases)
  func lastMonthsTableUnderThisMonthsNoticeCoversNothing(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    let old = try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号")])
    #expect(!old.covers && old.remark == CoverageRule.Doubt.repeated.text)
    let longer = try store.take(
      notice(.increment, days("2026-10-01", "2026-10-14")), [penalty(companyA, "一号")])
    #expect(longer.covers)
  }

  @Test(arguments: Store.allCases)
  func whatOnePersonTypedTakesNothingAway(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    let typed = try store.take(
      notice(.increment, nextWeek, author: .person), [penalty(companyA, "一号", on: "2016-10-08")])
    #expect(typed.counts[.new] == 1)
    #expect(try numbers(store) == ["一号", "一号"])
    try store.take(notice(.increment, days("2026-10-15", "2026-10-21")), [penalty(companyA, "一号", on: "2026-10-04")])
    #expect(try numbers(store) == ["一号"])
  }

  @Test(arguments: Store.allCases)
  func aHeldRowIsSettledByARecordOfTheSameDayAlone(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.registration, week, of: registrar, categories: ["registration"]), [registration(companyA)])
    try store.take(notice(.increment, week), [held(name: companyA.name, number: "一号")])
    try store.take(notice(.repair, nextWeek), [penalty(companyA, "一号")])
    try store.take(notice(.withdrawal, days("2026-09-01", "2026-09-30")), [penalty(companyA, "一号")])
    try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号", on: "2026-10-09")])
    #expect(try store.read(companyA.code)?.unattributed.map(\.count) == [1])
    try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号")])
    #expect(try store.read(companyA.code)?.unattributed.isEmpty == true)
  }

  @Test(arguments: Store.allCases)
  func aNumberWithoutANumeralNamesNoDocument(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "当场处罚决定书")])
    try store.take(notice(.increment, nextWeek), [penalty(companyA, "当场处罚决定书", on: "2026-10-09")])
    #expect(try numbers(store).count == 2)
  }

  @Test(arguments: Store.allCases)
  func nothingIsNewerThanTheDayOnWhichItWasHandedIn(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    var ahead = notice(.increment, days("2026-10-01", "2062-10-31"))
    ahead.received = BeijingTime(day("2026-10-08"), secondOfDay: 36_000)
    try store.take(ahead, [penalty(companyA, "一号", fine: "1")])
    let correction = try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号", fine: "2")])
    #expect(correction.counts[.replaces] == 1)
  }

  @Test(arguments: Store.allCases)
  func aCodeWithMoreNamesThanAPageIsJudgedAsAWhole(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.registration, week, of: registrar, categories: ["registration"]), [registration(companyA)])
    let dummy = (code: "91440300MA5EXAMP3M", name: "")
    let rows =
      (0..<5_200).map { penalty(dummy, "\($0)号", name: "第\($0)甲乙\($0 % 7)") } + [
        penalty(dummy, "末号1", name: companyA.name)
      ]
    #expect(try store.take(notice(.increment, week), rows).counts[.held] > 0)
    #expect(try store.read(companyA.code)?.unattributed.isEmpty == false)
  }

  @Test(arguments: Store.allCases)
  func whatFailedSinceADeliveryCameStaysOpenWhenItIsAccepted(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    _ = try store.noteFailure(notice(.increment, week), files: [], person: "operator", problem: "no workbook")
    let typed = try store.take(notice(.increment, nextWeek, author: .person), [penalty(companyA, "一号")])
    let failure = try store.noteFailure(
      notice(.increment, days("2026-10-14", "2026-10-14")), files: [], person: "operator", problem: "no workbook")
    try store.decide(.accept(delivery: typed.sequence))
    let file = try #require(try store.read(companyA.code))
    #expect(file.coverage.filter { $0.state == .loaded }.map(\.through) == [day("2026-10-13")])
    #expect(file.coverage.filter { $0.state == .failed }.map(\.from) == [week.lowerBound, day("2026-10-14")])
    // What failed was handed in under other names: two persons say so.
    try store.decide(.accept(delivery: failure.sequence))
    #expect(
      try store.read(companyA.code)?.coverage.contains { $0.from == day("2026-10-14") && $0.state == .failed } == false)
    #expect(throws: GatheringError.self) { try store.propose(.accept(delivery: failure.sequence)) }
  }

  @Test(arguments: Store.allCases)
  func anAcceptedLossEndsWhatIsMissingAndNobodySaidSince(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let many = (1...10).map { penalty(companyA, "\($0)号") }
    try store.take(notice(.increment, week), many)
    let loss = try store.take(notice(.snapshot, nextWeek), Array(many.prefix(3)))
    #expect(loss.ended == 0 && loss.remark == CoverageRule.Doubt.loss.text)
    try store.take(notice(.increment, days("2026-10-15", "2026-10-21")), [many[9]])
    let receipt = try store.decide(.accept(delivery: loss.sequence))
    #expect(receipt.ended == 6)
    let file = try #require(try store.file(companyA.code))
    #expect(file.split(separator: #""来源单位终止公示日期": "2026-10-14""#).count == 7)
    #expect(try store.file(companyA.code, at: loss.takenAt)?.contains("终止公示") == false)
  }

  @Test(arguments: Store.allCases)
  func aSnapshotOfTypedDaysEndsNothingBeforeItIsAccepted(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let many = (1...40).map { penalty(companyA, "\($0)号") }
    try store.take(notice(.increment, week), many)
    let typed = try store.take(notice(.snapshot, nextWeek, author: .person), Array(many.dropLast()))
    #expect(typed.ended == 0)
    #expect(try store.decide(.accept(delivery: typed.sequence)).ended == 1)
  }

  @Test(arguments: Store.allCases)
  func aNameThatIsConfirmedLetsItsRowsIn(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let name = "佛山市新名百货有限公司"
    let receipt = try store.take(
      notice(.increment, week), [penalty(companyA, "一号", name: name), penalty(companyA, "二号")])
    #expect(receipt.counts[.held] == 1)
    // The names have nothing in common: that is told, and done only if it is meant.
    #expect {
      try store.propose(.rename(code: companyA.code, name: name))
    } throws: {
      "\($0)" == "\(name): has nothing in common with \(companyA.code) \(companyA.name)"
    }
    let renamed = try store.decide(.rename(code: companyA.code, name: name, isOtherName: true))
    #expect(renamed.settled == 1)
    #expect(try numbers(store).sorted() == ["一号", "二号"])
    #expect(try store.subjects(called: name).map(\.code) == [companyA.code])
    #expect(try store.organisations(limit: 9).map(\.code).sorted() == [companyB.code, companyA.code].sorted())
    #expect(try store.organisations(limit: 1).count == 1)
    // What comes under that name from now on is certain.
    let later = try store.take(notice(.increment, nextWeek), [penalty(companyA, "三号", name: name)])
    #expect(later.counts[.new] == 1)
    // The same row again is what it became.
    let again = try store.take(notice(.increment, week), [penalty(companyA, "一号", name: name)])
    #expect(again.counts.sum == 1 && again.counts[.new] == 0)
    #expect(try numbers(store).sorted() == ["一号", "三号", "二号"])
    #expect(throws: GatheringError.self) {
      try store.propose(.rename(code: companyA.code, name: name, isOtherName: true))
    }
  }

  @Test func aRowUnderAnotherNameIsAssignedOnlyIfThatIsMeantAndAPersonsNever() throws {
    let store = try storeOfTwoCompanies(Store.sqlite.location())
    let person = GatheredHeldRow(
      category: "penalty", name: "张三", authority: water, day: day("2026-10-03"), reason: .noCode,
      body: Array(#"{"行政相对人名称": "张三", "行政相对人类别": "自然人"}"#.utf8))
    try store.take(
      notice(.increment, week), [held(name: companyB.name), held(name: companyA.name), .unattributed(person)])
    let rows = try store.heldRows(limit: 9).rows.map(\.id)
    #expect {
      try store.propose(.assign(row: rows[0], code: companyA.code))
    } throws: {
      "\($0)".contains("nothing in common with \(companyA.code) \(companyA.name)") && !"\($0)".contains("珠翠")
    }
    let meant = try store.propose(.assign(row: rows[0], code: companyA.code, isOtherName: true))
    #expect(meant.words.contains("whatever name it stands under"))
    let same = try store.propose(.assign(row: rows[1], code: companyA.code))
    #expect(same.words.contains("to \(companyA.code) \(companyA.name) (待核记录归入主体)"))
    for isOtherName in [false, true] {
      #expect {
        try store.propose(.assign(row: rows[2], code: companyA.code, isOtherName: isOtherName))
      } throws: {
        "\($0)".contains("natural person") && !"\($0)".contains("张三")
      }
    }
  }

  @Test(arguments: Store.allCases)
  func aDecisionIsTakenOnceUnderItsAction(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [held(name: companyA.name, number: "一号"), held(name: companyB.name)])
    let decision = GatheringDecision.refuse(row: try row(store), reason: "重复")
    let proposed = try store.propose(decision)
    let first = try store.decide(decision, mark: proposed.mark, action: "1", person: "li")
    let again = try store.decide(decision, mark: proposed.mark, action: "1", person: "wang")
    #expect(first == again)
    #expect(try store.moment()?.sequence == first.sequence && store.heldRows(limit: 9).total == 1)
    #expect(throws: GatheringError.self) {
      try store.decide(decision, mark: proposed.mark, action: "2", person: "li")
    }
    let other = try row(store)
    #expect { try store.decide(.refuse(row: other, reason: "重复"), mark: "00", action: "3", person: "li") } throws: {
      "\($0)".contains("something else by now")
    }
    #expect(try store.heldRows(limit: 9).total == 1)
  }

  @Test func personsAndStrangersAreRefusedWithoutTheirNumbers() throws {
    let store = try storeOfTwoCompanies(Store.sqlite.location())
    try store.take(
      notice(.increment, week), [held(name: companyA.name), held(name: nil, reason: .unreadable, isMisaligned: true)])
    let rows = try store.heldRows(limit: 9).rows.map(\.id)
    #expect { try store.propose(.assign(row: rows[0], code: "11010519491231002X")) } throws: {
      "\($0)".contains("person's number") && !"\($0)".contains("1949")
    }
    #expect(throws: GatheringError.self) { try store.propose(.assign(row: rows[0], code: "91440300MA5EQ1XK6F")) }
    #expect { try store.propose(.assign(row: rows[1], code: companyA.code)) } throws: {
      "\($0)".contains("wrong heads")
    }
    #expect(throws: GatheringError.self) { try store.propose(.refuse(row: 7, reason: "测试")) }
    #expect(try store.propose(.refuse(row: rows[1], reason: "测试")).words.contains(water))
  }
}

extension GatheringStore {
  /// As two persons do.
  @discardableResult
  func decide(_ decision: GatheringDecision) throws -> DecisionReceipt {
    let action = "\(try moment()?.sequence ?? 0)"
    return try decide(decision, mark: propose(decision).mark, action: action, person: "operator")
  }
}
