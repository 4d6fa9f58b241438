import CivilTime
import Database
import Records

/// What the store knows of the days of one source and category.
public struct SourceCoverage: Sendable, Equatable {
  /// The source's name in the catalogue.
  public var source: String
  /// Canonical key.
  public var category: String
  public var ledger: CoverageLedger
}

extension GatheringStore {
  /// The coverage of all sources that delivered anything, as of a moment; in the order of sources and categories.
  /// - Parameter source: the name of one, instead of all.
  public func coverage(asOf moment: Moment, of source: String? = nil) throws -> [SourceCoverage] {
    try database.read { session in try coverage(asOf: moment, of: source, session) }
  }

  func coverage(asOf moment: Moment, of source: String? = nil, _ session: any SQLSession) throws -> [SourceCoverage] {
    let names = try sourceNames(session).filter { source == nil || $0.value == source }
    let id = source == nil ? nil : names.first?.key
    if source != nil, id == nil { return [] }
    let mended = try mendedFailures(upTo: moment, of: id, session)
    let own = id == nil ? "" : "AND source = $3"
    let values = [.text(issuer), .integer(moment.sequence)] + (id.map { [SQLValue.integer($0)] } ?? [])
    var events: [Subject: [(order: Order, event: CoverageLedger.Event)]] = [:]
    for row in try session.query(
      """
      SELECT gather_delivery.sequence AS sequence, source, category, kind, day_from, day_through, all_since, received_at, is_confirmed
      FROM gather_delivery
        JOIN gather_delivery_category ON gather_delivery_category.sequence = gather_delivery.sequence
      WHERE issuer = $1 AND covers_since <= $2 \(own)
      """, values)
    {
      let category = try row.text("category")
      guard let days = try days(of: row, category) else { continue }
      let subject = Subject(source: try row.integer("source"), category: category)
      // Also of a delivery that was accepted later: it closes what failed before it came, and nothing that failed since.
      let number = try row.integer("sequence")
      let mends = try row.flag("is_confirmed") ? nil : mended[number] ?? []
      events[subject, default: []].append(
        (
          Order(number, .covered),
          .covered(days, mends: mends, isWhole: try row.text("kind") == DeliveryKind.snapshot.rawValue)
        ))
    }
    for row in try session.query(
      """
      SELECT source, category, day_from, day_through, reason, gather_opening.sequence AS sequence
      FROM gather_opening JOIN gather_source ON gather_source.id = source
      WHERE issuer = $1 AND sequence <= $2 AND (settled IS NULL OR settled > $2) \(own)
      """, values)
    {
      let subject = Subject(source: try row.integer("source"), category: try row.text("category"))
      let days = (try row.day("day_from"))...(try row.day("day_through"))
      guard let reason = CoverageLedger.Opening(rawValue: try row.text("reason")) else {
        throw DatabaseError.damaged(location: location, problem: "an opening has an unknown reason")
      }
      let number = try row.integer("sequence")
      events[subject, default: []].append((Order(number, .opened), .opened(days, reason, by: number)))
    }
    let order = Dictionary(uniqueKeysWithValues: catalogue.categories.enumerated().map { ($1.naming.key, $0) })
    return events.map { subject, events in
      SourceCoverage(
        source: names[subject.source] ?? "", category: subject.category,
        ledger: CoverageLedger(
          events.sorted { $0.order < $1.order }.map(\.event), isList: catalogue.lists.contains(subject.category),
          from: names[subject.source].flatMap { catalogue.source(named: $0)?.schedule.since }))
    }.sorted { ($0.source, order[$0.category] ?? .max) < ($1.source, order[$1.category] ?? .max) }
  }

  /// By number of a delivery: the failed ones before it of which it hands in a table of the same name.
  func mendedFailures(
    upTo moment: Moment, of source: Int64? = nil, _ session: any SQLSession
  ) throws(DatabaseError) -> [Int64: Set<Int64>] {
    var mended: [Int64: Set<Int64>] = [:]
    // Few deliveries fail: SQLite begins with them. By an order of its own it compared each file with all of its source.
    for row in try session.query(
      """
      SELECT later.sequence AS later, failed.sequence AS failed
      FROM gather_delivery CROSS JOIN gather_file AS failed CROSS JOIN gather_file AS later
      WHERE gather_delivery.issuer = $1 AND has_failed = 1 AND failed.sequence = gather_delivery.sequence
        AND later.source = failed.source AND later.name = failed.name AND later.sequence > failed.sequence
        AND later.sequence <= $2 \(source == nil ? "" : "AND gather_delivery.source = $3")
      """, [.text(issuer), .integer(moment.sequence)] + (source.map { [.integer($0)] } ?? []))
    { mended[try row.integer("later"), default: []].insert(try row.integer("failed")) }
    return mended
  }

  private struct Subject: Hashable {
    var source: Int64
    var category: String
  }

  /// Events of one number: what a delivery covers, then what it leaves open.
  private struct Order: Comparable {
    enum Phase: Int { case covered, opened }
    var sequence: Int64
    var phase: Int
    init(_ sequence: Int64, _ phase: Phase) { (self.sequence, self.phase) = (sequence, phase.rawValue) }
    static func < (one: Order, other: Order) -> Bool { (one.sequence, one.phase) < (other.sequence, other.phase) }
  }

  /// The days that a delivery answers for, of its categories together; nil: none.
  func days(of notice: DeliveryNotice) -> ClosedRange<CalendarDate>? {
    let days = notice.categories.compactMap { CoverageRule.days(of: notice, isList: catalogue.lists.contains($0)) }
    guard let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max() else { return nil }
    return first...last
  }

  func days(of row: SQLRow, _ category: String) throws -> ClosedRange<CalendarDate>? {
    guard let kind = DeliveryKind(rawValue: try row.text("kind")) else {
      throw DatabaseError.damaged(location: location, problem: "a delivery has an unknown kind")
    }
    let notice = DeliveryNotice(
      source: "", kind: kind, days: (try row.day("day_from"))...(try row.day("day_through")), categories: [],
      received: BeijingTime(millisecondsSince1970: try row.integer("received_at")),
      allSince: try row.optionalDay("all_since"))
    return CoverageRule.days(of: notice, isList: catalogue.lists.contains(category))
  }

  func sourceNames(_ session: any SQLSession) throws(DatabaseError) -> [Int64: String] {
    var names: [Int64: String] = [:]
    for row in try session.query("SELECT id, name FROM gather_source WHERE issuer = $1", [.text(issuer)]) {
      names[try row.integer("id")] = try row.text("name")
    }
    return names
  }
}
