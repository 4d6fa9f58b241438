import Attestation
import Database
import DatabaseTesting
import ReportKinds
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct DataChangeTests {
  private static let clean = AnswerMasks(hits: [0], noData: [0])
  private static let found = AnswerMasks(hits: [1], noData: [0])
  private static let day = 20_776

  /// A report that watches what it answered about its subjects.
  private func request(
    _ index: Int, about subjects: [String] = [sampleSubject], _ masks: AnswerMasks = clean, asOf: Int64 = sampleNow,
    judge: JudgeAgain? = nil
  ) -> Registry.Request {
    var request = sampleRequest(sampleNumber(index), kind: .noViolation, subject: subjects[0], question: nil)
    request.watched = subjects.map {
      WatchedAnswer(subject: $0, days: 20_000...20_775, masks: masks, asOf: asOf)
    }
    request.judgeAgain = judge
    return request
  }

  private func judging(_ masks: AnswerMasks?, asOf: Int64 = sampleNow) -> JudgeAgain {
    JudgeAgain(asOf: asOf) { _, _ in masks }
  }

  private func marks(_ registry: Registry, _ count: Int) throws -> [Int?] {
    try (0..<count).map { try registry.report(number: sampleNumber($0))?.changedOn }
  }

  @Test(arguments: Store.allCases)
  func issuingMarksTheOthersWhoseAnswersMoved(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(request(0))
    try registry.issue(request(1, Self.found))
    try registry.issue(request(2, about: ["another"]))
    #expect(try marks(registry, 3) == [nil, nil, nil])
    try registry.issue(request(3, Self.found, judge: judging(Self.found)))
    let day = try #require(try marks(registry, 4)[0])
    #expect(try marks(registry, 4) == [day, nil, nil, nil])
    #expect(day == Int((sampleNow + 8 * 3600) / 86_400), "the day of the issue in Beijing")
    #expect(try registry.report(number: sampleNumber(0))?.status == .valid)
    let reference = try #require(try registry.report(number: sampleNumber(0))).statusReference
    #expect(try registry.changeLists() == [ChangeList(list: reference.list, days: [reference.index: day])])
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aMarkGoesWhenTheAnswersAreBack(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(request(0))
    func recheck(_ masks: AnswerMasks?, on day: Int) throws -> [DataChange] {
      let asOf = sampleNow + Int64(day - Self.day) * 86_400
      return try registry.recheck(sampleSubject, on: day, at: sampleNow + 60, judge: judging(masks, asOf: asOf))
    }
    let number = sampleNumber(0)
    #expect(try recheck(Self.clean, on: Self.day) == [])
    #expect(try recheck(Self.found, on: Self.day) == [DataChange(number: number, changedOn: Self.day)])
    #expect(try recheck(Self.found, on: Self.day + 1) == [], "the first day stays")
    #expect(try recheck(nil, on: Self.day + 2) == [], "who cannot tell changes nothing")
    #expect(try recheck(Self.clean, on: Self.day + 3) == [DataChange(number: number, changedOn: nil)])
    #expect(try registry.dataChanges(of: number).map(\.changedOn) == [Self.day, nil])
    #expect(try registry.audit().isClean)
  }

  /// Otherwise a report that is made again of old data would take the mark away.
  @Test(arguments: Store.allCases)
  func olderDataSayNothing(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(request(0))
    func recheck(_ masks: AnswerMasks, asOf: Int64) throws {
      try registry.recheck(
        sampleSubject, on: Self.day, at: sampleNow + 60, judge: judging(masks, asOf: asOf))
    }
    try recheck(Self.found, asOf: sampleNow - 1)
    #expect(try marks(registry, 1) == [nil])
    try recheck(Self.found, asOf: sampleNow + 100)
    try recheck(Self.clean, asOf: sampleNow + 99)
    #expect(try marks(registry, 1) == [Self.day])
    try recheck(Self.clean, asOf: sampleNow + 100)
    #expect(try marks(registry, 1) == [Self.day], "of two sets of one time, one lacks something")
    try recheck(Self.clean, asOf: sampleNow + 101)
    #expect(try marks(registry, 1) == [nil])
  }

  /// Data that were found to be out of date make no new report, for whomever, even once what they answered is superseded.
  @Test(arguments: Store.allCases)
  func whatIsKnownNotToHoldIsNotSaidAgain(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(request(0))
    try registry.recheck(
      sampleSubject, on: Self.day, at: sampleNow, judge: judging(Self.found, asOf: sampleNow + 100))
    try registry.setStatus(of: sampleNumber(0), to: .revoked, reason: "数据有误", at: sampleNow)
    let refused = RegistryError.olderData(asOf: sampleNow + 99, known: sampleNow + 100)
    for subjects in [[sampleSubject], ["issuer", sampleSubject]] {
      #expect(throws: refused) { try registry.issue(request(1, about: subjects, asOf: sampleNow + 99)) }
      #expect(throws: refused) {
        try registry.refuseOlderData(request(1, about: subjects, asOf: sampleNow + 99).watched)
      }
    }
    #expect(try registry.report(number: sampleNumber(1)) == nil)
    try registry.issue(request(1, about: ["another"], asOf: sampleNow + 99))
    try registry.issue(request(2, Self.found, asOf: sampleNow + 100))
    #expect(try registry.report(number: sampleNumber(2))?.status == .valid)
    #expect(try registry.audit().isClean)
  }

  /// The mark of a summary stays as long as one of its members answers otherwise.
  @Test(arguments: Store.allCases)
  func aSummaryIsMarkedForEachOfItsMembers(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(request(0, about: ["issuer", "subsidiary", "branch"]))
    func recheck(_ subject: String, _ masks: AnswerMasks, after seconds: Int64 = 0) throws {
      try registry.recheck(
        subject, on: Self.day, at: sampleNow, judge: judging(masks, asOf: sampleNow + seconds))
    }
    try recheck("subsidiary", Self.found)
    try recheck("branch", Self.found)
    try recheck("subsidiary", Self.clean, after: 1)
    #expect(try marks(registry, 1) == [Self.day])
    try recheck("branch", Self.clean, after: 1)
    #expect(try marks(registry, 1) == [nil])
  }

  /// Whatever no longer counts needs no mark.
  @Test(arguments: Store.allCases)
  func onlyReportsThatStillCountAreMarked(store: Store) throws {
    let registry = try store.registry()
    for index in 0..<4 { try registry.issue(request(index)) }
    try registry.setStatus(of: sampleNumber(0), to: .revoked, reason: "数据有误", at: sampleNow)
    try registry.setStatus(of: sampleNumber(1), to: .suspended, reason: "异议", at: sampleNow)
    try registry.recheck(sampleSubject, on: Self.day, at: sampleNow, judge: judging(Self.found))
    #expect(try marks(registry, 4) == [nil, Self.day, Self.day, Self.day])
    let later = sampleNow + 31 * 86_400
    try registry.recheck(
      sampleSubject, on: Self.day, at: later, judge: judging(Self.clean, asOf: later))
    #expect(try marks(registry, 4) == [nil, Self.day, Self.day, Self.day], "expired meanwhile")
  }

  @Test(arguments: Store.allCases)
  func theAuditFindsMarksThatWereSetOrTakenAway(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(request(0))
    try registry.issue(request(1))
    try registry.recheck(sampleSubject, on: Self.day, at: sampleNow, judge: judging(Self.found))
    try registry.tamper("UPDATE report SET changed_on = NULL WHERE log_index = 0")
    #expect(
      try registry.audit().findings.map(\.problem) == ["lost the mark that its data changed"])
    try registry.tamper("UPDATE report SET changed_on = 20777 WHERE log_index IN (0, 1)")
    #expect(try registry.audit().findings.map(\.kind) == [.change, .change])
    try registry.tamper("UPDATE report SET changed_on = 20776 WHERE log_index IN (0, 1)")
    #expect(try registry.audit().isClean)
    try registry.tamper("UPDATE data_change SET changed_on = 20775 WHERE sequence = 2")
    #expect(!(try registry.audit().isClean))
  }
}
