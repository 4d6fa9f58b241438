import CivilTime
import Database

extension Taking {
  private static var page: Int { 20_000 }

  /// Rules 1 and 6, group by group: what each row is, and what of the store it ends.
  mutating func judgeGroups() throws {
    try judgeUnknownGroups()
    var last: (subject: String, decision: [UInt8]) = ("", [])
    var limit = Self.page
    while true {
      let rows = try session.query(
        """
        SELECT n, subject, decision, content FROM gather_stage
        WHERE (subject, decision) > ($1, $2) AND NOT \(Self.isHeld)
          AND NOT EXISTS (SELECT 1 FROM gather_stage_outcome WHERE gather_stage_outcome.n = gather_stage.n)
        ORDER BY subject, decision, n LIMIT $3
        """, [.text(last.subject), .blob(last.decision), .integer(Int64(limit))])
      var groups = try delivered(rows)
      if groups.isEmpty { return }
      // The last group of a full page may go on behind it.
      if rows.count == limit { groups.removeLast() }
      guard let through = groups.last else {
        limit *= 2
        continue
      }
      limit = Self.page
      let standing = try standing(after: last, through: through)
      var changes = GroupRule.Changes()
      var ends: [[SQLValue]] = []
      var confirms: [[SQLValue]] = []
      for group in groups {
        var own = GroupRule.changes(
          group.rows, after: standing[Key(group.subject, group.decision)] ?? [], through: notice.lastSaid,
          outcome: outcomeOfNew)
        // What one person typed may add records, and take none away.
        // A further withdrawal takes nothing of the first one back.
        if state == .withdrawn { own.ends = [] }
        if notice.author == .person, state == .said {
          own.ends = []
          own.outcomes = own.outcomes.map { ($0.row, $0.outcome == .replaces ? .new : $0.outcome) }
        }
        changes.outcomes += own.outcomes
        ends += own.ends.map { [.integer($0), .text(group.subject)] }
        confirms += own.confirms.map { [.integer($0), .text(group.subject)] }
      }
      try session.load(
        changes.outcomes.lazy.filter { $0.outcome != .same }.map {
          [.integer(Int64($0.row)), .text($0.outcome.rawValue)]
        },
        into: "gather_stage_outcome", ["n", "outcome"])
      try session.load(ends, into: "gather_stage_end", ["id", "subject"])
      try session.load(confirms, into: "gather_stage_confirm", ["id", "subject"])
      for (_, outcome) in changes.outcomes { receipt.counts[outcome] += 1 }
      last = (through.subject, through.decision)
    }
  }

  /// What a row is that says something its source had not said.
  private var outcomeOfNew: RowOutcome { state == .withdrawn ? .withdraws : state == .repaired ? .replaces : .new }

  /// All rows of a group of which the source had said nothing are new (`GroupRule.changes` after nothing), as most rows of
  /// most deliveries are: they need not leave the database. A snapshot mostly says again what is known.
  private mutating func judgeUnknownGroups() throws(DatabaseError) {
    if notice.kind == .snapshot { return }
    let standing = """
      SELECT 1 AS found FROM gather_record
      WHERE gather_record.subject = gather_stage.subject AND gather_record.decision = gather_stage.decision
        AND source = $1 AND state = $2 AND died IS NULL
      """
    // Each group is looked up by itself: `standing(after:through:)`.
    let unknown =
      switch store.database.dialect {
      case .sqlite: "gather_stage WHERE NOT EXISTS (\(standing))"
      case .postgres: "gather_stage LEFT JOIN LATERAL (\(standing) LIMIT 1) AS known ON TRUE WHERE known.found IS NULL"
      }
    receipt.counts[outcomeOfNew] += try session.execute(
      """
      INSERT INTO gather_stage_outcome (n, outcome) SELECT gather_stage.n, $3 FROM \(unknown) AND NOT \(Self.isHeld)
      """, [.integer(source), .text(state.rawValue), .text(outcomeOfNew.rawValue)])
  }

  private struct Key: Hashable {
    var subject: String
    var decision: Digest
    init(_ subject: String, _ decision: [UInt8]) { (self.subject, self.decision) = (subject, Digest(decision)) }
  }

  private struct Group {
    var subject: String
    var decision: [UInt8]
    var rows: [GroupRule.Delivered]
  }

  private func delivered(_ rows: [SQLRow]) throws(DatabaseError) -> [Group] {
    var groups: [Group] = []
    for row in rows {
      let (subject, decision) = (try row.text("subject"), try row.blob("decision"))
      if groups.last?.decision != decision || groups.last?.subject != subject {
        groups.append(Group(subject: subject, decision: decision, rows: []))
      }
      groups[groups.count - 1].rows.append(
        GroupRule.Delivered(row: Int(try row.integer("n")), content: Digest(try row.blob("content"))))
    }
    return groups
  }

  /// What this source says of the groups so far.
  private func standing(
    after first: (subject: String, decision: [UInt8]), through last: Group
  ) throws(DatabaseError) -> [Key: [GroupRule.Standing]] {
    let overruled =
      overruling.map { other in
        """
        CASE WHEN EXISTS (
          SELECT 1 FROM gather_record AS other
          WHERE other.subject = gather_record.subject AND other.decision = gather_record.decision
            AND other.died IS NULL AND \(other)) THEN 1 ELSE 0 END
        """
      } ?? "0"
    // Each group is looked up by itself, whatever a server believes of the sizes of tables that have just grown: by those
    // it once read all records for each row.
    let ofGroup =
      switch store.database.dialect {
      case .sqlite: "gather_record"
      case .postgres:
        """
        LATERAL (
          SELECT * FROM gather_record AS standing
          WHERE standing.subject = asked.subject AND standing.decision = asked.decision OFFSET 0)
        """
      }
    let rows = try session.query(
      """
      SELECT id, gather_record.subject AS subject, gather_record.decision AS decision, content, day_through, ended_day,
        \(overruled) AS is_overruled
      FROM (
        SELECT DISTINCT subject, decision FROM gather_stage
        WHERE (subject, decision) > ($3, $4) AND (subject, decision) <= ($5, $6)
          AND NOT EXISTS (SELECT 1 FROM gather_stage_outcome WHERE gather_stage_outcome.n = gather_stage.n)) AS asked
      CROSS JOIN \(ofGroup) AS gather_record
      WHERE gather_record.subject = asked.subject AND gather_record.decision = asked.decision AND source = $1
        AND state = $2 AND died IS NULL
      """,
      [
        .integer(source), .text(state.rawValue), .text(first.subject), .blob(first.decision), .text(last.subject),
        .blob(last.decision),
      ])
    var standing: [Key: [GroupRule.Standing]] = [:]
    for row in rows {
      standing[Key(try row.text("subject"), try row.blob("decision")), default: []].append(
        GroupRule.Standing(
          id: try row.integer("id"), content: Digest(try row.blob("content")), through: try row.day("day_through"),
          ended: try row.optionalDay("ended_day"), isOverruled: try row.flag("is_overruled")))
    }
    return standing
  }

  /// What would be as new as a version, or newer, and print in its place; nil: there can be none, so that nothing is asked
  /// of the many rows of most sources.
  func overrulingVersions() throws -> String? {
    func hasDelivered(_ condition: String) throws(DatabaseError) -> Bool {
      try !session.query("SELECT 1 AS found FROM gather_delivery WHERE \(condition) LIMIT 1", [.integer(source)])
        .isEmpty
    }
    switch (notice.kind, state) {
    case (.registration, _):
      return try hasDelivered("kind = 'registration' AND source <> $1")
        ? "other.source <> gather_record.source AND other.state = 'said' AND other.day_through >= gather_record.day_through"
        : nil
    case (_, .said):
      return try hasDelivered("kind = 'withdrawal' AND source = $1")
        ? """
        other.source = gather_record.source AND other.state = 'withdrawn'
          AND \(StandingRecords.Version.withdraws("other", "gather_record"))
        """ : nil
    case (_, .withdrawn):
      return """
        other.source = gather_record.source AND other.state = 'said'
          AND NOT \(StandingRecords.Version.withdraws("gather_record", "other"))
        """
    case (_, .repaired):
      return """
        other.source <> gather_record.source AND other.state = 'repaired'
          AND other.day_through >= gather_record.day_through
        """
    }
  }

  /// Withdrawals are of what their source said of the decision until its day, repairs of what any source did.
  func unmatched() throws(DatabaseError) -> Int {
    if state == .said { return 0 }
    let rows = try session.query(
      """
      SELECT COUNT(*) AS found FROM gather_stage WHERE NOT \(Self.isHeld) AND NOT EXISTS (
        SELECT 1 FROM gather_record
        WHERE gather_record.subject = gather_stage.subject AND gather_record.decision = gather_stage.decision
          AND state = 'said' AND died IS NULL
          AND ($1 = 0 OR gather_record.day_through <= $2
            AND (gather_stage.day IS NULL OR gather_record.day IS NULL OR gather_stage.day >= gather_record.day))
          \(state == .withdrawn ? "AND gather_record.source = $3" : ""))
      """, [.flag(state == .withdrawn), .day(notice.lastSaid)] + (state == .withdrawn ? [.integer(source)] : []))
    return Int(try rows[0].integer("found"))
  }

  // MARK: What follows

  /// Versions end, none is deleted; what a later delivery had already said otherwise ends as it is born.
  func addRecords() throws(DatabaseError) {
    let integer = store.database.dialect.integer
    let born = SQLValue.integer(moment.sequence)
    try session.execute(
      """
      UPDATE gather_record SET died = $1 WHERE (subject, id) IN (SELECT subject, id FROM gather_stage_end)
      """, [born])
    try session.execute(
      """
      UPDATE gather_record SET day_through = $1
      WHERE day_through < $1 AND (subject, id) IN (SELECT subject, id FROM gather_stage_confirm)
      """, [.day(notice.lastSaid)])
    try session.execute(
      """
      INSERT INTO gather_record (id, issuer, subject, source, category, decision, content, day, day_through, state,
        is_sealed, body, born, died)
      SELECT CAST($1 AS \(integer)) + gather_stage.n, $2, subject, CAST($3 AS \(integer)), category, decision, content,
        day, CAST($4 AS \(integer)), $5, is_sealed, body, CAST($6 AS \(integer)),
        CASE WHEN outcome = 'outdated' THEN CAST($6 AS \(integer)) END
      FROM gather_stage JOIN gather_stage_outcome ON gather_stage_outcome.n = gather_stage.n
      ORDER BY gather_stage.subject, gather_stage.decision
      """,
      [
        .integer(firstID), .text(store.issuer), .integer(source), .day(notice.lastSaid), .text(state.rawValue),
        born,
      ])
    // A record under a name that is not its code's may be about who has that name.
    try session.execute(
      """
      INSERT INTO gather_mention (key, id, subject)
      SELECT gather_stage_name.key, CAST($1 AS \(integer)) + gather_stage.n, gather_stage.subject
      FROM gather_stage JOIN gather_stage_outcome ON gather_stage_outcome.n = gather_stage.n
        JOIN gather_stage_name ON gather_stage_name.subject = gather_stage.subject
          AND gather_stage_name.comparable = gather_stage.comparable
      WHERE outcome <> 'outdated' AND gather_stage_name.held IS NULL AND gather_stage.category <> 'registration'
      """, [.integer(firstID)])
  }
}
