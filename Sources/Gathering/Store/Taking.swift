import CivilTime
import ConcurrentMap
import Database

/// One delivery on its way in: its rows are staged, the rules say what becomes of each, and the store is changed.
struct Taking {
  let store: GatheringStore
  let session: any SQLSession
  let notice: DeliveryNotice
  let source: Int64
  let moment: GatheringStore.Moment
  var receipt: DeliveryReceipt
  /// How many rows say something about somebody, by category; 0 for one of the notice that has none.
  private(set) var rowsOfCategory: [String: Int]
  private var offices: RowOffices
  private var staging: Staging?
  /// The names of the tables, by index.
  private var tables: [String] = []
  private var rows: Int64 = 0
  /// SQL of other versions that would print in place of one, or nil.
  private(set) var overruling: String?
  var openings: [(category: String, days: ClosedRange<CalendarDate>, reason: CoverageLedger.Opening, held: Int64?)] = []

  init(
    store: GatheringStore, session: any SQLSession, notice: DeliveryNotice, source: Int64, moment: GatheringStore.Moment
  ) {
    (self.store, self.session, self.notice, self.source, self.moment) = (store, session, notice, source, moment)
    receipt = DeliveryReceipt(sequence: moment.sequence, takenAt: moment.takenAt)
    offices = RowOffices(of: notice.source, store.catalogue)
    rowsOfCategory = Dictionary(notice.categories.map { ($0, 0) }, uniquingKeysWith: +)
  }

  /// The id of a row of this delivery, be it a record or held: no two rows of the store have the same.
  var firstID: Int64 { moment.sequence << 32 }

  /// What the rows of the delivery state of their groups.
  var state: RecordState { RecordState(of: notice.kind) }

  // MARK: Staging

  mutating func stage(_ rows: (_ take: ([GatheredRow]) throws -> Void) throws -> Void) throws {
    var staging: Staging?
    // A nil return, like most days of most sources, needs no tables.
    if notice.kind == .snapshot { staging = try Staging(session, store.database.dialect) }
    let preparation = RowPreparation(secret: store.secret)
    try withoutActuallyEscaping(rows) { rows in
      var tables: [String] = []
      var (n, defects, noData) = (Int64(0), 0, 0)
      var (rowsOfCategory, offices) = (rowsOfCategory, offices)
      try rows { some in
        let numbered = some.map { row in
          if tables.last != row.table { tables.append(row.table) }
          defer { n += 1 }
          return RowPreparation.Row(n: n, table: Int64(tables.count - 1), delivered: row)
        }
        for prepared in try concurrentMap(numbered, grain: 128, preparation.prepared) {
          if staging == nil, !prepared.isEmpty { staging = try Staging(session, store.database.dialect) }
          try staging?.add(prepared)
        }
        for row in some {
          defects += row.defects
          guard let category = row.content.category else {
            noData += 1
            continue
          }
          rowsOfCategory[category, default: 0] += 1
          offices.note(row, in: category)
        }
      }
      (self.rowsOfCategory, self.offices) = (rowsOfCategory, offices)
      self.tables = tables
      self.rows = n
      receipt.defects = defects
      receipt.counts[.noData] = noData
    }
    try staging?.finish()
    self.staging = staging
  }

  func tableName(_ index: Int64) -> String { tables[Int(index)] }

  // MARK: The rules

  mutating func settle(_ files: [DeliveredFile]) throws {
    var loss: [(lost: Int, inForce: Int)] = []
    if staging != nil {
      try judgeIdentities()
      try routeAssigned()
      overruling = try overrulingVersions()
      try judgeGroups()
      receipt.unmatched = try unmatched()
      try addSubjects()
      try addRecords()
      loss = try endWhatIsMissing()
      try settleEarlierHeldRows()
      try holdRows()
    }
    if receipt.counts.sum != Int(rows) {
      preconditionFailure("\(receipt.counts.sum) of \(rows) rows of a delivery have an outcome")
    }
    try judgeCoverage(files, isLoss: loss.contains { CoverageRule.isLoss($0.lost, of: $0.inForce) })
    try staging?.clear()
  }

  private mutating func judgeCoverage(_ files: [DeliveredFile], isLoss: Bool) throws {
    let doubt = CoverageRule.doubt(
      notice, rows: labelled(rowsOfCategory), isRepeated: try isRepeated(files), isOfOtherDays: try isOfOtherDays(),
      others: offices.onlyOthers,
      lists: Set(notice.categories.filter(store.catalogue.lists.contains).map(store.catalogue.label(ofCategory:))),
      isLoss: isLoss, before: try increments())
    receipt.remark = CoverageRule.remark(notice, doubt)
    receipt.covered = receipt.remark == nil ? store.days(of: notice) : nil
  }

  /// Whether an increment says nothing that its source had not said, and nothing of its own days: an old table under a
  /// new notice.
  private func isRepeated(_ files: [DeliveredFile]) throws(DatabaseError) -> Bool {
    guard notice.kind == .increment, receipt.counts.withData > 0, receipt.counts[.same] == receipt.counts.withData
    else { return false }
    // What was handed in for the wrong days, and is handed in for the right ones.
    let takenBack = try session.query(
      """
      SELECT 1 AS found FROM gather_file JOIN gather_decision ON gather_decision.delivery = gather_file.sequence
      WHERE gather_file.source = $1 AND sha256 = $2 AND kind = 'reopen' LIMIT 1
      """, [.integer(source), .blob(files.first?.sha256 ?? [])])
    if !takenBack.isEmpty { return false }
    return try !hasRows(of: notice.days)
  }

  /// Whether the rows of an increment, or of one of its categories, all have days, and none that belongs to it.
  private func isOfOtherDays() throws(DatabaseError) -> Bool {
    guard notice.kind == .increment, staging != nil else { return false }
    let own = CoverageRule.daysOfRows(notice)
    if try !hasRows(of: own) { return true }
    // A late row may be old; several of one category are another period's sheet.
    return try !session.query(
      """
      SELECT category FROM (
        SELECT category, day FROM gather_stage UNION ALL SELECT category, day FROM gather_stage_held) AS staged
      GROUP BY category
      HAVING COUNT(*) >= $3 AND SUM(CASE WHEN day IS NULL OR day BETWEEN $1 AND $2 THEN 1 ELSE 0 END) = 0
      """, [.day(own.lowerBound), .day(own.upperBound), .integer(Int64(CoverageRule.fewestOfASheet))]
    ).isEmpty
  }

  /// Whether a row says one of these days, or none.
  private func hasRows(of own: ClosedRange<CalendarDate>) throws(DatabaseError) -> Bool {
    let rows = try session.query(
      """
      SELECT 1 AS found FROM (SELECT day FROM gather_stage UNION ALL SELECT day FROM gather_stage_held) AS staged
      WHERE day IS NULL OR day BETWEEN $1 AND $2 LIMIT 1
      """, [.day(own.lowerBound), .day(own.upperBound)])
    return !rows.isEmpty
  }

  /// Under the categories' labels.
  private func labelled(_ rows: [String: Int]) -> [String: Int] {
    Dictionary(rows.map { (store.catalogue.label(ofCategory: $0), $1) }, uniquingKeysWith: +)
  }

  private func increments() throws(DatabaseError) -> [CoverageRule.Increment] {
    let rows = try session.query(
      """
      SELECT sequence, day_from, day_through, rows_new, rows_replaces, rows_same, rows_outdated, rows_withdraws, rows_held
      FROM gather_delivery WHERE source = $1 AND kind = $2 AND covers_since IS NOT NULL
      ORDER BY sequence DESC LIMIT \(CoverageRule.usualIncrements)
      """, [.integer(source), .text(DeliveryKind.increment.rawValue)])
    var increments: [CoverageRule.Increment] = []
    for row in rows {
      var count = 0
      for column in ["new", "replaces", "same", "outdated", "withdraws", "held"] {
        count += Int(try row.integer("rows_\(column)"))
      }
      var own: [String: Int] = [:]
      for category in try session.query(
        "SELECT category, row_count FROM gather_delivery_category WHERE sequence = $1 AND row_count IS NOT NULL",
        [row.value("sequence")])
      { own[try category.text("category")] = Int(try category.integer("row_count")) }
      increments.append(
        .init(
          rows: count, days: Int(try row.integer("day_through") - row.integer("day_from")) + 1,
          rowsOfCategory: labelled(own)))
    }
    return increments.reversed()
  }

  /// The second half of the rule on snapshots: what is missing from one has ended. If too much is, or nobody has confirmed
  /// the snapshot's day, it is kept until the delivery is accepted.
  /// - Returns: by category, how much of what was in force is missing.
  private mutating func endWhatIsMissing() throws -> [(lost: Int, inForce: Int)] {
    guard notice.kind == .snapshot else { return [] }
    let through = SQLValue.day(notice.lastSaid)
    // A snapshot of all since a day says nothing of what was decided before.
    let since = notice.allSince.map { SQLValue.day($0) } ?? .integer(Int64(Int32.min))
    let standing = """
      source = $1 AND category = $2 AND state = 'said' AND died IS NULL AND ended IS NULL AND born < $3
      AND day_through <= $4 AND (day IS NULL OR day >= $5)
      """
    // What was withdrawn is rightly missing.
    let missing = """
      NOT EXISTS (
        SELECT 1 FROM gather_record AS gone WHERE gone.subject = gather_record.subject
          AND gone.decision = gather_record.decision AND gone.source = $1 AND gone.state = 'withdrawn'
          AND gone.died IS NULL AND \(StandingRecords.Version.withdraws("gone", "gather_record")))
      AND NOT EXISTS (
        SELECT 1 FROM gather_stage WHERE gather_stage.subject = gather_record.subject
          AND gather_stage.decision = gather_record.decision)
      """
    func values(_ category: String) -> [SQLValue] {
      [.integer(source), .text(category), .integer(moment.sequence), through, since]
    }
    let loss = try notice.categories.map { category in
      let inForce = try count("SELECT COUNT(*) AS found FROM gather_record WHERE \(standing)", values(category))
      let lost = try count(
        "SELECT COUNT(*) AS found FROM gather_record WHERE \(standing) AND \(missing)", values(category))
      return (lost: lost, inForce: inForce)
    }
    let isLoss = loss.contains { CoverageRule.isLoss($0.lost, of: $0.inForce) }
    if notice.author == .person || !notice.isConfirmed && isLoss {
      for category in notice.categories {
        try session.execute(
          """
          INSERT INTO gather_missing (sequence, subject, id)
          SELECT CAST($3 AS \(store.database.dialect.integer)), subject, id FROM gather_record WHERE \(standing) AND \(missing)
          """, values(category))
      }
      return loss
    }
    for category in notice.categories {
      receipt.ended += try session.execute(
        "UPDATE gather_record SET ended = $3, ended_day = $4 WHERE \(standing) AND \(missing)", values(category))
    }
    return loss
  }

  private func count(_ sql: String, _ values: [SQLValue]) throws(DatabaseError) -> Int {
    Int(try session.query(sql, values)[0].integer("found"))
  }
}

/// What a source says of a decision.
enum RecordState: String {
  case said, withdrawn, repaired

  /// What the rows of such a delivery say.
  init(of kind: DeliveryKind) {
    switch kind {
    case .withdrawal: self = .withdrawn
    case .repair: self = .repaired
    case .increment, .snapshot, .nilReturn, .registration, .decision: self = .said
    }
  }
}
