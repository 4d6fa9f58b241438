import CivilTime
import Database
import Records

extension Taking {
  /// The delivery's own row, its files and the days that it leaves open.
  func record(_ files: [DeliveredFile], person: String) throws(DatabaseError) {
    try insert(files, person: person, hasFailed: false)
  }

  /// A delivery that could not be read opens the days that it was to answer for.
  mutating func recordFailure(_ files: [DeliveredFile], person: String) throws(DatabaseError) {
    openings = notice.categories.map { ($0, notice.days, .failed, nil) }
    try insert(files, person: person, hasFailed: true)
  }

  private func insert(_ files: [DeliveredFile], person: String, hasFailed: Bool) throws(DatabaseError) {
    let sequence = SQLValue.integer(moment.sequence)
    let counts = receipt.counts
    func number(_ outcome: RowOutcome) -> SQLValue { .integer(Int64(counts[outcome])) }
    try session.insert(
      [
        [
          sequence, .text(store.issuer), .integer(source), .text(notice.kind.rawValue), .day(notice.days.lowerBound),
          .day(notice.days.upperBound), .day(notice.allSince), .integer(notice.received.millisecondsSince1970),
          .integer(moment.takenAt.millisecondsSince1970), .text(notice.author.rawValue), .text(person),
          .flag(notice.isConfirmed), .flag(hasFailed), receipt.covers ? sequence : .null, .optional(receipt.remark),
          number(.new),
          number(.replaces), number(.same), number(.outdated), number(.withdraws), number(.held), number(.noData),
          .integer(Int64(receipt.ended)), .integer(Int64(receipt.defects)),
        ]
      ], into: "gather_delivery",
      [
        "sequence", "issuer", "source", "kind", "day_from", "day_through", "all_since", "received_at", "taken_at",
        "author", "person", "is_confirmed", "has_failed", "covers_since", "remark", "rows_new", "rows_replaces",
        "rows_same",
        "rows_outdated", "rows_withdraws", "rows_held", "rows_no_data", "ended", "defects",
      ])
    try session.insert(
      Set(notice.categories).sorted().map { [sequence, .text($0), .integer(Int64(rowsOfCategory[$0] ?? 0))] },
      into: "gather_delivery_category", ["sequence", "category", "row_count"])
    try session.insert(
      files.map { [sequence, .integer(source), .blob($0.sha256), .text(ShownPerson.text($0.name))] },
      into: "gather_file",
      ["sequence", "source", "sha256", "name"], onConflict: "ON CONFLICT (sequence, sha256) DO NOTHING")
    try session.insert(
      openings.map { opening in
        [
          sequence, .integer(source), .text(opening.category), .day(opening.days.lowerBound),
          .day(opening.days.upperBound), .text(opening.reason.rawValue), opening.held.map { .integer($0) } ?? .null,
        ]
      }, into: "gather_opening",
      ["sequence", "source", "category", "day_from", "day_through", "reason", "held"])
  }
}
