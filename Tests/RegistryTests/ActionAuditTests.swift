import Attestation
import Database
import DatabaseTesting
import ScratchFolders
import Testing

@testable import Registry

/// What an insider does to actions in the database is neither carried out nor overlooked.
@Suite(.scratchFolders) struct ActionAuditTests {
  private let number = sampleNumber(0)
  private let other = sampleNumber(1)

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
      let registry = try store.location().registryWithSuspendedReport()
      _ = try registry.askToRestore()
      _ = try registry.confirm(1)
      try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow + 3)
      _ = try registry.askToRestore()
      _ = try registry.askElsewhere(Elsewhere())
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
      let registry = try store.location().registryWithSuspendedReport()
      _ = try registry.askToRestore()
      try registry.tamper(damage)
      #expect(throws: RegistryError.damaged(what: "action 1", problem: "is not what was asked for"), "\(damage)") {
        try registry.confirm(1, by: try Operator("third"))
      }
      #expect(try registry.status(number) == .suspended)
    }
  }

  /// By another program than the one that asks a second person.
  @Test(arguments: Store.allCases)
  func whatRaisedTrustWithoutAnActionIsFound(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    try registry.issue(sampleRequest(other, subject: "subject 1"))
    let made = try registry.object(to: other, of: "subject 1", text: "有误", at: sampleNow)
    try registry.requireTwoPersons(at: sampleNow)
    try registry.askToRestore()
    try registry.confirm(1)
    let payload: ActionPayload = ["objection": "\(made.id)", "note": "信息无误"]
    _ = try registry.ask(for: .rejectObjection, payload, by: sampleAsker, needing: .two, at: sampleNow + 1)
    try registry.confirm(2)
    #expect(try registry.audit().findings == [])

    try registry.setStatus(of: number, to: .suspended, reason: "x", at: sampleNow + 5)
    try registry.setStatus(of: number, to: .valid, reason: "x", at: sampleNow + 6)
    let again = try registry.object(to: other, of: "subject 1", text: "再次", at: sampleNow + 7)
    try registry.decideObjection(again.id, accept: false, note: "x", at: sampleNow + 8)
    #expect(
      try registry.audit().findings == [
        Audit.Finding(
          kind: .action, subject: "status change 4", problem: "restores report \(number) without two persons"),
        Audit.Finding(kind: .action, subject: "objection \(again.id)", problem: "was rejected without two persons"),
      ])
  }

  /// What is done is not done again.
  @Test(arguments: Store.allCases)
  func whatWasSetBackIsNotConfirmed(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    try registry.askToRestore()
    try registry.confirm(1)
    try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow + 3)
    try registry.tamper("UPDATE pending_action SET state = 0, decided_by = NULL, decided_at = NULL")
    #expect(throws: RegistryError.damaged(what: "action 1", problem: "is not what was asked for")) {
      try registry.confirm(1)
    }
    #expect(try registry.status(number) == .suspended)
  }

  /// Whatever computes the hashes anew, too, cannot make one person two.
  @Test(arguments: Store.allCases)
  func anActionConfirmedByWhoAskedIsFound(store: Store) throws {
    let registry = try store.location().registryWithSuspendedReport()
    _ = try registry.database.write { session in
      var book = try ActionBook(session, registry.database.dialect, issuer: "")
      var action = try book.add(
        .restoreReport, sampleRestoring, words: "x", persons: .two, by: sampleAsker, at: sampleNow)
      try book.change(&action, to: .confirmed, by: sampleAsker, at: sampleNow)
      try book.change(&action, to: .done, by: sampleAsker, at: sampleNow)
      try book.save()
    }
    #expect(try registry.audit().findings.map(\.problem) == ["was confirmed by who asked for it"])
  }
}
