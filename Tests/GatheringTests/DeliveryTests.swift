import CivilTime
import Database
import DatabaseTesting
import Records
import ScratchFolders
import Testing

@testable import Gathering

/// Deliveries go in, and credit files come out, on both databases.
@Suite(.scratchFolders) struct DeliveryTests {
  private let week = days("2026-10-01", "2026-10-07")
  private let nextWeek = days("2026-10-08", "2026-10-14")

  private func numbers(_ file: CreditFile?) -> [String] {
    (file?.records.first { $0.category == "penalty" }?.records ?? []).compactMap { record in
      if case .text(let number)? = record.fields["documentNumber"] { number } else { nil }
    }
  }

  @Test(arguments: Store.allCases)
  func whatIsDeliveredIsInTheFileWithItsCoverage(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(notice(.registration, week, of: registrar, categories: []), [registration(companyA)])
    let receipt = try store.take(
      notice(.increment, week), [penalty(companyA, "一号"), penalty(companyB, "二号"), .noData])
    #expect(receipt.counts[.new] == 2 && receipt.counts[.noData] == 1 && receipt.covers)
    let file = try #require(try store.read(companyA.code))
    #expect(numbers(file) == ["一号"] && file.subject.name == companyA.name && file.coverageBasis == .deliveries)
    #expect(file.coverage.map(\.source) == [water] && file.coverage[0].categories == ["penalty"])
    #expect(file.coverage[0].from == week.lowerBound && file.coverage[0].through == week.upperBound)
    #expect(file.unattributed.isEmpty)
    #expect(try store.read("91440300MA5EQ1XK6F") == nil)
  }

  @Test(arguments: Store.allCases)
  func theSameFileAgainChangesNothing(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    let first = try store.take(notice(.increment, week), [penalty(companyA, "一号")], file: "a.csv")
    let second = try store.take(notice(.increment, week), [penalty(companyA, "一号")], file: "a.csv")
    #expect(second.repeats == first.sequence && second.counts == first.counts && first.counts[.new] == 1)
    // The same rows in another file are counted, and nothing is there twice.
    let third = try store.take(notice(.increment, week), [penalty(companyA, "一号")], file: "b.csv")
    #expect(third.repeats == nil && third.counts[.same] == 1)
    #expect(numbers(try store.read(companyA.code)) == ["一号"])
  }

  /// A clock of its source that runs ahead, or a notice that is made ahead, covers no day that is not over.
  @Test(arguments: Store.allCases)
  func nobodyAnswersForDaysThatAreYetToCome(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    let today = BeijingTime.now().date
    try store.take(notice(.nilReturn, today.next(-5)...today.next(300)), [])
    let moment = try #require(try store.moment())
    let covered = try store.coverage(asOf: moment).flatMap(\.ledger.covered.runs)
    #expect(covered == [today.next(-5)...moment.takenAt.date.next(-1)])
  }

  @Test(arguments: Store.allCases)
  func aCorrectionReplacesAndAPastMomentIsMadeAgainToTheByte(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    let first = try store.take(notice(.increment, week), [penalty(companyA, "一号"), held(name: companyA.name)])
    let before = try store.file(companyA.code, at: first.takenAt)
    let second = try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号", fine: "2")])
    #expect(second.counts[.replaces] == 1)
    let after = try store.file(companyA.code)
    #expect(after?.contains(#""罚款金额(万元)": "2""#) == true && after?.contains(#""罚款金额(万元)": "1""#) == false)
    #expect(try store.file(companyA.code, at: first.takenAt) == before && before != nil && before != after)
    // What answers for earlier days came late: it is kept in the history alone.
    let late = try store.take(notice(.increment, week), [penalty(companyA, "一号", fine: "3")])
    #expect(late.counts[.outdated] == 1)
    #expect(try store.file(companyA.code)?.contains(#""罚款金额(万元)": "2""#) == true)
  }

  @Test(arguments: Store.allCases)
  func aWithdrawnDecisionIsGoneWheneverItsWithdrawalCame(kind: Store) throws {
    let location = try kind.location()
    for (issuer, isFirst) in [("a", true), ("b", false)] {
      let store = try GatheringStore.of(location, issuer: issuer)
      if isFirst { try store.take(notice(.withdrawal, nextWeek), [penalty(companyA, "一号", fine: "0")]) }
      try store.take(notice(.increment, week), [penalty(companyA, "一号"), penalty(companyA, "二号")])
      if !isFirst {
        let receipt = try store.take(notice(.withdrawal, nextWeek), [penalty(companyA, "一号", fine: "0")])
        #expect(receipt.counts[.withdraws] == 1)
      }
      #expect(numbers(try store.read(companyA.code)) == ["二号"])
      // Who says it again later means it.
      try store.take(notice(.increment, days("2026-10-15", "2026-10-21")), [penalty(companyA, "一号")])
      #expect(numbers(try store.read(companyA.code)).sorted() == ["一号", "二号"])
    }
  }

  /// Whichever came first: the withdrawal tells of the day of the decision that it withdraws.
  @Test(arguments: Store.allCases)
  func aNewDecisionUnderTheNumberOfAWithdrawnOneStands(kind: Store) throws {
    for isFirst in [true, false] {
      let store = try storeOfTwoCompanies(kind.location())
      try store.take(notice(.increment, week), [penalty(companyA, "一号", on: "2026-10-03")])
      if isFirst { try store.take(notice(.withdrawal, nextWeek), [penalty(companyA, "一号", on: "2026-10-03")]) }
      let anew = [penalty(companyA, "一号", on: "2026-10-09")]
      let receipt = try store.take(notice(.increment, nextWeek), anew)
      #expect(receipt.counts[.replaces] == 1)
      if !isFirst {
        let late = try store.take(
          notice(.withdrawal, days("2026-10-15", "2026-10-31")), [penalty(companyA, "一号", on: "2026-10-03")])
        #expect(late.unmatched == 1)
      }
      #expect(try numbers(store.read(companyA.code)) == ["一号"])
      // A further withdrawal, of an earlier day, takes nothing of the right one back.
      let right = notice(.withdrawal, days("2026-10-15", "2026-10-31"))
      #expect(try store.take(right, [penalty(companyA, "一号", on: "2026-10-09")]).unmatched == 0)
      #expect(try numbers(store.read(companyA.code)) == [])
      try store.take(right, [penalty(companyA, "一号", on: "2026-10-02")])
      #expect(try numbers(store.read(companyA.code)) == [])
    }
  }

  /// Its source's word that this is all there is closes what failed before it came.
  @Test(arguments: Store.allCases)
  func theSameFilesWithTheirSourcesWordCloseWhatFailed(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    _ = try store.noteFailure(
      notice(.increment, week), files: [DeliveredFile(name: "broken.csv", sha256: [1])], person: "operator",
      problem: "is no table")
    try store.take(notice(.increment, week), [penalty(companyA, "一号")], file: "good.csv")
    #expect(try store.read(companyA.code)?.coverage.contains { $0.state == .failed } == true)
    let word = notice(.increment, week, isConfirmed: true)
    let again = try store.take(word, [penalty(companyA, "一号")], file: "good.csv")
    #expect(again.repeats == nil && again.counts[.same] == 1)
    #expect(try store.read(companyA.code)?.coverage.map(\.state) == [.loaded])
    #expect(try store.take(word, [penalty(companyA, "一号")], file: "good.csv").repeats == again.sequence)
  }

  /// A wrong number withdraws nothing: whoever typed it must be told.
  @Test(arguments: Store.allCases)
  func aWithdrawalOfWhatNobodyDeliveredIsCounted(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    let wrong = [penalty(companyA, "一号"), penalty(companyA, "二号"), penalty(companyB, "一号")]
    #expect(try store.take(notice(.withdrawal, nextWeek), wrong).unmatched == 2)
    #expect(try store.take(notice(.repair, nextWeek), wrong).unmatched == 2)
    #expect(try store.take(notice(.increment, nextWeek), [penalty(companyB, "九号")]).unmatched == 0)
  }

  /// A table that was laid into another source's folder says nothing of that source's days.
  @Test(arguments: Store.allCases)
  func aTableOfAnotherSourceCoversNothingUntilItIsConfirmed(kind: Store) throws {
    let store = try storeOfTwoCompanies(kind.location())
    let rows = [penalty(companyA, "一号"), penalty(companyA, "二号")]
    let transport = "广东省交通运输厅"
    let receipt = try store.take(notice(.increment, week), rows, offices: [[transport, "深圳市交通运输局"]])
    #expect(!receipt.covers && receipt.remark == CoverageRule.Doubt.ofOthers([transport]).text)
    #expect(receipt.counts[.new] == 2)
    // A row that says nothing, or names offices that the catalogue does not know, is no word for the others.
    for silent in [[], ["示例办公室"]] {
      let rows = [penalty(companyA, "\(silent)一号"), penalty(companyA, "\(silent)二号")]
      #expect(try !store.take(notice(.increment, week), rows, offices: [[transport], silent]).covers, "\(silent)")
      #expect(try store.take(notice(.increment, week), [penalty(companyA, "\(silent)三号")], offices: [silent]).covers)
    }
    // An office below another source is that source's.
    let below = [penalty(companyA, "十一号")]
    #expect(try !store.take(notice(.increment, week), below, offices: [["深圳市生态环境局", "深圳市生态环境局"]]).covers)
    // One that is its own, or its own city's, may say that the others are right.
    for own in [[water], [transport, water], ["深圳市水务局"]] {
      let rows = [penalty(companyA, "\(own)一号"), penalty(companyA, "\(own)二号")]
      #expect(try store.take(notice(.increment, week), rows, offices: [[transport], own]).covers, "\(own)")
    }
    #expect(
      try store.take(
        notice(.increment, nextWeek, isConfirmed: true), [penalty(companyA, "三号", on: "2026-10-09")],
        offices: [[transport]]
      ).covers)
  }

  @Test(arguments: Store.allCases)
  func whatIsSaidAgainAfterItsWithdrawalChangesNoPastMoment(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    let withdrawal = try store.take(notice(.withdrawal, nextWeek), [penalty(companyA, "一号", fine: "0")])
    let then = try store.file(companyA.code)
    let again = try store.take(notice(.increment, days("2026-10-15", "2026-10-21")), [penalty(companyA, "一号")])
    #expect(again.counts[.replaces] == 1)
    #expect(try numbers(store.read(companyA.code)) == ["一号"])
    #expect(try store.file(companyA.code, at: withdrawal.takenAt) == then)
    // It is said once, and stays.
    let later = try store.take(notice(.increment, days("2026-10-22", "2026-10-28")), [penalty(companyA, "一号")])
    #expect(later.counts[.same] == 1)
    #expect(try numbers(store.read(companyA.code)) == ["一号"])
    let said = try store.file(companyA.code)
    // The same withdrawal for later days withdraws it once more.
    let last = try store.take(
      notice(.withdrawal, days("2026-10-29", "2026-10-31")), [penalty(companyA, "一号", fine: "0")])
    #expect(last.counts[.withdraws] == 1)
    #expect(try numbers(store.read(companyA.code)) == [])
    #expect(try store.file(companyA.code, at: later.takenAt) == said)
  }

  @Test(arguments: Store.allCases)
  func whatARegistrarSaysAgainChangesNoPastMoment(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    let old = (code: companyA.code, name: "深圳市旧名贸易有限公司")
    try store.take(notice(.registration, week, of: registrar, categories: []), [registration(old)])
    let second = try store.take(
      notice(.registration, nextWeek, of: "广东省社会组织管理局", categories: []), [registration(companyA)])
    let then = try store.file(companyA.code)
    try store.take(
      notice(.registration, days("2026-10-15", "2026-10-21"), of: registrar, categories: []), [registration(old)])
    #expect(try store.read(companyA.code)?.subject.name == old.name)
    #expect(try store.file(companyA.code, at: second.takenAt) == then)
  }

  @Test(arguments: Store.allCases)
  func absenceIsNoWithdrawal(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    let many = (1...40).map { penalty(companyA, "\($0)号") }
    try store.take(notice(.increment, week), many)
    let snapshot = try store.take(notice(.snapshot, nextWeek), Array(many.dropLast()))
    #expect(snapshot.ended == 1 && snapshot.counts[.same] == 39)
    let file = try #require(try store.file(companyA.code))
    #expect(file.contains("40号") && file.contains(#""来源单位终止公示日期": "2026-10-14""#))
    let loss = try store.take(notice(.snapshot, days("2026-10-15", "2026-10-21")), Array(many.prefix(3)))
    #expect(loss.ended == 0 && loss.remark == CoverageRule.Doubt.loss.text)
    let confirmed = try store.take(
      notice(.snapshot, days("2026-10-15", "2026-10-21"), isConfirmed: true), Array(many.prefix(3)))
    #expect(confirmed.ended == 36)
  }

  @Test(arguments: Store.allCases)
  func aHeldRowDoubtsOnlyWhomItMayBeAbout(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(
      notice(.registration, week, of: registrar, categories: []),
      [registration(companyA, former: ["深圳市旧名贸易有限公司"]), registration(companyB)])
    let receipt = try store.take(
      notice(.increment, week),
      [held(name: "深圳市岭秀远航贸易有限公司 "), held(name: "深圳市旧名贸易有限公司"), held(name: nil, codes: ["192181490"])])
    #expect(receipt.counts[.held] == 3 && receipt.covers)
    let file = try #require(try store.read(companyA.code))
    #expect(file.unattributed.map(\.count) == [3] && file.unattributed[0].categories == ["penalty"])
    #expect(try store.read(companyB.code)?.unattributed.isEmpty == true)
    // Delivered again, they are the same; with a code, the row takes the held one's place.
    #expect(try store.take(notice(.increment, week), [held(name: "深圳市岭秀远航贸易有限公司 ")]).counts[.same] == 1)
  }

  @Test(arguments: Store.allCases)
  func aRowThatComesAgainWithItsCodeSettlesTheHeldOne(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(notice(.registration, week, of: registrar, categories: []), [registration(companyA)])
    let row = held(name: companyA.name, number: "一号")
    try store.take(notice(.increment, week), [row])
    #expect(try store.read(companyA.code)?.unattributed.count == 1)
    try store.take(notice(.increment, nextWeek), [penalty(companyA, "一号")])
    #expect(try store.read(companyA.code)?.unattributed.isEmpty == true)
    // A copy of the first delivery, late, raises the doubt no more.
    #expect(try store.take(notice(.increment, week), [row]).counts[.same] == 1)
    #expect(try store.read(companyA.code)?.unattributed.isEmpty == true)
  }

  @Test(arguments: Store.allCases)
  func anothersCodeOrAFaultyOneDoubtsWhoHasTheName(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    // Nobody is registered yet: the row goes in under its code, and doubts who has its name.
    try store.take(notice(.increment, week), [penalty(companyB, "一号", name: companyA.name)])
    try store.take(
      notice(.registration, week, of: registrar, categories: []), [registration(companyA), registration(companyB)])
    #expect(try store.read(companyA.code)?.unattributed.map(\.reason) == [HeldReason.namesake.rawValue])
    let receipt = try store.take(
      notice(.increment, nextWeek),
      [
        penalty(companyB, "二号", name: companyA.name),
        penalty((code: "91440300192181490X", name: companyA.name), "三号", passes: false),
      ])
    #expect(receipt.counts[.held] == 2)
    #expect(try store.read(companyA.code)?.unattributed.reduce(0) { $0 + $1.count } == 3)
    #expect(try store.read(companyB.code)?.unattributed.map(\.reason) == [HeldReason.anothersName.rawValue])
  }

  @Test(arguments: Store.allCases)
  func onlyARowThatNamesNobodyOpensDays(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号"), held(name: nil, reason: .noSubject)])
    let file = try #require(try store.read(companyA.code))
    #expect(file.coverage.count { $0.state == .loaded } == 2 && file.coverage.contains { $0.state == .failed })
    #expect(file.unattributed.isEmpty)
  }

  @Test(arguments: Store.allCases)
  func aDeliveryThatCannotBeReadLeavesItsDaysOpenUntilItComesAgain(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    let file = DeliveredFile(name: "深圳.xlsx", sha256: [1])
    _ = try store.noteFailure(notice(.increment, week), files: [file], person: "operator", problem: "no workbook")
    #expect(try store.read(companyA.code)?.coverage.map(\.state) == [.failed])
    // Another city's table of these days, and a nil return, say nothing of what could not be read.
    try store.take(notice(.increment, week), [penalty(companyA, "一号")], file: "佛山.xlsx")
    try store.take(notice(.nilReturn, week), [])
    #expect(try store.read(companyA.code)?.coverage.map(\.state) == [.failed])
    try store.take(notice(.increment, week), [penalty(companyA, "二号")], file: "深圳.xlsx")
    #expect(try store.read(companyA.code)?.coverage.map(\.state) == [.loaded])
  }

  @Test(arguments: Store.allCases)
  func aRepairIsADeliveryOfItsOwn(kind: Store) throws {
    let store = try GatheringStore.of(kind.location())
    try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    var repaired = penalty(companyA, "一号")
    if case .record(var record) = repaired {
      record.body = BodyFields.adding([("信用修复日期", "2026-10-12")], to: record.body)
      repaired = .record(record)
    }
    let receipt = try store.take(notice(.repair, nextWeek), [repaired])
    #expect(receipt.counts[.replaces] == 1)
    let file = try #require(try store.file(companyA.code))
    #expect(file.contains(#""信用修复状态": "已修复", "信用修复日期": "2026-10-12""#))
    #expect(numbers(try store.read(companyA.code)) == ["一号"])
  }

  @Test(arguments: Store.allCases)
  func whatFailsLeavesNothing(kind: Store) throws {
    struct Stop: Error {}
    let store = try GatheringStore.of(kind.location())
    let first = try store.take(notice(.increment, week), [penalty(companyA, "一号")])
    #expect(throws: Stop.self) {
      try store.takeIn(notice(.increment, nextWeek), files: [], person: "operator") { take in
        try take([GatheredRow(table: "t", number: 2, content: penalty(companyA, "二号"))])
        throw Stop()
      }
    }
    #expect(try store.moment()?.sequence == first.sequence)
    #expect(numbers(try store.read(companyA.code)) == ["一号"])
    #expect(try store.take(notice(.increment, nextWeek), [penalty(companyA, "二号")]).counts[.new] == 1)
  }

  @Test(arguments: Store.allCases)
  func nothingOfAPersonIsReadableInTheDatabase(kind: Store) throws {
    let location = try kind.location()
    let store = try GatheringStore.of(location)
    let number = "999999199001010016"
    let person = RowSubject(kind: "person", name: "示例甲", code: number, isPerson: true)
    let record = GatheredRecord(
      category: "penalty", subject: person, number: "一号", authority: water, day: day("2026-10-03"),
      body: Array(#"{"行政相对人名称": "示例甲", "证件号码": "\#(number)"}"#.utf8), isPersonal: true)
    try store.take(notice(.increment, week), [.record(record), held(name: "示例乙", codes: ["999999199001010024"])])
    let file = try #require(try store.file(number))
    #expect(file.contains("示例甲") && file.contains(number))
    #expect(try store.subjects(called: "示例甲").isEmpty)
    for table in ["record", "subject", "name", "held", "mention", "delivery", "file"] {
      let rows = try location.database().read { try $0.query("SELECT * FROM gather_\(table)") }
      for value in rows.flatMap(\.values) {
        switch value {
        case .text(let text): #expect(!text.contains("示例") && !text.contains("999999"), "\(table)")
        case .blob(let bytes):
          let text = String(decoding: bytes, as: UTF8.self)
          #expect(!text.contains("示例") && !text.contains("999999"), "\(table)")
        default: break
        }
      }
    }
  }

  @Test func anUnknownSourceIsRefusedWithTheNearestName() throws {
    let store = try GatheringStore.of(Store.sqlite.location())
    #expect {
      try store.take(notice(.nilReturn, week, of: "广东省水利局"), [])
    } throws: { "\($0)".contains("the nearest name is 广东省水利厅") }
  }
}
