import CivilTime
import Database

extension Taking {
  /// Rows that were assigned by hand when their source delivered them before go the same way. What the source no longer
  /// says of the decision ends, and nothing of it is lost behind a settled row.
  func routeAssigned() throws {
    var subjects = try assignedSubjects()
    if subjects.isEmpty { return }
    for row in try stagedRows() {
      // Equal rows are as many as were assigned.
      guard let subject = subjects[row.content]?.popLast() else { continue }
      let decision = store.secret.group(
        document: row.document, category: row.category, subject: subject.key, content: row.content)
      let body = AssignedRow(store: store).body(of: row.text, category: row.category, code: subject.key)
      let n = SQLValue.integer(row.n)
      try session.execute("DELETE FROM gather_stage WHERE n = $1", [n])
      try session.execute("DELETE FROM gather_stage_held WHERE n = $1", [n])
      try session.execute("DELETE FROM gather_stage_mention WHERE n = $1", [n])
      // Without a name: it was assigned whatever its name is, and gives its subject none.
      try session.insert(
        [
          [
            n, .text(subject.key), .text(subject.kind), .text(""), .text(""), .flag(false), .flag(true), .null,
            .text(row.category), .blob(decision.bytes), .blob(row.content.bytes), .optional(row.document?.bytes),
            .day(row.day), .flag(true), .blob(try store.secret.seal(body)), row.table, row.number,
          ]
        ], into: "gather_stage", Staging.recordColumns)
    }
  }

  private struct StagedRow {
    var n: Int64
    var content: Digest, document: Digest?
    var category: String
    var day: CalendarDate?
    var text: [UInt8]
    var table: SQLValue, number: SQLValue
  }

  /// Rows of the delivery that would be held, and equal one that was assigned.
  private func stagedRows() throws -> [StagedRow] {
    let assigned = """
      IN (
        SELECT gather_held.content FROM gather_assignment JOIN gather_held ON gather_held.id = gather_assignment.held
        WHERE gather_held.source = $1)
      """
    let columns = "n, category, content, document, day, table_index, row_number"
    let held = try session.query(
      """
      SELECT \(columns), sealed_text AS body, 1 AS is_sealed FROM gather_stage_held WHERE content \(assigned)
      UNION ALL
      SELECT \(columns), body, is_sealed FROM gather_stage WHERE content \(assigned) AND \(Self.isHeld)
      ORDER BY n
      """, [.integer(source)])
    return try held.map { row in
      let body = try row.blob("body")
      return StagedRow(
        n: try row.integer("n"), content: Digest(try row.blob("content")),
        document: try row.optionalBlob("document").map { Digest($0) }, category: try row.text("category"),
        day: try row.optionalDay("day"), text: try row.flag("is_sealed") ? try store.opened(body) : body,
        table: row.value("table_index"), number: row.value("row_number"))
    }
  }

  private func assignedSubjects() throws(DatabaseError) -> [Digest: [(key: String, kind: String)]] {
    var subjects: [Digest: [(key: String, kind: String)]] = [:]
    for row in try session.query(
      """
      SELECT gather_held.content AS content, gather_assignment.subject AS subject, gather_subject.kind AS kind
      FROM gather_assignment JOIN gather_held ON gather_held.id = gather_assignment.held
        JOIN gather_subject ON gather_subject.issuer = $1 AND gather_subject.subject = gather_assignment.subject
      WHERE gather_held.source = $2 ORDER BY gather_held.id
      """, [.text(store.issuer), .integer(source)])
    {
      subjects[Digest(try row.blob("content")), default: []].append((try row.text("subject"), try row.text("kind")))
    }
    return subjects
  }
}
