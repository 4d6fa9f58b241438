public import CivilTime
import Database
import Records

/// A subject that the store knows.
public struct SubjectEntry: Sendable, Equatable, Encodable {
  public struct Name: Sendable, Equatable, Encodable {
    public var name: String
    /// `registrar`, `former`, `row` or `operator`.
    public var basis: String
  }
  public var code: String
  /// Label.
  public var kind: String
  public var name: String
  public var names: [Name]
}

/// What is delivered and what is missing of one source and category.
public struct CoverageEntry: Sendable, Equatable, Encodable {
  public struct Run: Sendable, Equatable, Encodable {
    public var from: String
    public var through: String
  }
  public struct Gap: Sendable, Equatable, Encodable {
    public var from: String
    public var through: String
    public var reason: String
  }
  public var source: String
  public var category: String
  public var categoryLabel: String
  public var covered: [Run]
  public var gaps: [Gap]
  /// How many days ago the next delivery should have come; nil: nothing is overdue.
  public var overdueDays: Int?
}

extension GatheringStore {
  /// Subjects by a whole name, present or former, or by a code. Persons are not found by name.
  public func subjects(called text: String) throws -> [SubjectEntry] {
    let condition =
      "(subject = $3 OR subject IN (SELECT subject FROM gather_name WHERE issuer = $1 AND comparable = $4))"
    let values = [SQLValue.text(normalizedIdentifier(text)), .text(comparableName(text))]
    return try database.read { session in try organisations(condition, values, limit: 200, session) }
  }

  /// Those whom a registrar has named, by code.
  public func organisations(limit: Int) throws -> [SubjectEntry] {
    let condition = "subject IN (SELECT subject FROM gather_name WHERE issuer = $1 AND basis = 'registrar')"
    return try database.read { session in try organisations(condition, [], limit: limit, session) }
  }

  private func organisations(
    _ condition: String, _ values: [SQLValue], limit: Int, _ session: any SQLSession
  ) throws(DatabaseError) -> [SubjectEntry] {
    try session.query(
      """
      SELECT subject, kind FROM gather_subject WHERE issuer = $1 AND sealed_number IS NULL AND \(condition)
      ORDER BY subject LIMIT $2
      """, [.text(issuer), .integer(Int64(limit))] + values
    ).map { row throws(DatabaseError) in
      let subject = try row.text("subject")
      let names = try session.query(
        """
        SELECT name, basis FROM gather_name WHERE issuer = $1 AND subject = $2 ORDER BY day, born, comparable, basis
        """, [.text(issuer), .text(subject)]
      ).map { row throws(DatabaseError) in
        SubjectEntry.Name(name: try row.text("name"), basis: try row.text("basis"))
      }
      let kind = catalogue.kind(try row.text("kind"))?.naming.label
      let current = names.last { $0.basis == "registrar" } ?? names.last
      return SubjectEntry(code: subject, kind: kind ?? "", name: current?.name ?? "", names: names)
    }
  }

  /// Every source of the catalogue with every category that it owes or delivered: what is covered since its first day,
  /// what is open, and what should have come by now.
  public func overview(asOf time: BeijingTime? = nil, source name: String? = nil) throws -> [CoverageEntry] {
    let wanted = try name.map(sourceName(_:))
    let known = try moment(at: time).map { try coverage(asOf: $0, of: wanted) } ?? []
    var entries: [CoverageEntry] = []
    for source in catalogue.sources where wanted.map({ $0 == source.name }) ?? true {
      let delivered = known.filter { $0.source == source.name }
      let owed = source.owes ?? Set(delivered.map(\.category))
      let categories = catalogue.categories.map(\.naming.key).filter { key in
        owed.contains(key) || delivered.contains { $0.category == key }
      }
      for category in categories {
        let ledger = delivered.first { $0.category == category }?.ledger ?? CoverageLedger()
        entries.append(
          entry(source, category, ledger, isOwed: owed.contains(category), today: (time ?? .now()).date))
      }
    }
    return entries
  }

  func sourceName(_ name: String) throws(GatheringError) -> String {
    guard let source = catalogue.source(named: name) else {
      throw .unknownSource(name: name, nearest: catalogue.nearest(to: name))
    }
    return source.name
  }

  private func entry(
    _ source: SourceCatalogue.Source, _ category: String, _ ledger: CoverageLedger, isOwed: Bool, today: CalendarDate
  ) -> CoverageEntry {
    let lines = ledger.shows(until: today)
    let runs = lines.filter { $0.reason == nil }.map(\.days)
    var gaps = lines.compactMap { line in
      line.reason.map {
        CoverageEntry.Gap(
          from: line.days.lowerBound.description, through: line.days.upperBound.description, reason: $0)
      }
    }
    if let first = source.schedule.since ?? runs.first?.lowerBound, let last = runs.last?.upperBound, first <= last {
      var delivered = DaySet()
      for line in lines { delivered.insert(line.days) }
      gaps += delivered.missing(from: first...last).runs.map {
        CoverageEntry.Gap(from: $0.lowerBound.description, through: $0.upperBound.description, reason: "未报送")
      }
    }
    var overdue: Int?
    if isOwed, let last = runs.last?.upperBound {
      let due = last.next(source.schedule.rhythm.days + source.schedule.lateness)
      if due < today { overdue = today.daysSince1970 - due.daysSince1970 }
    }
    return CoverageEntry(
      source: source.name, category: category, categoryLabel: catalogue.label(ofCategory: category),
      covered: runs.map { .init(from: $0.lowerBound.description, through: $0.upperBound.description) },
      gaps: gaps.sorted { $0.from < $1.from }, overdueDays: overdue)
  }
}
