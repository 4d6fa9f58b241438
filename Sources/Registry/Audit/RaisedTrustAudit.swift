import Attestation
import Database

/// In a registry of real reports nothing that raises trust was done without the action that two persons decided.
struct RaisedTrustAudit {
  let session: any SQLSession
  /// The actions that were done.
  let done: Set<Trace>

  /// What an action of the registry's leaves behind: the kind, what it is about, and when it was decided.
  struct Trace: Hashable {
    let kind: String
    let subject: String
    let at: Int64

    init(_ kind: ActionKind, _ subject: String, at: Int64) {
      (self.kind, self.subject, self.at) = (kind.name, subject, at)
    }

    /// Nil for another module's action, and for one that was not done.
    init?(_ action: PendingAction) {
      guard action.state == .done, let at = action.decidedAt else { return nil }
      let subject: String? =
        switch action.kind {
        case ActionKind.restoreReport.name: try? action.payload.text("number")
        case ActionKind.rejectObjection.name: try? action.payload.text("objection")
        default: nil
        }
      guard let subject else { return nil }
      (self.kind, self.subject, self.at) = (action.kind, subject, at)
    }
  }

  func run(_ audit: inout Audit) throws {
    // In a registry for trying out one person is enough.
    guard let since = try TwoPersonRule.since(session) else { return }
    try restorations(since, &audit)
    try rejections(since, &audit)
  }

  private func restorations(_ since: Int64, _ audit: inout Audit) throws {
    let rows = try session.query(
      """
      SELECT sequence, changed_at, report.number AS number
      FROM status_change JOIN report ON report.log_index = status_change.log_index
      WHERE to_status = $1 AND changed_at > $2 ORDER BY sequence
      """, [.integer(Int64(ReportStatus.valid.rawValue)), .integer(since)])
    for row in rows {
      let trace = Trace(.restoreReport, try row.text("number"), at: try row.integer("changed_at"))
      if done.contains(trace) { continue }
      audit.add(
        .action, "status change \(try row.integer("sequence"))", "restores report \(trace.subject) without two persons")
    }
  }

  private func rejections(_ since: Int64, _ audit: inout Audit) throws {
    let rows = try session.query(
      "SELECT id, decided_at FROM objection WHERE state = $1 AND decided_at > $2 ORDER BY id",
      [.integer(Objection.State.rejected.rawValue), .integer(since)])
    for row in rows {
      let trace = Trace(.rejectObjection, "\(try row.integer("id"))", at: try row.integer("decided_at"))
      if done.contains(trace) { continue }
      audit.add(.action, "objection \(trace.subject)", "was rejected without two persons")
    }
  }
}
