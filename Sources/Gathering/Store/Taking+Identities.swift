import Database

extension Taking {
  /// Rule 4: codes and names must agree. Only names that the registrar does not know for their code are looked at.
  mutating func judgeIdentities() throws {
    var last = ""
    var limit = Self.page
    while true {
      let pairs = try session.query(
        """
        SELECT subject, comparable, MIN(name) AS name, MIN(is_person) AS is_person, MIN(passes) AS passes,
          CASE WHEN EXISTS (
            SELECT 1 FROM gather_name WHERE gather_name.issuer = $2 AND gather_name.comparable = gather_stage.comparable
              AND gather_name.basis <> 'row') THEN 1 ELSE 0 END AS is_anothers
        FROM gather_stage
        WHERE subject > $1 AND NOT EXISTS (
          SELECT 1 FROM gather_name WHERE gather_name.issuer = $2 AND gather_name.subject = gather_stage.subject
            AND gather_name.comparable = gather_stage.comparable AND gather_name.basis <> 'row')
        GROUP BY subject, comparable ORDER BY subject, comparable LIMIT $3
        """, [.text(last), .text(store.issuer), .integer(Int64(limit))])
      guard !pairs.isEmpty else { return }
      // All names of a subject are judged together: the last one of a full page may not be whole.
      var subjects = try grouped(pairs)
      if pairs.count == limit { subjects.removeLast() }
      guard let through = subjects.last?.subject else {
        limit *= 2
        continue
      }
      limit = Self.page
      let known = try knownNames(after: last, through: through)
      var rows: [[SQLValue]] = []
      for subject in subjects { rows += try judged(subject, known: known[subject.subject] ?? []) }
      try session.load(rows, into: "gather_stage_name", ["subject", "comparable", "key", "held"])
      last = through
    }
  }

  private static let page = 5_000

  private struct NamedSubject {
    var subject: String
    var isPerson: Bool
    var names: [(comparable: String, row: IdentityRule.Delivered)]
  }

  private func grouped(_ rows: [SQLRow]) throws -> [NamedSubject] {
    var subjects: [NamedSubject] = []
    for row in rows {
      let subject = try row.text("subject")
      if subjects.last?.subject != subject {
        subjects.append(NamedSubject(subject: subject, isPerson: try row.flag("is_person"), names: []))
      }
      subjects[subjects.count - 1].names.append(
        (
          try row.text("comparable"),
          IdentityRule.Delivered(
            name: try store.opened(name: row.text("name")), passesCheck: try row.flag("passes"),
            isAnothers: try row.flag("is_anothers"))
        ))
    }
    return subjects
  }

  private func knownNames(after first: String, through last: String) throws -> [String: [String]] {
    var names: [String: [String]] = [:]
    for row in try session.query(
      """
      SELECT subject, name FROM gather_name WHERE issuer = $1 AND subject IN (
        SELECT subject FROM gather_stage WHERE subject > $2 AND subject <= $3)
      """, [.text(store.issuer), .text(first), .text(last)])
    { names[try row.text("subject"), default: []].append(try store.opened(name: row.text("name"))) }
    return names
  }

  /// A registrar's word on names needs no agreement.
  private func judged(_ subject: NamedSubject, known: [String]) throws(DatabaseError) -> [[SQLValue]] {
    let delivered = subject.names.map(\.row)
    let verdicts =
      notice.kind == .registration
      ? delivered.map { _ in nil } : IdentityRule.verdicts(delivered, known: known, isPerson: subject.isPerson)
    return zip(subject.names, verdicts).map { name, verdict in
      [
        .text(subject.subject), .text(name.comparable), .blob(store.secret.key(ofName: name.row.name).bytes),
        .optional(verdict?.rawValue),
      ]
    }
  }

  // MARK: Subjects

  /// Rows that are held by the names under their codes.
  static let isHeld = """
    EXISTS (
      SELECT 1 FROM gather_stage_name WHERE gather_stage_name.subject = gather_stage.subject
        AND gather_stage_name.comparable = gather_stage.comparable AND gather_stage_name.held IS NOT NULL)
    """

  /// Most subjects of most deliveries are known: nothing is sorted for them.
  func addSubjects() throws(DatabaseError) {
    let born = SQLValue.integer(moment.sequence)
    try session.execute(
      """
      INSERT INTO gather_subject (issuer, subject, kind, sealed_number, born)
      SELECT $1, subject, kind, sealed_number, CAST($2 AS \(store.database.dialect.integer)) FROM gather_stage
      WHERE n IN (
        SELECT MIN(n) FROM gather_stage
        WHERE NOT \(Self.isHeld) AND NOT EXISTS (
          SELECT 1 FROM gather_subject
          WHERE gather_subject.issuer = $1 AND gather_subject.subject = gather_stage.subject)
        GROUP BY subject)
      ON CONFLICT (issuer, subject) DO NOTHING
      """, [.text(store.issuer), born])
    // The name of a subject that no registrar knows is that of its latest decision.
    try session.execute(
      """
      INSERT INTO gather_name (issuer, subject, comparable, basis, name, day, born)
      SELECT $1, subject, comparable, 'row', MIN(name), COALESCE(MAX(day), 0),
        CAST($2 AS \(store.database.dialect.integer))
      FROM gather_stage WHERE comparable <> '' AND NOT \(Self.isHeld) AND NOT EXISTS (
        SELECT 1 FROM gather_name AS known
        WHERE known.issuer = $1 AND known.subject = gather_stage.subject
          AND known.comparable = gather_stage.comparable AND known.basis = 'row')
      GROUP BY subject, comparable
      ON CONFLICT (issuer, subject, comparable, basis) DO NOTHING
      """, [.text(store.issuer), born])
    try addRegistrarsNames(born)
  }

  private func addRegistrarsNames(_ born: SQLValue) throws(DatabaseError) {
    guard notice.kind == .registration else { return }
    for (basis, table) in [("registrar", "gather_stage"), ("former", "gather_stage_former")] {
      try session.execute(
        """
        INSERT INTO gather_name (issuer, subject, comparable, basis, name, day, born)
        SELECT $1, subject, comparable, '\(basis)', MIN(name), CAST($2 AS \(store.database.dialect.integer)),
          CAST($3 AS \(store.database.dialect.integer))
        FROM \(table) WHERE TRUE GROUP BY subject, comparable
        ON CONFLICT (issuer, subject, comparable, basis) DO NOTHING
        """, [.text(store.issuer), .day(notice.days.upperBound), born])
    }
  }
}
