import Attestation
import Database
import DatabaseTesting
import ErrorCauses
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

let sampleAsker = try! Operator("wang")
let sampleConfirmer = try! Operator("李四")

/// What raises trust is asked for by one person and done when another confirms it.
@Suite(.scratchFolders) struct ActionTests {
  private let number = sampleNumber(0)
  private var restoring: ActionPayload { ["number": number, "reason": "异议不成立"] }
  private let kinds = ActionKind.ofRegistry

  /// With a suspended report.
  private func registry(_ location: StoreLocation) throws -> Registry {
    let registry = try location.registry()
    try registry.issue(0)
    try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow)
    return registry
  }

  private func asked(_ registry: Registry) throws -> PendingAction {
    try registry.ask(for: .restoreReport, restoring, by: sampleAsker, needing: .two, at: sampleNow + 1)
  }

  private func confirm(
    _ id: Int64, _ registry: Registry, by person: Operator = sampleConfirmer, at now: Int64 = sampleNow + 2
  ) throws -> PendingAction {
    try registry.confirmAction(id, by: person, at: now, kinds: kinds)
  }

  @Test(arguments: Store.allCases)
  func aReportIsRestoredWhenAnotherPersonConfirms(store: Store) throws {
    let registry = try registry(store.location())
    let action = try asked(registry)
    #expect(action.id == 1 && action.state == .pending && action.askedBy == sampleAsker && action.decidedBy == nil)
    #expect(action.words == "restore report \(number) (恢复有效): 异议不成立")
    #expect(try registry.status(number) == .suspended)
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 1) == [action])

    let done = try confirm(action.id, registry)
    #expect(done.state == .done && done.decidedBy == sampleConfirmer && done.decidedAt == sampleNow + 2)
    #expect(try registry.status(number) == .valid)
    let last = try registry.statusChanges(of: number).last
    #expect(last == StatusChange(at: sampleNow + 2, from: .suspended, to: .valid, reason: "异议不成立"))
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 2) == [])
    #expect(try registry.actions(all: true, limit: 10, at: sampleNow + 2) == [done])
    #expect(throws: RegistryError.actionDecided(id: 1, is: .done)) { try confirm(1, registry) }
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
    _ = try confirm(action.id, registry)
    let decided = try registry.objection(objection.id)
    #expect(decided.state == .rejected && decided.note == "信息无误" && decided.decidedAt == sampleNow + 2)
    #expect(throws: RegistryError.noOpenObjection(id: objection.id)) {
      try registry.ask(for: .rejectObjection, payload, by: sampleAsker, needing: .two, at: sampleNow)
    }
  }

  @Test(arguments: Store.allCases)
  func whoAskedCannotConfirm(store: Store) throws {
    let registry = try registry(store.location())
    let action = try asked(registry)
    #expect(throws: RegistryError.secondPersonNeeded(id: 1, askedBy: "wang")) {
      try confirm(action.id, registry, by: sampleAsker)
    }
    #expect(try registry.status(number) == .suspended)
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 2) == [action])
  }

  @Test(arguments: Store.allCases)
  func whereOneIsEnoughItIsDoneAtOnce(store: Store) throws {
    let registry = try registry(store.location())
    let action = try registry.ask(for: .restoreReport, restoring, by: sampleAsker, needing: .one, at: sampleNow + 1)
    #expect(try action.state == .done && registry.status(number) == .valid)
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func inARealRegistryOneIsNeverEnough(store: Store) throws {
    let location = try store.location()
    let registry = try registry(location)
    _ = try registry.ask(for: .restoreReport, restoring, by: sampleAsker, needing: .one, at: sampleNow)
    try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow)
    #expect(try !registry.requiresTwoPersons())
    for later in [0, 5] { try location.registry().requireTwoPersons(at: sampleNow + Int64(later)) }
    #expect(try registry.requiresTwoPersons())
    let action = try registry.ask(for: .restoreReport, restoring, by: sampleAsker, needing: .one, at: sampleNow + 1)
    #expect(try action.state == .pending && action.persons == .two && registry.status(number) == .suspended)
    // What was done before, for trying out, is no finding; what comes after is.
    #expect(try registry.audit().findings == [])
    _ = try registry.database.write { session in
      var book = try ActionBook(session, registry.database.dialect, issuer: "")
      _ = try book.add(.restoreReport, restoring, words: "x", persons: .one, by: sampleAsker, at: sampleNow + 2)
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
      let registry = try registry(location)
      _ = try asked(registry)
      let before = try registry.everything()
      let failing = try Registry(
        database: FailingDatabase(base: try location.database(), allowed: allowed), secret: sampleSecret)
      do {
        _ = try confirm(1, failing)
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
    let registry = try registry(store.location())
    let action = try asked(registry)
    let again = try registry.ask(
      for: .restoreReport, restoring, by: sampleConfirmer, needing: .two, at: sampleNow + 9)
    #expect(again == action)
    let other: ActionPayload = ["number": number, "reason": "another reason"]
    #expect(try registry.ask(for: .restoreReport, other, by: sampleAsker, needing: .two, at: sampleNow).id == 2)
  }

  @Test(arguments: Store.allCases)
  func whatCannotBeIsNotAskedFor(store: Store) throws {
    let registry = try registry(store.location())
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
    let registry = try registry(store.location())
    let action = try asked(registry)
    try registry.setStatus(of: number, to: .revoked, reason: "数据有误", at: sampleNow + 2)
    #expect(throws: RegistryError.statusRefused(number: number, is: .revoked, asked: .valid)) {
      try confirm(action.id, registry)
    }
    #expect(try registry.actions(all: false, limit: 10, at: sampleNow + 2) == [action])
    // Who asked may take it back.
    let refused = try registry.refuseAction(action.id, by: sampleAsker, reason: "已撤销", at: sampleNow + 3)
    #expect(refused.state == .refused && refused.reason == "已撤销" && refused.decidedBy == sampleAsker)
    #expect(throws: RegistryError.actionDecided(id: 1, is: .refused)) { try confirm(1, registry) }
    #expect(throws: RegistryError.actionDecided(id: 1, is: .refused)) {
      try registry.refuseAction(1, by: sampleAsker, reason: "x", at: sampleNow)
    }
    #expect(try registry.audit().findings == [])
  }

  @Test(arguments: Store.allCases)
  func afterThirtyDaysItExpires(store: Store) throws {
    let registry = try registry(store.location())
    let action = try asked(registry)
    let last = action.askedAt + PendingAction.lifetime - 1
    #expect(try registry.actions(all: false, limit: 10, at: last).count == 1)
    #expect(try registry.actions(all: false, limit: 10, at: last + 1) == [])
    #expect(try registry.actions(all: true, limit: 10, at: last + 1).map(\.state) == [.expired])
    #expect(throws: RegistryError.actionDecided(id: 1, is: .expired)) { try confirm(1, registry, at: last + 1) }
    // That is recorded, whatever the clock says later.
    #expect(throws: RegistryError.actionDecided(id: 1, is: .expired)) { try confirm(1, registry, at: last) }
    #expect(try registry.audit().findings == [])
    // It can be asked for anew.
    #expect(try asked(registry).id == 2)
    #expect(try confirm(2, registry).state == .done)
  }

  @Test(arguments: Store.allCases)
  func actionsAreTheirIssuersAlone(store: Store) throws {
    let location = try store.location()
    let one = try registry(location)
    let other = try location.registry(issuer: "other")
    _ = try asked(one)
    #expect(try other.actions(all: true, limit: 10, at: sampleNow) == [])
    #expect(throws: RegistryError.noSuchAction(id: 1)) { try confirm(1, other) }
    #expect(throws: RegistryError.noSuchAction(id: 1)) {
      try other.refuseAction(1, by: sampleConfirmer, reason: "x", at: sampleNow)
    }
    #expect(throws: RegistryError.noSuchAction(id: 7)) { try confirm(7, one) }
  }

  // MARK: Actions of other modules

  private struct Unreachable: ClassifiedError { var cause: ErrorCause { .environment } }
  private struct Impossible: ClassifiedError { var cause: ErrorCause { .input } }

  /// Counts how often it is carried out, and fails as often as it is told.
  private final class Elsewhere: Sendable {
    let done = Mutex<[Int64]>([])
    let failures: Mutex<[any Error]>
    init(_ failures: any Error...) { self.failures = Mutex(failures) }

    var kind: ActionKind {
      ActionKind(
        "test.elsewhere", words: { "do \(try $0.text("what"))" },
        perform: { action in
          if let failure = self.failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
          self.done.withLock { $0.append(action.id) }
        })
    }
    var times: Int { done.withLock { $0.count } }
  }

  private func ask(_ kind: ActionKind, _ registry: Registry) throws -> PendingAction {
    try registry.ask(for: kind, ["what": "that"], by: sampleAsker, needing: .two, at: sampleNow)
  }

  @Test(arguments: Store.allCases)
  func anotherModulesActionIsCarriedOutWhenItIsConfirmed(store: Store) throws {
    let registry = try store.registry()
    let elsewhere = Elsewhere()
    let action = try ask(elsewhere.kind, registry)
    #expect(elsewhere.times == 0 && action.words == "do that")
    #expect(throws: RegistryError.unknownAction(id: 1, kind: "test.elsewhere")) { try confirm(1, registry) }
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
    _ = try ask(elsewhere.kind, registry)
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
  func whatIsImpossibleIsRefusedByItself(store: Store) throws {
    let registry = try store.registry()
    let elsewhere = Elsewhere(Impossible())
    _ = try ask(elsewhere.kind, registry)
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
    _ = try ask(elsewhere.kind, try location.registry())
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

  // MARK: Insiders

  /// Somebody with the database in hands.
  @Test(arguments: Store.allCases)
  func whatIsChangedByHandIsFound(store: Store) throws {
    let damages = [
      "DELETE FROM pending_action WHERE id = 1", "DELETE FROM action_change WHERE action = 3",
      "DELETE FROM action_change WHERE sequence = 2", "UPDATE pending_action SET words = 'nothing' WHERE id = 1",
      "UPDATE pending_action SET payload = '{}' WHERE id = 2", "UPDATE pending_action SET asked_by = 'x' WHERE id = 1",
      "UPDATE pending_action SET decided_by = 'zhao' WHERE id = 1", "UPDATE pending_action SET state = 2 WHERE id = 2",
      "UPDATE pending_action SET persons = 1 WHERE id = 2", "UPDATE pending_action SET state = 9 WHERE id = 2",
      "UPDATE pending_action SET issuer = 'x' WHERE id = 2", "UPDATE pending_action SET reason = 'x' WHERE id = 3",
      "UPDATE action_change SET person = 'zhao' WHERE sequence = 2", "UPDATE action_change SET to_state = 2",
      """
      INSERT INTO pending_action (id, issuer, kind, payload, words, persons, asked_by, asked_at, state)
      VALUES (9, '', 'x', '{}', 'x', 2, 'x', 0, 0)
      """,
    ]
    for damage in damages {
      let registry = try registry(store.location())
      _ = try asked(registry)
      _ = try confirm(1, registry)
      try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow + 3)
      _ = try asked(registry)
      _ = try ask(Elsewhere().kind, registry)
      _ = try registry.refuseAction(3, by: sampleConfirmer, reason: "无需", at: sampleNow + 4)
      #expect(try registry.audit().findings == [])
      try registry.tamper(damage)
      #expect(try registry.audit().findings.contains { $0.kind == .action }, "\(damage)")
    }
  }

  /// The second person confirms what the first one asked for, or nothing.
  @Test(arguments: Store.allCases)
  func whatWasExchangedIsNotConfirmed(store: Store) throws {
    for damage in [
      "UPDATE pending_action SET payload = '{\"number\":\"\(sampleNumber(1))\",\"reason\":\"x\"}'",
      "UPDATE pending_action SET asked_by = 'zhao'", "UPDATE pending_action SET persons = 1",
    ] {
      let registry = try registry(store.location())
      _ = try asked(registry)
      try registry.tamper(damage)
      #expect(throws: RegistryError.damaged(what: "action 1", problem: "is not what was asked for"), "\(damage)") {
        try confirm(1, registry, by: try Operator("third"))
      }
      #expect(try registry.status(number) == .suspended)
    }
  }

  /// Whatever computes the hashes anew, too, cannot make one person two.
  @Test(arguments: Store.allCases)
  func anActionConfirmedByWhoAskedIsFound(store: Store) throws {
    let registry = try registry(store.location())
    _ = try registry.database.write { session in
      var book = try ActionBook(session, registry.database.dialect, issuer: "")
      var action = try book.add(
        .restoreReport, restoring, words: "x", persons: .two, by: sampleAsker, at: sampleNow)
      try book.change(&action, to: .confirmed, by: sampleAsker, at: sampleNow)
      try book.change(&action, to: .done, by: sampleAsker, at: sampleNow)
      try book.save()
    }
    #expect(try registry.audit().findings.map(\.problem) == ["was confirmed by who asked for it"])
  }
}

@Suite struct ActionPayloadTests {
  @Test func itsFormIsCanonical() throws {
    let payload: ActionPayload = ["reason": "引\"号\n", "number": "1", "条": "a", "😀": "b", "ﬀ": "c"]
    // RFC 8785, 3.2.3: the order is that of UTF-16, in which a surrogate pair precedes U+FB00.
    #expect(payload.json == #"{"number":"1","reason":"引\"号\n","条":"a","😀":"b","ﬀ":"c"}"#)
    #expect(try ActionPayload(json: payload.json) == payload)
    #expect(try ActionPayload(json: "{}").json == "{}")
  }

  @Test(arguments: ["", "[]", "\"a\"", "{\"a\":1}", "{\"a\":{}}", "{\"a\":\"b\"", "{\"a\":\"1\",\"a\":\"2\"}"])
  func whatIsNoObjectOfTextsIsNone(json: String) {
    #expect(throws: RegistryError.self) { try ActionPayload(json: json) }
  }

  @Test func aMissingTextIsTold() {
    let payload: ActionPayload = ["a": "b"]
    #expect(throws: RegistryError.damaged(what: "payload of an action", problem: "has no `c`")) {
      try payload.text("c")
    }
  }
}

@Suite struct OperatorTests {
  @Test(arguments: ["", "a b", "a\n", "\u{202E}a", "a\u{200B}", String(repeating: "a", count: 65)])
  func aNameIsVisibleAndShort(name: String) {
    #expect(throws: RegistryError.self) { try Operator(name) }
  }

  @Test(arguments: ["root", "王芳", "uid-1000", "a.b@c"])
  func namesOfAllLandsAreTaken(name: String) throws {
    #expect(try Operator(name).name == name)
  }
}
