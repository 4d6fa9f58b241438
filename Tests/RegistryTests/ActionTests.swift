import Attestation
import Database
import DatabaseTesting
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

/// What raises trust is asked for by one person and done when another confirms it.
@Suite(.scratchFolders) struct ActionTests {
  private let number = sampleNumber(0)
  private let kinds = ActionKind.ofRegistry

  @Test(arguments: Store.allCases)
  func aReportIsRestoredWhenAnotherPersonConfirms(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    let action = try registry.askToRestore()
    #expect(action.id == 1 && action.state == .pending && action.askedBy == sampleAsker && action.decidedBy == nil)
    #expect(action.words == "restore report \(number) (恢复有效): 异议不成立")
    #expect(try registry.status(number) == .suspended)
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 1) == [action])

    let done = try registry.confirm(action.id)
    #expect(done.state == .done && done.decidedBy == sampleConfirmer && done.decidedAt == sampleNow + 2)
    #expect(try registry.status(number) == .valid)
    let last = try registry.statusChanges(of: number).last
    #expect(last == StatusChange(at: sampleNow + 2, from: .suspended, to: .valid, reason: "异议不成立"))
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 2) == [])
    #expect(try registry.actions(all: true, limit: 10, at: sampleNow + 2) == [done])
    #expect(throws: RegistryError.actionDecided(id: 1, is: .done)) { try registry.confirm(1) }
    let audit = try registry.audit()
    #expect(audit.findings == [] && audit.actions == 1)
  }

  @Test(arguments: Store.allCases)
  func anObjectionIsRejectedByTwo(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let objection = try registry.object(to: number, of: sampleSubject, text: "有误", at: sampleNow)
    let payload: ActionPayload = ["objection": "\(objection.id)", "note": "信息无误"]
    let action = try registry.ask(for: .rejectObjection, payload, by: sampleAsker, needing: .two, at: sampleNow)
    #expect(action.words == "reject objection \(objection.id) (不予受理): 信息无误")
    #expect(try registry.objection(objection.id).state == .open)
    _ = try registry.confirm(action.id)
    let decided = try registry.objection(objection.id)
    #expect(decided.state == .rejected && decided.note == "信息无误" && decided.decidedAt == sampleNow + 2)
    #expect(throws: RegistryError.noOpenObjection(id: objection.id)) {
      try registry.ask(for: .rejectObjection, payload, by: sampleAsker, needing: .two, at: sampleNow)
    }
  }

  @Test(arguments: Store.allCases)
  func whoAskedCannotConfirm(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    let action = try registry.askToRestore()
    #expect(throws: RegistryError.secondPersonNeeded(id: 1, askedBy: "wang")) {
      try registry.confirm(action.id, by: sampleAsker)
    }
    #expect(try registry.status(number) == .suspended)
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 2) == [action])
  }

  @Test(arguments: Store.allCases)
  func whereOneIsEnoughItIsDoneAtOnce(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    let action = try registry.ask(
      for: .restoreReport, sampleRestoring, by: sampleAsker, needing: .one, at: sampleNow + 1)
    #expect(try action.state == .done && registry.status(number) == .valid)
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func inARealRegistryOneIsNeverEnough(store: Store) throws {
    let location = try store.location()
    let registry = try location.registryWithSuspendedReport()
    _ = try registry.ask(for: .restoreReport, sampleRestoring, by: sampleAsker, needing: .one, at: sampleNow)
    try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow)
    #expect(try !registry.requiresTwoPersons())
    for later in [0, 5] { try location.registry().requireTwoPersons(at: sampleNow + Int64(later)) }
    #expect(try registry.requiresTwoPersons())
    let action = try registry.ask(
      for: .restoreReport, sampleRestoring, by: sampleAsker, needing: .one, at: sampleNow + 1)
    #expect(try action.state == .pending && action.persons == .two && registry.status(number) == .suspended)
    // What was done before, for trying out, is no finding; what comes after is.
    #expect(try registry.audit().findings == [])
    _ = try registry.database.write { session in
      var book = try ActionBook(session, registry.database.dialect, issuer: "")
      _ = try book.add(.restoreReport, sampleRestoring, words: "x", persons: .one, by: sampleAsker, at: sampleNow + 2)
      try book.save()
    }
    #expect(try registry.audit().findings.map(\.problem) == ["was decided by one person, where two must"])
  }

  /// However far it comes: before or after, and never in between.
  @Test(arguments: Store.allCases)
  func afterAnyStatementOfTheConfirmationAllOrNothing(store: Store) throws {
    var allowed = 0
    while true {
      let location = try store.location()
      let registry = try location.registryWithSuspendedReport()
      _ = try registry.askToRestore()
      let before = try registry.everything()
      let failing = try Registry(
        database: FailingDatabase(base: try location.database(), allowed: allowed), secret: sampleSecret)
      do {
        _ = try failing.confirm(1)
        break
      } catch is FailingDatabase.Failure {
        #expect(try registry.everything() == before, "after \(allowed) statements")
      }
      allowed += 1
    }
    #expect(allowed > 6)
  }

  @Test(arguments: Store.allCases)
  func theSameIsAskedForOnce(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    let action = try registry.askToRestore()
    let again = try registry.ask(
      for: .restoreReport, sampleRestoring, by: sampleConfirmer, needing: .two, at: sampleNow + 9)
    #expect(again == action)
    let other: ActionPayload = ["number": number, "reason": "another reason"]
    #expect(try registry.ask(for: .restoreReport, other, by: sampleAsker, needing: .two, at: sampleNow).id == 2)
  }

  @Test(arguments: Store.allCases)
  func whatCannotBeIsNotAskedFor(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    try registry.issue(1)
    let refused: [(ActionPayload, RegistryError)] = [
      (
        ["number": sampleNumber(1), "reason": "x"],
        .statusRefused(number: sampleNumber(1), is: .valid, asked: .valid)
      ),
      (["number": sampleNumber(2), "reason": "x"], .noSuchReport(number: sampleNumber(2))),
      (["number": number, "reason": " "], .invalid(what: "reason", problem: "must have 1 to 200 characters, has 1")),
    ]
    for (payload, error) in refused {
      #expect(throws: error) {
        try registry.ask(for: .restoreReport, payload, by: sampleAsker, needing: .two, at: sampleNow)
      }
    }
    #expect(try registry.actions(all: true, limit: 10, at: sampleNow) == [])
  }

  @Test(arguments: Store.allCases)
  func whatBecameImpossibleStaysUntilItIsRefused(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    let action = try registry.askToRestore()
    try registry.setStatus(of: number, to: .revoked, reason: "数据有误", at: sampleNow + 2)
    #expect(throws: RegistryError.statusRefused(number: number, is: .revoked, asked: .valid)) {
      try registry.confirm(action.id)
    }
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 2) == [action])
    // Who asked may take it back.
    let refused = try registry.refuseAction(action.id, by: sampleAsker, reason: "已撤销", at: sampleNow + 3)
    #expect(refused.state == .refused && refused.reason == "已撤销" && refused.decidedBy == sampleAsker)
    #expect(throws: RegistryError.actionDecided(id: 1, is: .refused)) { try registry.confirm(1) }
    #expect(throws: RegistryError.actionDecided(id: 1, is: .refused)) {
      try registry.refuseAction(1, by: sampleAsker, reason: "x", at: sampleNow)
    }
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func afterThirtyDaysItExpires(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    let action = try registry.askToRestore()
    let last = action.askedAt + PendingAction.lifetime - 1
    #expect(try registry.actions(all: false, limit: 10, at: last).count == 1)
    #expect(try registry.actions(all: false, limit: 10, at: last + 1) == [])
    #expect(try registry.actions(all: true, limit: 10, at: last + 1).map(\.state) == [.expired])
    #expect(throws: RegistryError.actionDecided(id: 1, is: .expired)) { try registry.confirm(1, at: last + 1) }
    // That is recorded, whatever the clock says later.
    #expect(throws: RegistryError.actionDecided(id: 1, is: .expired)) { try registry.confirm(1, at: last) }
    #expect(try registry.audit().findings == [])
    // It can be asked for anew.
    #expect(try registry.askToRestore().id == 2)
    #expect(try registry.confirm(2).state == .done)
  }

  @Test(arguments: Store.allCases)
  func actionsAreTheirIssuersAlone(store: Store) throws {
    let location = try store.location()
    let one = try location.registryWithSuspendedReport()
    let other = try location.registry(issuer: "other")
    _ = try one.askToRestore()
    #expect(try other.actions(all: true, limit: 10, at: sampleNow) == [])
    #expect(throws: RegistryError.noSuchAction(id: 1)) { try other.confirm(1) }
    #expect(throws: RegistryError.noSuchAction(id: 1)) {
      try other.refuseAction(1, by: sampleConfirmer, reason: "x", at: sampleNow)
    }
    #expect(throws: RegistryError.noSuchAction(id: 7)) { try one.confirm(7) }
  }

  // MARK: Actions of other modules

  @Test(arguments: Store.allCases)
  func anotherModulesActionIsCarriedOutWhenItIsConfirmed(store: Store) throws {
    let registry = try store.registry()
    let elsewhere = Elsewhere()
    let action = try registry.askElsewhere(elsewhere)
    #expect(elsewhere.times == 0 && action.words == "do that")
    #expect(throws: RegistryError.unknownAction(id: 1, kind: "test.elsewhere")) { try registry.confirm(1) }
    let done = try registry.confirmAction(1, by: sampleConfirmer, at: sampleNow, kinds: kinds + [elsewhere.kind])
    #expect(done.state == .done && elsewhere.done.withLock { $0 } == [1])
    let alone = try registry.ask(
      for: elsewhere.kind, ["what": "more"], by: sampleAsker, needing: .one, at: sampleNow)
    #expect(alone.state == .done && elsewhere.done.withLock { $0 } == [1, 2])
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func whatWasInterruptedStaysVisibleAndIsRepeated(store: Store) throws {
    let registry = try store.registry()
    let elsewhere = Elsewhere(Unreachable(), Unreachable())
    _ = try registry.askElsewhere(elsewhere)
    #expect(throws: RegistryError.actionDecided(id: 1, is: .pending)) {
      try registry.resumeAction(1, by: sampleAsker, at: sampleNow, kinds: [elsewhere.kind])
    }
    #expect(throws: Unreachable.self) {
      try registry.confirmAction(1, by: sampleConfirmer, at: sampleNow, kinds: [elsewhere.kind])
    }
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow).map(\.state) == [.confirmed])
    // However long it takes: two persons have decided.
    let later = sampleNow + 2 * PendingAction.lifetime
    #expect(throws: RegistryError.actionDecided(id: 1, is: .confirmed)) {
      try registry.confirmAction(1, by: sampleConfirmer, at: later, kinds: [elsewhere.kind])
    }
    #expect(throws: RegistryError.actionDecided(id: 1, is: .confirmed)) {
      try registry.refuseAction(1, by: sampleConfirmer, reason: "x", at: later)
    }
    #expect(throws: Unreachable.self) {
      try registry.resumeAction(1, by: sampleAsker, at: later, kinds: [elsewhere.kind])
    }
    let done = try registry.resumeAction(1, by: sampleAsker, at: later, kinds: [elsewhere.kind])
    #expect(done.state == .done && done.decidedBy == sampleConfirmer && elsewhere.times == 1)
    #expect(throws: RegistryError.actionDecided(id: 1, is: .done)) {
      try registry.resumeAction(1, by: sampleAsker, at: later, kinds: [elsewhere.kind])
    }
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func whoResumesWhatAnotherHasJustEndedIsDoneToo(store: Store) throws {
    let registry = try store.registry()
    let interrupted = Elsewhere(Unreachable())
    try registry.askElsewhere(interrupted)
    #expect(throws: Unreachable.self) {
      try registry.confirmAction(1, by: sampleConfirmer, at: sampleNow, kinds: [interrupted.kind])
    }
    let slow = ActionKind(
      interrupted.kind.name, words: { _ in "x" },
      perform: { _ in
        _ = try registry.resumeAction(1, by: sampleAsker, at: sampleNow, kinds: [interrupted.kind])
      })
    let done = try registry.resumeAction(1, by: sampleConfirmer, at: sampleNow + 1, kinds: [slow])
    #expect(done.state == .done && interrupted.times == 1)
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func whatIsImpossibleIsRefusedByItself(store: Store) throws {
    let registry = try store.registry()
    let elsewhere = Elsewhere(Impossible())
    _ = try registry.askElsewhere(elsewhere)
    #expect(throws: Impossible.self) {
      try registry.confirmAction(1, by: sampleConfirmer, at: sampleNow, kinds: [elsewhere.kind])
    }
    let action = try registry.actions(all: true, limit: 10, at: sampleNow)[0]
    #expect(action.state == .refused && action.reason == "could not be carried out" && elsewhere.times == 0)
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func ofManyWhoConfirmAtOnceOneDoes(store: Store) throws {
    let location = try store.location()
    let elsewhere = Elsewhere()
    _ = try location.registry().askElsewhere(elsewhere)
    let outcomes = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { turn in
      let outcome: String
      do {
        let person = try Operator("person-\(turn)")
        let registry = try location.registry()
        outcome = try registry.confirmAction(1, by: person, at: sampleNow, kinds: [elsewhere.kind]).state.word
      } catch RegistryError.actionDecided {
        outcome = "late"
      } catch { outcome = "\(error)" }
      outcomes.withLock { $0.append(outcome) }
    }
    #expect(outcomes.withLock { $0.sorted() } == ["done"] + Array(repeating: "late", count: 7))
    #expect(elsewhere.times == 1)
    #expect(try location.registry().audit().findings == [])
  }
}
