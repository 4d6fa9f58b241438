import Attestation
import DatabaseTesting
import Foundation
import ReportKinds
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct SubjectTests {
  private func turn(
    _ index: Int, kind: ReportClaims.Kind = .enterprise, subject: String = sampleSubject, day: Int64 = 20_776
  ) -> Registry.SelfPrint {
    .init(number: sampleNumber(index), kind: kind, subject: subject, question: sampleQuestion, day: day)
  }
  private let oneTurn = Registry.Turns(ofQuestion: 1, ofKind: 20)

  @Test(arguments: Store.allCases)
  func aReportOfSomebodyElseIsNone(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    #expect(try registry.report(number: sampleNumber(0), of: sampleSubject)?.number == sampleNumber(0))
    #expect(try registry.report(number: sampleNumber(0), of: "91440001MA5N0W1L23") == nil)
    #expect(try registry.report(number: sampleNumber(1), of: sampleSubject) == nil)
  }

  @Test(arguments: Store.allCases)
  func oneTurnADayAKindAndASubject(store: Store) throws {
    let registry = try store.registry()
    #expect(try registry.takeTurn(turn(0), most: oneTurn, at: sampleNow) == .granted)
    // While it is being made, and when it is out.
    #expect(try registry.takeTurn(turn(1), most: oneTurn, at: sampleNow + 1) == .none(number: nil))
    try registry.issue(0)
    #expect(try registry.takeTurn(turn(1), most: oneTurn, at: sampleNow + 1000) == .none(number: sampleNumber(0)))
    #expect(try registry.takeTurn(turn(1), most: .init(ofQuestion: 2, ofKind: 20), at: sampleNow + 1000) == .granted)
    #expect(try registry.takeTurn(turn(2, kind: .noViolation), most: oneTurn, at: sampleNow) == .granted)
    #expect(try registry.takeTurn(turn(3, subject: "another"), most: oneTurn, at: sampleNow) == .granted)
    #expect(try registry.takeTurn(turn(4, day: 20_777), most: oneTurn, at: sampleNow) == .granted)
  }

  /// A company may serve three recipients on one day; the same question, or very many, must wait.
  @Test(arguments: Store.allCases)
  func turnsAreCountedForEachQuestion(store: Store) throws {
    let registry = try store.registry()
    func turn(_ index: Int, for recipient: String) -> Registry.SelfPrint {
      var print = self.turn(index)
      print.question?.terms.append(recipient)
      return print
    }
    let most = Registry.Turns(ofQuestion: 1, ofKind: 3)
    #expect(try registry.takeTurn(turn(0, for: "交易所"), most: most, at: sampleNow) == .granted)
    #expect(try registry.takeTurn(turn(1, for: "银行"), most: most, at: sampleNow) == .granted)
    #expect(try registry.takeTurn(turn(2, for: "交易所"), most: most, at: sampleNow) == .none(number: nil))
    #expect(try registry.takeTurn(turn(3, for: "招标人"), most: most, at: sampleNow) == .granted)
    #expect(try registry.takeTurn(turn(4, for: "另一家银行"), most: most, at: sampleNow) == .none(number: nil))
  }

  @Test(arguments: Store.allCases)
  func whatWasNotIssuedTookNoTurn(store: Store) throws {
    let registry = try store.registry()
    #expect(try registry.takeTurn(turn(0), most: oneTurn, at: sampleNow) == .granted)
    try registry.returnTurn(of: sampleNumber(0))
    #expect(try registry.takeTurn(turn(1), most: oneTurn, at: sampleNow) == .granted)
    // Its process ended.
    #expect(try registry.takeTurn(turn(2), most: oneTurn, at: sampleNow + 299) == .none(number: nil))
    #expect(try registry.takeTurn(turn(2), most: oneTurn, at: sampleNow + 300) == .granted)
    try registry.issue(2)
    try registry.returnTurn(of: sampleNumber(2))
    #expect(try registry.takeTurn(turn(3), most: oneTurn, at: sampleNow + 900) == .none(number: sampleNumber(2)))
    try registry.setStatus(of: sampleNumber(2), to: .revoked, reason: "数据有误", at: sampleNow)
    #expect(try registry.takeTurn(turn(3), most: oneTurn, at: sampleNow + 900) == .granted)
  }

  @Test(arguments: Store.allCases)
  func ofManyWhoAskAtOnceOneGetsTheTurn(store: Store) async throws {
    let location = try store.location()
    let registries = try (0..<4).map { _ in try location.registry() }
    let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<16 {
        group.addTask { try registries[index % 4].takeTurn(turn(index), most: oneTurn, at: sampleNow) == .granted }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(granted == 1)
  }
}

/// The turns of a day, told without taking one.
@Suite(.scratchFolders) struct TakenTurnTests {
  @Test(arguments: Store.allCases)
  func theyAreThoseThatTakeTurnCounts(store: Store) throws {
    let registry = try store.registry()
    func taken(at now: Int64 = sampleNow + 1, subject: String = sampleSubject, day: Int64 = 20_776) throws -> [String?]
    {
      try registry.turns(of: subject, on: day, at: now).map(\.number)
    }
    #expect(try taken().isEmpty)
    let print = Registry.SelfPrint(
      number: sampleNumber(0), kind: .enterprise, subject: sampleSubject, day: 20_776)
    #expect(try registry.takeTurn(print, most: .init(ofQuestion: 1, ofKind: 20), at: sampleNow) == .granted)
    #expect(try taken() == [nil])
    // Its process ended, and the turn is free.
    #expect(try taken(at: sampleNow + 300).isEmpty)
    try registry.issue(0)
    #expect(
      try registry.turns(of: sampleSubject, on: 20_776, at: sampleNow + 900) == [
        Registry.TakenTurn(kind: .enterprise, number: sampleNumber(0))
      ])
    #expect(try taken(subject: "another").isEmpty && taken(day: 20_777).isEmpty)
    try registry.setStatus(of: sampleNumber(0), to: .revoked, reason: "数据有误", at: sampleNow)
    #expect(try taken().isEmpty)
  }
}
