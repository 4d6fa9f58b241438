import CivilTime
import Database

extension GatheringStore {
  /// - Throws: `GatheringError.unknown` or `.refused`: it cannot be taken as the store is.
  public func propose(_ decision: GatheringDecision) throws -> ProposedDecision {
    try database.read { session in try Deciding(store: self, session: session).propose(decision) }
  }

  /// Takes a decision, in one transaction.
  /// - Parameters:
  ///   - mark: of the proposal that was confirmed.
  ///   - action: names the confirmation. What was decided under it is not decided twice.
  ///   - person: who confirmed it.
  /// - Throws: as `propose`; nothing is changed then.
  public func decide(
    _ decision: GatheringDecision, mark: String, action: String, person: String
  ) throws -> DecisionReceipt {
    try database.write { session in
      try lock(session)
      if let done = try decided(under: action, session) { return done }
      let deciding = Deciding(store: self, session: session)
      guard try deciding.propose(decision).mark == mark else {
        throw GatheringError.refused(what: "a decision", problem: "is about something else by now; ask for it again")
      }
      return try deciding.carryOut(decision, at: try nextMoment(session), action: action, person: person)
    }
  }

  private func decided(under action: String, _ session: any SQLSession) throws(DatabaseError) -> DecisionReceipt? {
    let rows = try session.query(
      """
      SELECT gather_decision.sequence AS sequence, gather_decision.kind AS kind, taken_at, ended,
        (SELECT COUNT(*) FROM gather_held WHERE died = gather_decision.sequence) AS settled
      FROM gather_decision JOIN gather_delivery ON gather_delivery.sequence = gather_decision.sequence
      WHERE gather_decision.issuer = $1 AND action = $2
      """, [.text(issuer), .text(action)])
    return try rows.first.map { row throws(DatabaseError) in
      // An erasure ends what it erases.
      let (ended, isErasure) = (Int(try row.integer("ended")), try row.text("kind") == "erase")
      return DecisionReceipt(
        sequence: try row.integer("sequence"),
        takenAt: BeijingTime(millisecondsSince1970: try row.integer("taken_at")),
        settled: Int(try row.integer("settled")), ended: isErasure ? 0 : ended, erased: isErasure ? ended : 0)
    }
  }
}
