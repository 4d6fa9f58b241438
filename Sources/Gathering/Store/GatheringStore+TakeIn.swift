import CivilTime
import Database
import Records

extension GatheringStore {
  /// Takes in a delivery, in one transaction: stopped at any moment, it is in or it is not.
  /// - Parameters:
  ///   - files: what was handed in; none for a nil return.
  ///   - person: who took it in.
  ///   - rows: calls its argument with all rows, some thousands at a time; called again if the database asks for the
  ///     transaction once more.
  /// - Throws: `GatheringError`, or what `rows` throws; nothing is taken in then.
  public func takeIn(
    _ notice: DeliveryNotice, files: [DeliveredFile], person: String,
    rows: (_ take: ([GatheredRow]) throws -> Void) throws -> Void
  ) throws -> DeliveryReceipt {
    let checked = try checked(notice)
    return try database.writeMuch { session in
      try lock(session)
      let source = try sourceID(checked.source, session)
      if let repeated = try repeated(checked, files, source, session) { return repeated }
      let moment = try nextMoment(session)
      var notice = checked
      // Nobody can have handed in later than now, and so answer for days that are yet to come.
      notice.received = min(notice.received, moment.takenAt)
      var taking = Taking(store: self, session: session, notice: notice, source: source, moment: moment)
      try taking.stage(rows)
      try taking.settle(files)
      try taking.record(files, person: person)
      return taking.receipt
    }
  }

  /// Notes that a delivery could not be read: its days are open.
  public func noteFailure(
    _ notice: DeliveryNotice, files: [DeliveredFile], person: String, problem: String
  ) throws -> DeliveryReceipt {
    let notice = try checked(notice)
    return try database.write { session in
      try lock(session)
      let source = try sourceID(notice.source, session)
      let moment = try nextMoment(session)
      var taking = Taking(store: self, session: session, notice: notice, source: source, moment: moment)
      // It may repeat what stands in the table.
      taking.receipt.remark = ShownPerson.text(problem)
      try taking.recordFailure(files, person: person)
      return taking.receipt
    }
  }

  /// - Throws: `GatheringError`: no delivery with this notice is taken in.
  public func check(_ notice: DeliveryNotice) throws(GatheringError) { _ = try checked(notice) }

  private func checked(_ notice: DeliveryNotice) throws(GatheringError) -> DeliveryNotice {
    guard let source = catalogue.source(named: notice.source) else {
      throw .unknownSource(name: notice.source, nearest: catalogue.nearest(to: notice.source))
    }
    if notice.kind == .registration, !source.schedule.isRegistrar {
      throw .refused(
        what: "a registration of \(source.name)", problem: "it is no registrar by the catalogue (sources.yaml)")
    }
    var notice = notice
    notice.source = source.name
    if let since = notice.allSince, since > notice.days.upperBound {
      throw .refused(what: "a delivery of \(source.name)", problem: "holds all since \(since), after its last day")
    }
    return notice
  }

  func sourceID(_ name: String, _ session: any SQLSession) throws(DatabaseError) -> Int64 {
    let question = "SELECT id FROM gather_source WHERE issuer = $1 AND name = $2"
    if let row = try session.query(question, [.text(issuer), .text(name)]).first { return try row.integer("id") }
    let next = try session.query("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM gather_source")
    let id = try next[0].integer("next")
    try session.execute(
      "INSERT INTO gather_source (id, issuer, name) VALUES ($1, $2, $3)", [.integer(id), .text(issuer), .text(name)])
    return id
  }

  /// The same files again change nothing. For the same days the delivery may answer anew: its source now confirms it, or
  /// the days were opened meanwhile. A snapshot of another day may well have the same bytes.
  private func repeated(
    _ notice: DeliveryNotice, _ files: [DeliveredFile], _ source: Int64, _ session: any SQLSession
  ) throws(DatabaseError) -> DeliveryReceipt? {
    guard !files.isEmpty else { return nil }
    let digests = Set(files.map(\.sha256))
    let rows = try session.query(
      """
      SELECT gather_delivery.sequence AS sequence, taken_at, received_at, covers_since, is_confirmed, kind, day_from, day_through,
        remark, ended, defects, rows_new, rows_replaces, rows_same, rows_outdated, rows_withdraws, rows_held, rows_no_data
      FROM gather_file JOIN gather_delivery ON gather_delivery.sequence = gather_file.sequence
      WHERE gather_file.source = $1 AND sha256 = $2 AND has_failed = 0
      ORDER BY gather_delivery.sequence DESC
      """, [.integer(source), .blob(files[0].sha256)])
    for row in rows {
      let sequence = try row.integer("sequence")
      var known: Set<[UInt8]> = []
      for row in try session.query("SELECT sha256 FROM gather_file WHERE sequence = $1", [.integer(sequence)]) {
        known.insert(try row.blob("sha256"))
      }
      guard known == digests, try row.text("kind") == notice.kind.rawValue else { continue }
      let covers = try row.optionalInteger("covers_since") != nil
      let days = (try row.day("day_from"), try row.day("day_through"))
      let counts = try Self.counts(row)
      let categories = try categories(of: sequence, session)
      let isOfSameDays =
        days == (notice.days.lowerBound, notice.days.upperBound) && categories == Set(notice.categories)
      if isOfSameDays {
        // Its source now says that it is all there is, which closes what failed before.
        let wasConfirmed = try row.flag("is_confirmed")
        if notice.isConfirmed, !covers || !wasConfirmed { return nil }
        // What came too early for its last days answers for them now.
        let before = BeijingTime(millisecondsSince1970: try row.integer("received_at")).date
        if before <= notice.days.upperBound, notice.received.date > before { return nil }
        let later = try session.query(
          "SELECT 1 AS later FROM gather_opening WHERE source = $1 AND sequence > $2 LIMIT 1",
          [.integer(source), .integer(sequence)])
        if !later.isEmpty { return nil }
      } else if notice.kind == .snapshot {
        continue
      } else if try isTakenBack(sequence, session) {
        // It was handed in for the wrong days.
        continue
      } else if counts.withData == 0 {
        // An empty form, handed in for each period.
        continue
      }
      return DeliveryReceipt(
        sequence: sequence, takenAt: BeijingTime(millisecondsSince1970: try row.integer("taken_at")), counts: counts,
        ended: Int(try row.integer("ended")), defects: Int(try row.integer("defects")),
        covered: covers && isOfSameDays ? self.days(of: notice) : nil,
        remark: covers ? nil : try row.optionalText("remark"), repeats: sequence, repeatsOtherDays: !isOfSameDays)
    }
    return nil
  }

  /// What became of the rows of a delivery.
  private static func counts(_ row: SQLRow) throws(DatabaseError) -> RowCounts {
    var counts = RowCounts()
    for outcome in RowOutcome.allCases {
      counts[outcome] = Int(try row.integer("rows_\(outcome.rawValue.replacing("-", with: "_"))"))
    }
    return counts
  }

  func isTakenBack(_ sequence: Int64, _ session: any SQLSession) throws(DatabaseError) -> Bool {
    try !session.query(
      "SELECT 1 AS found FROM gather_decision WHERE delivery = $1 AND kind = 'reopen' LIMIT 1", [.integer(sequence)]
    ).isEmpty
  }

  func categories(of sequence: Int64, _ session: any SQLSession) throws(DatabaseError) -> Set<String> {
    var categories: Set<String> = []
    for row in try session.query(
      "SELECT category FROM gather_delivery_category WHERE sequence = $1", [.integer(sequence)])
    { categories.insert(try row.text("category")) }
    return categories
  }
}
