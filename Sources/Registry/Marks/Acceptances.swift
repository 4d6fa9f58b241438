import CivilTime
import Database
import Hexadecimal

// What stops a registry from issuing until people have looked: they say that it goes on, and why. That stays in the chain
// of actions, under a seal, so that whoever can only write the database accepts nothing.

extension ActionKind {
  /// Made by `Registry.acceptance(of:reason:)`: what the registry lacks is lost, and it goes on as it is. Indices in the
  /// status lists that lost reports may have are not given away again: new lists are begun.
  public static let acceptRollback = ActionKind(
    "registry.accept-rollback",
    words: { payload in
      """
      go on with a registry of \(try payload.text("reports")) reports and \(try payload.text("changes")) changes of \
      status, where \(try payload.text("knownReports")) and \(try payload.text("knownChanges")) were known \
      (登记库回退): \(try payload.text("reason"))
      """
    },
    check: { payload, _, _ in try Registry.check(reason: try payload.text("reason")) },
    work: .within { action, registry, _, session in
      guard let lists = Int64(try action.payload.text("lists")) else {
        throw RegistryError.damaged(what: "payload of an action", problem: "has no number of lists")
      }
      try registry.statusIndices.beginList(
        notBelow: lists, for: registry.issuer, registry.secret, session, registry.location)
    })

  /// Made by `Registry.acceptance(of:reason:)`: the clock is right, whatever the last report's time.
  public static let acceptClock = ActionKind(
    "registry.accept-clock",
    words: { payload in
      """
      issue reports by the clock of \(try time(payload, "clock")), where the last report is of \
      \(try time(payload, "last")) (时钟确认): \(try payload.text("reason"))
      """
    },
    check: { payload, _, _ in try Registry.check(reason: try payload.text("reason")) },
    work: .within { _, _, _, _ in })

  private static func time(_ payload: ActionPayload, _ name: String) throws(RegistryError) -> String {
    guard let seconds = Int64(try payload.text(name)) else {
      throw .damaged(what: "payload of an action", problem: "has no time `\(name)`")
    }
    return "\(BeijingTime(secondsSince1970: seconds))"
  }
}

extension Registry {
  /// What people decide if what a registry lacks is lost.
  /// - Parameter reason: 1 to 200 characters, without personal data.
  public func acceptance(of rollback: Rollback, reason: String) -> ActionPayload {
    ActionPayload([
      "reports": "\(rollback.held.reports)", "changes": "\(rollback.held.changes)",
      "knownReports": "\(rollback.known.reports)", "knownChanges": "\(rollback.known.changes)",
      "knownRoot": hexadecimal(rollback.mark.log.hash), "lists": "\(rollback.mark.lists)",
      "mark": acceptanceSeal(of: rollback.mark), "reason": reason,
    ])
  }

  /// What people decide if the clock is right.
  /// - Parameter reason: as above.
  public func acceptance(of doubt: ClockDoubt, reason: String) -> ActionPayload {
    ActionPayload([
      "clock": "\(doubt.clock)", "last": "\(doubt.last)", "seal": acceptanceSeal(of: doubt), "reason": reason,
    ])
  }

  func acceptanceSeal(of mark: RegistryMark) -> String {
    hexadecimal(secret.seal("accepted rollback", mark.fields))
  }

  func acceptanceSeal(of doubt: ClockDoubt) -> String {
    hexadecimal(secret.seal("accepted clock", [.integer(doubt.clock), .integer(doubt.last)]))
  }

  /// Whether people have accepted something, and it is done.
  func hasAccepted(
    _ kind: ActionKind, _ session: any SQLSession, where isIt: (ActionPayload) throws -> Bool
  ) throws -> Bool {
    try ActionBook.actions(
      "kind = $2 AND state = $3", [.text(kind.name), .integer(PendingAction.State.done.rawValue)], issuer: issuer,
      session
    ).contains { action in try isIt(action.payload) }
  }
}
