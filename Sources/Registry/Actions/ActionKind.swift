import Attestation
import Database

/// A kind of action that takes two persons. A module that has some hands them to whoever confirms.
public struct ActionKind: Sendable {
  /// How it is stored: never changed, and unlike every other, such as `gather.refuse-row`.
  public let name: String
  /// What an action does, for the person who is to confirm it: one line, without personal data.
  let words: @Sendable (ActionPayload) throws -> String
  /// Whether it can be asked for now.
  let check: @Sendable (ActionPayload, Registry, any SQLSession) throws -> Void
  let work: Work

  enum Work: Sendable {
    /// A change of the registry: in the transaction that confirms it, under the lock of the statuses.
    case within(
      @Sendable (PendingAction, Registry, inout StatusHistory, any SQLSession) throws -> Void)
    /// A change elsewhere: after the transaction that confirms it.
    case after(@Sendable (PendingAction) throws -> Void)
  }

  /// An action outside the registry.
  /// - Parameter perform: is called again if a crash came in between; what was done under the action's `id` must not be
  ///   done twice. An error whose cause is `.input` means that nothing was done and never can be: the action is then
  ///   refused. After any other it stays confirmed, to be tried again.
  public init(
    _ name: String, words: @escaping @Sendable (ActionPayload) throws -> String,
    perform: @escaping @Sendable (PendingAction) throws -> Void
  ) {
    self.init(name, words: words, check: { _, _, _ in }, work: .after(perform))
  }

  init(
    _ name: String, words: @escaping @Sendable (ActionPayload) throws -> String,
    check: @escaping @Sendable (ActionPayload, Registry, any SQLSession) throws -> Void, work: Work
  ) {
    (self.name, self.words, self.check, self.work) = (name, words, check, work)
  }
}

// The registry's own.
extension ActionKind {
  public static let ofRegistry = [restoreReport, rejectObjection, acceptRollback, acceptClock]

  /// `number`, `reason`: a suspended report is valid again. The reason is for the history and whoever asks.
  public static let restoreReport = ActionKind(
    "registry.restore",
    words: { payload in "restore report \(try payload.text("number")) (恢复有效): \(try payload.text("reason"))" },
    check: { payload, registry, session in
      try Registry.check(reason: try payload.text("reason"))
      _ = try registry.report(try payload.text("number"), thatMayBecome: .valid, session)
    },
    work: .within { action, registry, history, session in
      try registry.setStatus(
        of: try action.payload.text("number"), to: .valid, reason: try action.payload.text("reason"),
        at: action.decidedAt ?? action.askedAt, &history, session)
    })

  /// `objection`, its number; `note`, which its subject reads.
  public static let rejectObjection = ActionKind(
    "registry.reject-objection",
    words: { payload in "reject objection \(try payload.text("objection")) (不予受理): \(try payload.text("note"))" },
    check: { payload, registry, session in
      try Registry.check(reason: try payload.text("note"))
      _ = try registry.reportOfOpenObjection(try objection(payload), session)
    },
    work: .within { action, registry, history, session in
      try registry.decideObjection(
        try objection(action.payload), accept: false, note: try action.payload.text("note"),
        at: action.decidedAt ?? action.askedAt, &history, session)
    })

  private static func objection(_ payload: ActionPayload) throws(RegistryError) -> Int64 {
    guard let id = Int64(try payload.text("objection")) else {
      throw .damaged(what: "payload of an action", problem: "has no number of an objection")
    }
    return id
  }
}
