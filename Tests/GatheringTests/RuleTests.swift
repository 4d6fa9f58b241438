import CivilTime
import Testing

@testable import Gathering

/// The rules by themselves: a delivery and the state give actions.
@Suite struct RuleTests {
  private func content(_ number: UInt8) -> Digest { Digest([UInt8](repeating: number, count: 16)) }

  private func changes(
    _ delivered: [UInt8], after standing: [(UInt8, String)] = [], through: String, ended: String? = nil
  ) -> GroupRule.Changes {
    GroupRule.changes(
      delivered.enumerated().map { GroupRule.Delivered(row: $0, content: content($1)) },
      after: standing.enumerated().map { index, version in
        GroupRule.Standing(
          id: Int64(index), content: content(version.0), through: day(version.1), ended: ended.map(day))
      }, through: day(through))
  }

  @Test func whatWasNotSaidIsNewAndWhatWasIsTheSame() {
    let first = changes([1, 2], through: "2026-10-07")
    #expect(first.outcomes.map(\.outcome) == [.new, .new])
    let again = changes([2, 1], after: [(1, "2026-10-07"), (2, "2026-10-07")], through: "2026-10-14")
    #expect(again.outcomes.map(\.outcome) == [.same, .same])
    #expect(again.ends.isEmpty && again.confirms.sorted() == [0, 1])
  }

  @Test func aDeliveryReplacesTheGroup() {
    let changes = changes([1, 3], after: [(1, "2026-10-07"), (2, "2026-10-07")], through: "2026-10-14")
    #expect(changes.outcomes.map(\.outcome) == [.same, .replaces])
    #expect(changes.ends == [1])
  }

  @Test func equalRowsOfOneDeliveryAreAllKept() {
    #expect(changes([1, 1], through: "2026-10-07").outcomes.map(\.outcome) == [.new, .new])
    let more = changes([1, 1], after: [(1, "2026-10-07")], through: "2026-10-07")
    #expect(more.outcomes.map(\.outcome) == [.same, .new] && more.ends.isEmpty)
  }

  @Test func whatComesLateDoesNotReplaceWhatIsNewer() {
    let late = changes([1, 2], after: [(2, "2026-10-14")], through: "2026-10-07")
    #expect(late.outcomes.map(\.outcome) == [.same, .outdated] || late.outcomes.map(\.outcome) == [.outdated, .same])
    #expect(late.ends.isEmpty && late.confirms.isEmpty)
  }

  @Test func whatEndedIsInForceAgainIfALaterDeliverySaysIt() {
    let again = changes([1], after: [(1, "2026-10-07")], through: "2026-10-21", ended: "2026-10-14")
    #expect(again.outcomes.map(\.outcome) == [.replaces] && again.ends == [0])
    let late = changes([1], after: [(1, "2026-10-07")], through: "2026-10-10", ended: "2026-10-14")
    #expect(late.outcomes.map(\.outcome) == [.same] && late.ends.isEmpty)
  }

  private func verdict(
    _ names: [String], known: [String] = [], passes: Bool = true, isAnothers: Bool = false
  ) -> [HeldReason?] {
    IdentityRule.verdicts(
      names.map { .init(name: $0, passesCheck: passes, isAnothers: isAnothers) }, known: known, isPerson: false)
  }

  @Test func codesAndNamesMustAgree() {
    #expect(verdict(["深圳市岭秀远航贸易有限公司"]) == [nil])
    #expect(verdict(["深圳市岭秀远航贸易有限公司", "广州市珠翠百川食品有限公司"]) == [.twoNames, .twoNames])
    #expect(verdict(["深圳市岭秀远航商贸有限公司"], known: ["深圳市岭秀远航贸易有限公司"]) == [nil])
    #expect(verdict(["广州市珠翠百川食品有限公司"], known: ["深圳市岭秀远航贸易有限公司"]) == [.twoNames])
  }

  @Test func aCodeThatFailsItsCheckIsSomebodysOnlyIfItIsKnown() {
    #expect(verdict(["深圳市岭秀远航贸易有限公司"], passes: false) == [.faultyCode])
    #expect(verdict(["深圳市岭秀远航贸易有限公司"], known: ["深圳市岭秀远航贸易有限公司"], passes: false) == [nil])
    #expect(verdict(["广州市珠翠百川食品有限公司"], known: ["深圳市岭秀远航贸易有限公司"], passes: false) == [.faultyCode])
  }

  @Test func aNameThatIsAnotherSubjectsIsNotGuessed() {
    #expect(verdict(["深圳市岭秀远航贸易有限公司"], known: ["深圳市岭秀贸易有限公司"], isAnothers: true) == [.anothersName])
  }

  @Test func anothersNameBesideACodeLeavesTheCodesOwnNameCertain() {
    let rows = [("深圳市岭秀远航贸易有限公司", false), ("广州市珠翠百川食品有限公司", true), ("深圳市岭秀远航商贸有限公司", false)]
    let delivered = rows.map { IdentityRule.Delivered(name: $0, passesCheck: true, isAnothers: $1) }
    #expect(IdentityRule.verdicts(delivered, known: [], isPerson: false) == [nil, .anothersName, nil])
  }

  @Test func anIncrementWithoutRowsIsNoNilReturn() {
    let quiet = notice(.increment, days("2026-10-01", "2026-10-07"))
    #expect(CoverageRule.doubt(quiet, rows: ["行政处罚": 0], before: []) == .empty)
    #expect(CoverageRule.doubt(quiet, rows: ["行政处罚": 1], before: []) == nil)
    let nothing = notice(.nilReturn, days("2026-10-01", "2026-10-07"))
    #expect(CoverageRule.doubt(nothing, rows: ["行政处罚": 0], before: []) == nil)
    let confirmed = notice(.increment, days("2026-10-01", "2026-10-07"), isConfirmed: true)
    #expect(CoverageRule.doubt(confirmed, rows: ["行政处罚": 0], before: []) == nil)
  }

  @Test func anIncrementWithoutARowOfItsDaysIsPerhapsAnotherOne() {
    let october = notice(.increment, days("2026-10-01", "2026-10-31"))
    #expect(CoverageRule.doubt(october, rows: ["行政处罚": 5], isOfOtherDays: true, before: []) == .otherDays)
    #expect(CoverageRule.daysOfRows(october) == days("2026-07-01", "2026-10-31"))
    let confirmed = notice(.increment, days("2026-10-01", "2026-10-31"), isConfirmed: true)
    #expect(CoverageRule.doubt(confirmed, rows: ["行政处罚": 5], isOfOtherDays: true, before: []) == nil)
  }

  @Test func aTenthOfTheUsualIsEnough() {
    let week = notice(.increment, days("2026-10-01", "2026-10-07"))
    let usual = [CoverageRule.Increment](repeating: .init(rows: 100, days: 7), count: 3)
    #expect(CoverageRule.doubt(week, rows: ["行政处罚": 10], before: usual) == nil)
    #expect(CoverageRule.doubt(week, rows: ["行政处罚": 9], before: usual) == .few)
    #expect(CoverageRule.doubt(week, rows: ["行政处罚": 9], before: Array(usual.dropLast())) == nil)
    let oneDay = notice(.increment, days("2026-10-01", "2026-10-01"))
    #expect(CoverageRule.doubt(oneDay, rows: ["行政处罚": 2], before: usual) == nil)
  }

  @Test func aCategoryThatUsuallyHasRowsAndHasNoneIsAsked() {
    let week = notice(.increment, days("2026-10-01", "2026-10-07"))
    func usual(_ licences: Int?) -> [CoverageRule.Increment] {
      let own = ["行政处罚": 80].merging(licences.map { ["行政许可": $0] } ?? [:]) { $1 }
      return [CoverageRule.Increment](repeating: .init(rows: 100, days: 7, rowsOfCategory: own), count: 3)
    }
    let onlyPenalties = ["行政处罚": 90, "行政许可": 0]
    #expect(CoverageRule.doubt(week, rows: onlyPenalties, before: usual(20)) == .fewOf(category: "行政许可"))
    // Ten a week may well be none once.
    #expect(CoverageRule.doubt(week, rows: onlyPenalties, before: usual(10)) == nil)
    #expect(CoverageRule.doubt(week, rows: onlyPenalties, before: usual(nil)) == nil)
    #expect(CoverageRule.doubt(week, rows: ["行政处罚": 90], before: usual(20)) == nil)
  }

  @Test func daysThatAnOperatorTypesNeedASecondPerson() {
    let typed = notice(.nilReturn, days("2026-10-01", "2026-10-07"), isConfirmed: true, author: .person)
    #expect(CoverageRule.remark(typed, nil) == CoverageRule.Doubt.typedDays.text)
    #expect(CoverageRule.remark(typed, .empty)?.contains(CoverageRule.Doubt.empty.text) == true)
    // A withdrawal covers no days.
    let withdrawal = notice(.withdrawal, days("2026-10-01", "2026-10-07"), author: .person)
    #expect(CoverageRule.remark(withdrawal, nil) == nil)
  }

  @Test func aSnapshotThatLosesMoreThanATwentiethNeedsTheSourcesWord() {
    let list = notice(.snapshot, days("2026-10-01", "2026-10-31"))
    #expect(CoverageRule.doubt(list, rows: ["行政处罚": 95], isLoss: CoverageRule.isLoss(5, of: 100), before: []) == nil)
    #expect(CoverageRule.doubt(list, rows: ["行政处罚": 94], isLoss: CoverageRule.isLoss(6, of: 100), before: []) == .loss)
    // One list's sheet was not filled. Of decisions there may be none.
    let rows = ["经营异常名录": 94, "严重失信主体名单": 0, "行政强制": 0]
    let lists: Set = ["经营异常名录", "严重失信主体名单"]
    #expect(CoverageRule.doubt(list, rows: rows, lists: lists, before: []) == .emptyOf(list: "严重失信主体名单"))
    #expect(CoverageRule.doubt(list, rows: ["行政处罚": 3, "行政强制": 0], before: []) == nil)
  }

  @Test func whatASnapshotCovers() {
    let snapshot = notice(.snapshot, days("2026-10-01", "2026-10-31"))
    #expect(CoverageRule.days(of: snapshot, isList: true) == days("2026-10-31", "2026-10-31"))
    #expect(CoverageRule.days(of: snapshot, isList: false) == nil)
    let all = notice(.snapshot, days("2026-10-01", "2026-10-31"), allSince: "2020-01-01")
    #expect(CoverageRule.days(of: all, isList: false) == days("2020-01-01", "2026-10-31"))
  }

  @Test func nobodyAnswersForADayThatIsNotOver() {
    var early = notice(.increment, days("2026-10-01", "2026-10-07"))
    early.received = BeijingTime(day("2026-10-05"), secondOfDay: 3600)
    #expect(CoverageRule.days(of: early, isList: false) == days("2026-10-01", "2026-10-04"))
    early.received = BeijingTime(day("2026-10-01"))
    #expect(CoverageRule.days(of: early, isList: false) == nil)
  }

  @Test func theDaysOfAListNeedASnapshotBeforeThem() {
    let (before, week, later) = (
      days("2026-09-30", "2026-09-30"), days("2026-10-01", "2026-10-07"), days("2026-10-09", "2026-10-14")
    )
    var list = CoverageLedger([.covered(week, mends: []), .covered(later, mends: [])], isList: true)
    #expect(list.covered.isEmpty && list.withoutBasis.runs == [week, later])
    list.take(.covered(before, mends: [], isWhole: true))
    // The 8th is missing: who joined the list that day is not known.
    #expect(list.covered.runs == [days("2026-09-30", "2026-10-07")] && list.withoutBasis.runs == [later])
    list.take(.opened(days("2026-10-03", "2026-10-03"), .failed, by: 9))
    #expect(list.covered.runs == [days("2026-09-30", "2026-10-02")])
    let complete = CoverageLedger([.covered(week, mends: [])], isList: true, from: day("2026-10-01"))
    #expect(complete.covered.runs == [week])
  }

  @Test func coverageIsWhatWasAcceptedLessWhatIsOpen() {
    let (week, two, third) = (
      days("2026-10-01", "2026-10-07"), days("2026-10-02", "2026-10-03"), days("2026-10-03", "2026-10-03")
    )
    var ledger = CoverageLedger([.covered(week, mends: []), .opened(two, .failed, by: 2)])
    #expect(ledger.covered.runs == [days("2026-10-01", "2026-10-01"), days("2026-10-04", "2026-10-07")])
    ledger.take(.covered(week, mends: [7]))
    #expect(ledger.covered.missing(from: week).runs == [two])
    ledger.take(.covered(third, mends: [2]))
    #expect(ledger.covered.missing(from: week).runs == [days("2026-10-02", "2026-10-02")])
    ledger.take(.covered(week, mends: nil))
    #expect(ledger.covered.runs == [week])
  }

  @Test func aRowThatNamesNobodyKeepsItsDayOpenWhateverIsDeliveredLater() {
    let (week, third) = (days("2026-10-01", "2026-10-07"), days("2026-10-03", "2026-10-03"))
    let ledger = CoverageLedger([
      .covered(week, mends: []), .opened(third, .nameless, by: 2), .covered(week, mends: nil),
    ])
    #expect(ledger.covered.missing(from: week).runs == [third])
  }

  @Test func whatPeopleTypeForANameNamesNobody() {
    for name in ["不详", "无", "***", "—", " "] {
      #expect(row(named: name, code: "111111111111111111").opensDays, "\(name)")
    }
    #expect(!row(named: "甲公司", code: nil).opensDays && !row(named: nil, code: companyA.code).opensDays)
    for code in ["不详", "91440300", "详见附件", companyA.code + "1"] {
      #expect(row(named: nil, code: code).opensDays, "\(code)")
    }
  }

  private func row(named name: String?, code: String?) -> GatheredHeldRow {
    GatheredHeldRow(category: "penalty", name: name, codes: code.map { [$0] } ?? [], reason: .noCode, body: [])
  }

  @Test func setsOfDaysAgreeWithSetsOfNumbers() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var (set, numbers) = (DaySet(), Set<Int>())
      for _ in 0..<12 {
        let from = Int.random(in: 0..<30, using: &generator)
        let range = from...(from + Int.random(in: 0..<6, using: &generator))
        let days = CalendarDate(daysSince1970: range.lowerBound)...CalendarDate(daysSince1970: range.upperBound)
        if Bool.random(using: &generator) {
          set.insert(days)
          numbers.formUnion(range)
        } else {
          set.remove(days)
          numbers.subtract(range)
        }
        #expect((0..<40).allSatisfy { set.contains(CalendarDate(daysSince1970: $0)) == numbers.contains($0) })
        let gaps = zip(set.runs, set.runs.dropFirst()).map { $1.lowerBound.daysSince1970 - $0.upperBound.daysSince1970 }
        #expect(gaps.allSatisfy { $0 > 1 })
      }
    }
  }
}
