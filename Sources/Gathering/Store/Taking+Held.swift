import CivilTime
import Database
import Importing
import Records

extension Taking {
  /// A later row about the same document takes a held row's place if it has the held row's name, or its code where the
  /// held row has no name: a code that stood beside another name may have been copied from another offender. Where the
  /// held row lists several names, rows must be there for all of them. It must be a record of the same day; a withdrawal
  /// takes the place of what came before it; a repair, of nothing. What its source states again after a withdrawal is held
  /// again (`holdRows`).
  func settleEarlierHeldRows() throws {
    if state == .repaired { return }
    let candidates = try session.query(
      """
      SELECT DISTINCT gather_held.id AS id, has_name, died, gather_stage.subject AS subject, gather_stage.name AS name
      FROM gather_held JOIN gather_stage ON gather_stage.document = gather_held.document
        JOIN gather_delivery ON gather_delivery.sequence = gather_held.born
        LEFT JOIN gather_stage_outcome ON gather_stage_outcome.n = gather_stage.n
      WHERE gather_held.source = $1 AND (died IS NULL OR $2 = 1 AND settlement = 'delivered') AND NOT \(Self.isHeld)
        AND COALESCE(outcome, 'same') <> 'outdated'
        AND (gather_held.day IS NULL OR gather_stage.day IS NULL OR gather_held.day = gather_stage.day)
        AND ($2 = 0 OR gather_delivery.day_through <= $3)
      """, [.integer(source), .flag(state == .withdrawn), .day(notice.lastSaid)])
    var named: [Int64: Set<String>] = [:]
    var settled: Set<Int64> = []
    for row in candidates {
      let (id, names) = (try row.integer("id"), try row.integer("has_name"))
      let (name, subject) = (try store.opened(name: row.text("name")), try row.text("subject"))
      // Of two subjects with one name, nobody can say which was meant.
      let keys =
        try names == 0
        ? [store.secret.key(ofCode: subject)] : hasNamesake(subject, name) ? [] : [store.secret.key(ofName: name)]
      for key in keys where !settled.contains(id) {
        let mentioned = try session.query(
          "SELECT 1 AS found FROM gather_mention WHERE key = $1 AND id = $2", [.blob(key.bytes), .integer(id)])
        if mentioned.isEmpty { continue }
        if state == .withdrawn {
          try session.execute(
            "UPDATE gather_held SET withdrawn = $1 WHERE id = $2 AND COALESCE(withdrawn, $1) <= $1",
            [.day(notice.lastSaid), .integer(id)])
        }
        named[id, default: []].insert(subject)
        guard named[id]?.count ?? 0 >= names, try row.optionalInteger("died") == nil else { continue }
        try session.execute(
          "UPDATE gather_held SET died = $1, settlement = 'delivered' WHERE id = $2",
          [.integer(moment.sequence), .integer(id)])
        settled.insert(id)
      }
    }
  }

  private func hasNamesake(_ subject: String, _ name: String) throws(DatabaseError) -> Bool {
    try !session.query(
      "SELECT 1 AS found FROM gather_name WHERE issuer = $1 AND comparable = $2 AND subject <> $3 LIMIT 1",
      [.text(store.issuer), .text(comparableName(name)), .text(subject)]
    ).isEmpty
  }

  /// Rows without a sure subject are held; one that the source delivered before is not held twice, and one that was
  /// settled stays settled, unless what it was settled by was withdrawn before the day of this delivery.
  mutating func holdRows() throws {
    try moveHeldRecords()
    let known = try session.query(
      """
      SELECT gather_stage_held.n AS n, MAX(CASE WHEN died IS NULL THEN gather_held.id END) AS held
      FROM gather_stage_held JOIN gather_held ON gather_held.content = gather_stage_held.content
      WHERE gather_held.source = $1 AND (died IS NULL OR withdrawn IS NULL OR withdrawn >= $2)
      GROUP BY gather_stage_held.n
      """, [.integer(source), .day(notice.lastSaid)])
    var before: [Int64: KnownHeld] = [:]
    for row in known {
      before[try row.integer("n")] = try row.optionalInteger("held").map(KnownHeld.held) ?? .settled
    }
    try session.load(
      before.keys.map { [.integer($0), .text(RowOutcome.same.rawValue)] }, into: "gather_stage_outcome",
      ["n", "outcome"])
    receipt.counts[.same] += before.count
    try openDays(known: before)
    try addHeld()
    try HeldNames(store: store, session: session).addTraits(
      ofRows: firstID...(firstID + Int64(UInt32.max)), known: moment.sequence)
  }

  /// A row that the source delivered before.
  private enum KnownHeld {
    case held(Int64)
    case settled
  }

  private mutating func addHeld() throws(DatabaseError) {
    let integer = store.database.dialect.integer
    var last = Int64(-1)
    while true {
      let rows = try session.query(
        """
        SELECT n, category, content, document, day, reason, has_name, table_index, row_number, sealed_text
        FROM gather_stage_held
        WHERE n > $1 AND NOT EXISTS (SELECT 1 FROM gather_stage_outcome WHERE gather_stage_outcome.n = gather_stage_held.n)
        ORDER BY n LIMIT 5000
        """, [.integer(last)])
      guard let end = rows.last else { break }
      last = try end.integer("n")
      var held: [[SQLValue]] = []
      for row in rows {
        held.append([
          .integer(firstID + (try row.integer("n"))), .text(store.issuer), .integer(source), row.value("category"),
          row.value("content"), row.value("day"), row.value("document"), row.value("reason"), row.value("has_name"),
          .text(ShownPerson.text(tableName(try row.integer("table_index")))), row.value("row_number"),
          row.value("sealed_text"),
          .integer(moment.sequence),
        ])
      }
      try session.load(
        held, into: "gather_held",
        [
          "id", "issuer", "source", "category", "content", "day", "document", "reason", "has_name", "table_name",
          "row_number",
          "sealed_text", "born",
        ])
      receipt.counts[.held] += rows.count
    }
    try session.execute(
      """
      INSERT INTO gather_mention (key, id)
      SELECT DISTINCT key, CAST($1 AS \(integer)) + gather_stage_mention.n FROM gather_stage_mention
      WHERE NOT EXISTS (
        SELECT 1 FROM gather_stage_outcome WHERE gather_stage_outcome.n = gather_stage_mention.n)
      """, [.integer(firstID)])
  }

  /// Records whose code and name do not agree become held rows.
  private mutating func moveHeldRecords() throws {
    var last = Int64(-1)
    while true {
      let rows = try session.query(
        """
        SELECT gather_stage.n AS n, gather_stage.subject AS subject, name, category, content, document, day, sealed_number,
          is_sealed, body, table_index, row_number, held
        FROM gather_stage JOIN gather_stage_name ON gather_stage_name.subject = gather_stage.subject
          AND gather_stage_name.comparable = gather_stage.comparable
        WHERE held IS NOT NULL AND gather_stage.n > $1 ORDER BY gather_stage.n LIMIT 5000
        """, [.integer(last)])
      guard let end = rows.last else { return }
      last = try end.integer("n")
      var held: [[SQLValue]] = []
      var mentions: [[SQLValue]] = []
      for row in rows {
        let body = try row.blob("body")
        held.append([
          row.value("n"), row.value("category"), row.value("content"), row.value("document"), row.value("day"),
          row.value("held"), row.value("table_index"), row.value("row_number"),
          .blob(try row.flag("is_sealed") ? body : store.secret.seal(body)), .flag(false), .flag(true),
        ])
        let (name, subject) = (try store.opened(name: row.text("name")), try row.text("subject"))
        let number = try row.optionalBlob("sealed_number").map { String(decoding: try store.opened($0), as: UTF8.self) }
        let codes = number.map(NearbyCodes.sound) ?? CodeMentions.all(in: subject) + NearbyCodes.sound(near: subject)
        let keys = RowPreparation(secret: store.secret).mentions(
          names: SubjectNames.mentioned(in: name), codes: [subject] + codes)
        mentions += keys.map { [.blob($0.bytes), row.value("n")] }
      }
      try session.load(
        held, into: "gather_stage_held",
        [
          "n", "category", "content", "document", "day", "reason", "table_index", "row_number", "sealed_text", "opens",
          "has_name",
        ])
      try session.load(mentions, into: "gather_stage_mention", ["key", "n"])
    }
  }

  /// Beyond any day that is asked about.
  private static var lastDay: CalendarDate { CalendarDate(daysSince1970: 84_000) }

  /// Only a row that names nobody opens days: its own, else the delivery's. Who was put on a list may still stand there.
  private mutating func openDays(known: [Int64: KnownHeld]) throws(DatabaseError) {
    let rows = try session.query(
      """
      SELECT n, category, day FROM gather_stage_held WHERE opens = 1 ORDER BY n
      """)
    for row in rows {
      let n = try row.integer("n")
      var held = firstID + n
      switch known[n] {
      case .settled: continue
      case .held(let id): held = id
      case nil: break
      }
      let category = try row.text("category")
      let days = try row.optionalDay("day").map { day in
        day...(store.catalogue.lists.contains(category) ? Self.lastDay : day)
      }
      openings.append((category, days ?? notice.days, .nameless, held))
    }
  }
}
