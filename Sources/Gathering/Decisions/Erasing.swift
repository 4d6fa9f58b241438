import CivilTime
import Database
import Records

// Retention: the catalogue says for how long records of a category are kept (retention.yaml).

/// What is kept no longer.
struct OverdueRows {
  /// Of one category.
  struct Part {
    var category: String
    /// Days before it.
    var limit: CalendarDate
    var isOfEverybody: Bool
    var records: Int
    var held: [Int64]
  }
  var parts: [Part] = []

  var count: Int { parts.reduce(0) { $0 + $1.records + $1.held.count } }
  var words: String {
    "\(parts.reduce(0) { $0 + $1.records }) versions of records and \(parts.reduce(0) { $0 + $1.held.count }) held rows"
  }
}

extension Deciding {
  func kept(noLongerOn day: CalendarDate) throws -> OverdueRows {
    var overdue = OverdueRows()
    for rule in store.catalogue.retention {
      for category in rule.categories {
        var part = OverdueRows.Part(
          category: category, limit: day.adding(months: -12 * rule.years), isOfEverybody: rule.isOfEverybody,
          records: 0, held: [])
        let rows = try session.query(
          "SELECT COUNT(*) AS found FROM gather_record WHERE \(condition(part))", values(part))
        part.records = Int(try rows[0].integer("found"))
        part.held = try heldRows(part)
        overdue.parts.append(part)
      }
    }
    return overdue
  }

  /// A decision's time runs from the last day that any version of it says, a list's from its end.
  private func condition(_ part: OverdueRows.Part) -> String {
    let persons =
      part.isOfEverybody
      ? ""
      : """
      AND gather_record.subject IN (
        SELECT subject FROM gather_subject WHERE issuer = $1 AND sealed_number IS NOT NULL)
      """
    let lasts = "state = 'said' AND died IS NULL AND ended_day IS NULL"
    let isList = store.catalogue.lists.contains(part.category)
    return """
      erased IS NULL AND issuer = $1 AND category = $2 AND (subject, decision) IN (
        SELECT subject, decision FROM gather_record WHERE issuer = $1 AND category = $2 \(persons)
        GROUP BY subject, decision
        HAVING MAX(\(isList ? "COALESCE(ended_day, day, day_through)" : "COALESCE(day, day_through)")) < $3
          AND MAX(CASE WHEN \(isList ? lasts : "1 = 0") THEN 1 ELSE 0 END) = 0)
      """
  }

  private func values(_ part: OverdueRows.Part) -> [SQLValue] {
    [.text(store.issuer), .text(part.category), .day(part.limit)]
  }

  /// Held rows that are a person's, or may be: nobody can say for sure whom they are about.
  private func heldRows(_ part: OverdueRows.Part) throws -> [Int64] {
    var found: [Int64] = []
    var last = Int64(-1)
    while true {
      let rows = try session.query(
        """
        SELECT gather_held.id AS id, sealed_text FROM gather_held
          JOIN gather_delivery ON gather_delivery.sequence = gather_held.born
        WHERE erased IS NULL AND gather_held.issuer = $1 AND category = $2 AND COALESCE(day, day_through) < $3
          AND gather_held.id > $4
        ORDER BY gather_held.id LIMIT 1000
        """, values(part) + [.integer(last)])
      guard let end = rows.last else { return found }
      last = try end.integer("id")
      for row in rows {
        let text = try store.opened(try row.blob("sealed_text"))
        if part.isOfEverybody || Self.mayNameAPerson(text) { found.append(try row.integer("id")) }
      }
    }
  }

  private static func mayNameAPerson(_ text: [UInt8]) -> Bool {
    BodyFields.fields(of: text).contains { field in
      field.text.contains("自然人") || CitizenID.fault(in: normalizedIdentifier(field.text)) == nil
    }
  }

  /// Contents go; what names the row, its days and its keyed digests stay.
  /// - Returns: how many rows were erased.
  func erase(_ overdue: OverdueRows, _ moment: GatheringStore.Moment) throws -> Int {
    var erased = 0
    for part in overdue.parts {
      erased += try session.execute(
        "UPDATE gather_record SET body = $4, is_sealed = 0, erased = $5 WHERE \(condition(part))",
        values(part) + [.blob(Array("{}".utf8)), .integer(moment.sequence)])
      for id in part.held {
        erased += try session.execute(
          "UPDATE gather_held SET sealed_text = $1, erased = $2 WHERE id = $3",
          [.blob(try store.secret.seal(Array("{}".utf8))), .integer(moment.sequence), .integer(id)])
      }
    }
    return erased
  }
}
