import Database

/// The table of actions and its history, a hash chain: the audit finds an action that was changed, removed or slipped in.
///
/// It is created before an action is read to be decided: from then on nobody else can decide one.
struct ActionBook {
  static let label = "xinbao action change 1"

  private let session: any SQLSession
  private let issuer: String
  private var head: ChainHead

  init(_ session: any SQLSession, _ dialect: SQLDialect, issuer: String) throws {
    (self.session, self.issuer) = (session, issuer)
    head = try ChainHead.lock(.action, session, dialect)
  }

  mutating func add(
    _ kind: ActionKind, _ payload: ActionPayload, words: String, persons: PendingAction.Persons, by person: Operator,
    at now: Int64
  ) throws -> PendingAction {
    let next = try session.query("SELECT COALESCE(MAX(action), 0) + 1 AS next FROM action_change")
    guard let id = try next.first?.integer("next") else { preconditionFailure("a maximum without a row") }
    let action = PendingAction(
      id: id, kind: kind.name, payload: payload, words: words, persons: persons, askedBy: person, askedAt: now)
    try session.execute(
      """
      INSERT INTO pending_action (id, issuer, kind, payload, words, persons, asked_by, asked_at, state)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
      """,
      [
        .integer(id), .text(issuer), .text(kind.name), .text(payload.json), .text(words), .integer(persons.rawValue),
        .text(person.name), .integer(now),
      ])
    try link(action, from: nil, by: person.name, at: now)
    return action
  }

  /// - Throws: `RegistryError.noSuchAction`; `.damaged` for one that is not what was asked for, or not as it was left.
  func action(_ id: Int64) throws -> PendingAction {
    guard let action = try Self.actions("id = $2", [.integer(id)], issuer: issuer, session).first else {
      throw RegistryError.noSuchAction(id: id)
    }
    let last = try session.query(
      "SELECT to_state, content FROM action_change WHERE action = $1 ORDER BY sequence DESC LIMIT 1", [.integer(id)])
    guard let last = last.first, try last.integer("to_state") == action.state.rawValue,
      try last.blob("content") == action.digest(issuer: issuer)
    else { throw RegistryError.damaged(what: "action \(id)", problem: "is not what was asked for") }
    return action
  }

  /// One for the same that nobody has decided.
  func pending(_ kind: ActionKind, _ payload: ActionPayload) throws -> PendingAction? {
    try Self.actions(
      "kind = $2 AND payload = $3 AND state = 0", [.text(kind.name), .text(payload.json)], issuer: issuer, session
    ).first
  }

  /// - Parameter condition: its values begin with `$2`.
  static func actions(
    _ condition: String, _ values: [SQLValue], issuer: String, _ session: any SQLSession
  ) throws -> [PendingAction] {
    try session.query(
      "SELECT \(PendingAction.columns) FROM pending_action WHERE issuer = $1 AND \(condition)", [.text(issuer)] + values
    ).map { row in try PendingAction(row) }
  }

  /// - Parameter person: nil: time decided.
  mutating func change(
    _ action: inout PendingAction, to state: PendingAction.State, by person: Operator?, at now: Int64,
    reason: String? = nil
  ) throws {
    guard action.state.mayBecome(state) else { throw RegistryError.actionDecided(id: action.id, is: action.state) }
    let from = action.state
    if from == .pending { (action.decidedBy, action.decidedAt) = (person, now) }
    (action.state, action.reason) = (state, reason)
    try session.execute(
      "UPDATE pending_action SET state = $1, decided_by = $2, decided_at = $3, reason = $4 WHERE id = $5",
      [
        .integer(state.rawValue), .optional(action.decidedBy?.name), action.decidedAt.map { .integer($0) } ?? .null,
        .optional(reason), .integer(action.id),
      ])
    try link(action, from: from, by: person?.name, at: now)
  }

  private mutating func link(
    _ action: PendingAction, from: PendingAction.State?, by person: String?, at now: Int64
  ) throws {
    let row = head.link(
      Self.label,
      [
        .integer(action.id), .integer(now), .optional(from?.rawValue), .integer(action.state.rawValue),
        .optional(person), .optional(action.reason), .blob(action.digest(issuer: issuer)),
      ])
    try session.execute(
      """
      INSERT INTO action_change
        (sequence, action, changed_at, from_state, to_state, person, reason, content, previous, hash)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """, row)
  }

  func save() throws { try head.save(.action, session) }
}
