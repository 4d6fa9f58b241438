import Attestation
import CivilTime
import Database
import DatabaseTesting
import ReportKinds
import ScratchFolders
import Testing

@testable import Registry

/// Days since 1970 of two dates.
private func days(_ first: String, _ last: String) throws -> ClosedRange<Int> {
  try #require(CalendarDate(isoText: first)).daysSince1970...#require(CalendarDate(isoText: last)).daysSince1970
}

@Suite struct SamePeriodTests {
  @Test(arguments: [
    ("one that begins on the same day", ("2023-11-20", "2026-11-19"), ("2023-11-20", "2026-12-24"), true),
    ("the same period", ("2023-11-20", "2026-11-19"), ("2023-11-20", "2026-11-19"), true),
    ("as many days, later", ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-03-03"), true),
    ("three years of 1096 days, then of 1095", ("2023-11-20", "2026-11-19"), ("2024-11-20", "2027-11-19"), true),
    ("a year from the leap day", ("2024-02-29", "2025-02-27"), ("2025-02-28", "2026-02-27"), true),
    ("a month of 31 days, then of 28", ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), true),
    ("one that ends earlier", ("2023-11-20", "2026-11-19"), ("2023-11-20", "2026-11-18"), false),
    ("a year after three years", ("2023-11-20", "2026-11-19"), ("2025-12-01", "2026-11-30"), false),
    ("some other days", ("2023-11-20", "2026-11-19"), ("2023-11-27", "2026-11-30"), false),
  ])
  func aPeriodGoesOnIfItBeginsWithTheOtherOrIsAsLong(
    name: String, earlier: (String, String), later: (String, String), isSame: Bool
  ) throws {
    let (earlier, later) = (try days(earlier.0, earlier.1), try days(later.0, later.1))
    let question = ReportQuestion(
      terms: [], days: later, answeredThrough: later.upperBound, succession: .samePeriod)
    #expect(question.succeeds(earlier, answeredThrough: earlier.upperBound) == isSame, "\(name)")
  }

  /// It would take away what was answered for the days in between.
  @Test func whatAnswersForFewerDaysSucceedsNothing() throws {
    let days = try days("2023-11-20", "2026-11-19")
    let question = ReportQuestion(
      terms: [], days: days, answeredThrough: days.upperBound - 1, succession: .samePeriod)
    #expect(!question.succeeds(days, answeredThrough: days.upperBound))
    #expect(question.succeeds(days, answeredThrough: days.upperBound - 1))
  }
}

@Suite(.scratchFolders) struct QuestionTests {
  private func request(
    _ index: Int, kind: ReportClaims.Kind = .noViolation, subject: String = sampleSubject, for recipient: String,
    keepsEarlier: Bool = false
  ) -> Registry.Request {
    var question = sampleQuestion
    question.terms.append(recipient)
    return sampleRequest(
      sampleNumber(index), kind: kind, subject: subject, question: question, supersedes: !keepsEarlier)
  }

  @Test(arguments: Store.allCases)
  func onlyTheSameQuestionIsSuperseded(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(request(0, for: "交易所"))
    try registry.issue(request(1, for: "银行"))
    try registry.issue(request(2, kind: .group, for: "银行"))
    try registry.issue(request(3, subject: "another", for: "银行"))
    try registry.issue(request(4, for: "银行", keepsEarlier: true))
    #expect(try (0..<5).map { try registry.status(sampleNumber($0)) } == Array(repeating: .valid, count: 5))
    try registry.issue(request(5, for: "银行"))
    #expect(
      try (0..<6).map { try registry.status(sampleNumber($0)) }
        == [.valid, .superseded, .valid, .valid, .superseded, .valid])
    #expect(try registry.audit().isClean)
  }

  /// Such as reports from before the registry knew questions.
  @Test(arguments: Store.allCases)
  func whatHasNoQuestionIsSupersededByNameAlone(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(sampleRequest(sampleNumber(0), question: nil))
    try registry.issue(sampleRequest(sampleNumber(1), question: nil, supersedes: true))
    #expect(try registry.status(sampleNumber(0)) == .valid)
    var request = sampleRequest(sampleNumber(2))
    request.supersession = .init(sameQuestion: false, predecessors: [sampleNumber(0), sampleNumber(7)])
    try registry.issue(request)
    #expect(try registry.status(sampleNumber(0)) == .superseded)
    #expect(try registry.status(sampleNumber(1)) == .valid)
  }

  @Test(arguments: Store.allCases)
  func aReportNamesNoneOfSomebodyElseAsItsPredecessor(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(sampleRequest(sampleNumber(0), subject: "another"))
    try registry.issue(sampleRequest(sampleNumber(1), kind: .noViolation))
    try registry.issue(sampleRequest(sampleNumber(2)))
    try registry.setStatus(of: sampleNumber(2), to: .revoked, reason: "数据有误", at: sampleNow)
    #expect(throws: RegistryError.noSuchReport(number: sampleNumber(0))) {
      try registry.checkPredecessor(sampleNumber(0), of: sampleSubject, kind: .enterprise)
    }
    #expect(throws: RegistryError.otherKind(number: sampleNumber(1), is: "no-violation")) {
      try registry.checkPredecessor(sampleNumber(1), of: sampleSubject, kind: .enterprise)
    }
    #expect(
      throws: RegistryError.statusRefused(number: sampleNumber(2), is: .revoked, asked: .superseded)
    ) { try registry.checkPredecessor(sampleNumber(2), of: sampleSubject, kind: .enterprise) }
    var request = sampleRequest(sampleNumber(3))
    request.supersession = .init(
      sameQuestion: false, predecessors: [sampleNumber(0), sampleNumber(1), sampleNumber(2)])
    try registry.issue(request)
    #expect(
      try (0..<3).map { try registry.status(sampleNumber($0)) } == [.valid, .valid, .revoked])
  }
}
