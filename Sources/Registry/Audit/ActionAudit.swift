import Database

/// Every action is as its history says, and who confirmed it is another person than who asked.
struct ActionAudit {
  let session: any SQLSession

  /// What the history says of an action.
  private struct Outcome {
    var content: [UInt8]
    var state: PendingAction.State
    var askedBy: String?
    var decidedBy: String?
    var decidedAt: Int64?
    var reason: String?
  }

  /// - Returns: what the actions that were done leave behind.
  func run(_ audit: inout Audit) throws -> Set<RaisedTrustAudit.Trace> {
    var done: Set<RaisedTrustAudit.Trace> = []
    var outcomes = try history(&audit)
    let ruleSince = try TwoPersonRule.since(session) ?? .max
    var last: Int64 = 0
    while true {
      let rows = try session.query(
        """
        SELECT issuer, \(PendingAction.columns) FROM pending_action WHERE id > $1 ORDER BY id LIMIT \(auditPage)
        """, [.integer(last)])
      for row in rows {
        last = try row.integer("id")
        audit.actions += 1
        if let action = try compare(row, outcomes.removeValue(forKey: last), ruleSince, &audit) {
          if let trace = RaisedTrustAudit.Trace(action) { done.insert(trace) }
        }
      }
      if rows.count < auditPage { break }
    }
    for id in outcomes.keys.sorted() { audit.add(.action, "action \(id)", "is missing, but its history is there") }
    return done
  }

  private func history(_ audit: inout Audit) throws -> [Int64: Outcome] {
    var chain = ChainAudit(
      .action, label: ActionBook.label, rowName: "change of an action",
      columns: ["sequence", "action", "changed_at", "from_state", "to_state", "person", "reason", "content"])
    var outcomes: [Int64: Outcome] = [:]
    try chain.checkRows(chain.selection(from: "action_change"), session, &audit) { chain, row, audit in
      let change = "change of an action \(chain.sequence)"
      let id = try row.integer("action")
      guard let state = PendingAction.State(rawValue: try row.integer("to_state")) else {
        return audit.add(.action, change, "has an unknown state")
      }
      guard var outcome = outcomes[id] else {
        if state != .pending || row.value("from_state") != .null {
          audit.add(.action, change, "is the first of action \(id), but does not ask for it")
        }
        outcomes[id] = Outcome(content: try row.blob("content"), state: state, askedBy: try row.optionalText("person"))
        return
      }
      if try row.optionalInteger("from_state") != outcome.state.rawValue {
        audit.add(.action, change, "begins at another state than action \(id) was in")
      }
      if !outcome.state.mayBecome(state) {
        audit.add(.action, change, "\(outcome.state.word) to \(state.word) is against the rules")
      }
      if try row.blob("content") != outcome.content { audit.add(.action, change, "is about something else") }
      if outcome.state == .pending {
        (outcome.decidedBy, outcome.decidedAt) = (try row.optionalText("person"), try row.integer("changed_at"))
      }
      (outcome.state, outcome.reason) = (state, try row.optionalText("reason"))
      outcomes[id] = outcome
    }
    chain.finish(try ChainHead.read(.action, session), &audit)
    return outcomes
  }

  /// - Returns: the action; nil if there is none to be believed.
  private func compare(
    _ row: SQLRow, _ outcome: Outcome?, _ ruleSince: Int64, _ audit: inout Audit
  ) throws -> PendingAction? {
    let name = "action \(try row.integer("id"))"
    guard let outcome else {
      audit.add(.action, name, "has no history")
      return nil
    }
    let action: PendingAction
    do { action = try PendingAction(row) } catch is RegistryError {
      audit.add(.action, name, "holds what the program never writes")
      return nil
    }
    if action.digest(issuer: try row.text("issuer")) != outcome.content {
      audit.add(.action, name, "is not what was asked for")
    }
    if action.state != outcome.state || action.decidedBy?.name != outcome.decidedBy
      || action.decidedAt != outcome.decidedAt || action.reason != outcome.reason
    {
      audit.add(.action, name, "is not as its history left it")
    }
    let isConfirmed = outcome.state == .confirmed || outcome.state == .done
    if isConfirmed, action.persons == .two, outcome.decidedBy == nil || outcome.decidedBy == outcome.askedBy {
      audit.add(.action, name, "was confirmed by who asked for it")
    }
    if action.persons == .one, action.askedAt > ruleSince {
      audit.add(.action, name, "was decided by one person, where two must")
    }
    return action
  }
}
