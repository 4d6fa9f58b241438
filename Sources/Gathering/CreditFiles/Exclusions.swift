import Database

/// What persons decided to doubt no longer, as a credit file counts it (已排除待核记录).
struct Exclusion: Hashable {
  /// As printed.
  enum Basis: String {
    case refused = "经人工核实排除"
    case ofAnother = "经人工核实，属于其他主体"
    case acceptedLoss = "经人工确认，来源单位不再提供；记录仍然计入"
  }
  var source: String
  var category: String
  var basis: Basis

  var order: (String, String, String) { (source, category, basis.rawValue) }

  /// An entry of a credit file's `excluded`.
  func write(_ count: Int, to text: inout GatheredFileText, _ catalogue: SourceCatalogue) {
    text.raw("{\"source\": ")
    text.text(source)
    text.raw(", \"categories\": [")
    text.text(catalogue.label(ofCategory: category))
    text.raw("], \"count\": ")
    text.raw(Array(String(count).utf8))
    text.raw(", \"reason\": ")
    text.text(basis.rawValue)
    text.raw("}")
  }
}

/// What was decided by hand up to a moment and concerns every subject, or may: a moment's credit files share it.
struct HandDecisions: Sendable {
  /// Whether any held row was settled by hand.
  fileprivate(set) var haveSettledRows = false
  /// Numbers of the decisions that accepted a delivery.
  fileprivate(set) var acceptances: Set<Int64> = []
  /// Rows that named nobody, so that they might have been anybody's.
  fileprivate var nameless: Set<Int64> = []
  fileprivate var ofAll: [Exclusion: Int] = [:]
  /// Those of them that became a subject's records.
  fileprivate var assigned: [String: [Exclusion: Int]] = [:]

  /// Those of everybody's that are not this subject's own records.
  fileprivate func concerning(_ subject: String) -> [Exclusion: Int] {
    ofAll.merging((assigned[subject] ?? [:]).mapValues { -$0 }, uniquingKeysWith: +)
  }
}

extension GatheringStore {
  /// Held rows that persons settled, and who they were given to.
  private static let settledByHand = """
    gather_held LEFT JOIN gather_assignment ON gather_assignment.held = gather_held.id
    WHERE gather_held.issuer = $1 AND died <= $2 AND settlement IN ('refused', 'assigned') AND category <> 'registration'
    """

  func handDecisions(
    _ moment: Moment, _ sources: [Int64: String], _ session: any SQLSession
  ) throws(DatabaseError) -> HandDecisions {
    let values: [SQLValue] = [.text(issuer), .integer(moment.sequence)]
    var decisions = HandDecisions()
    for row in try session.query(
      "SELECT sequence, kind FROM gather_decision WHERE issuer = $1 AND sequence <= $2", values)
    {
      if try row.text("kind") == "accept" {
        decisions.acceptances.insert(try row.integer("sequence"))
      } else {
        decisions.haveSettledRows = true
      }
    }
    guard decisions.haveSettledRows else { return decisions }
    for row in try session.query(
      """
      SELECT gather_held.id AS id, source, category, settlement, gather_assignment.subject AS owner
      FROM \(Self.settledByHand) AND gather_held.id IN (SELECT held FROM gather_opening WHERE held IS NOT NULL)
      """, values)
    {
      let exclusion = try exclusion(row, sources)
      decisions.nameless.insert(try row.integer("id"))
      decisions.ofAll[exclusion, default: 0] += 1
      if let owner = try row.optionalText("owner") {
        decisions.assigned[owner, default: [:]][exclusion, default: 0] += 1
      }
    }
    return decisions
  }

  private func exclusion(_ row: SQLRow, _ sources: [Int64: String]) throws(DatabaseError) -> Exclusion {
    Exclusion(
      source: sources[try row.integer("source")] ?? "", category: try row.text("category"),
      basis: try row.text("settlement") == "refused" ? .refused : .ofAnother)
  }

  /// Held rows that might have been about these subjects, and that persons refused or gave to others.
  func exclusions(
    of subjects: [String: KnownSubject], _ versions: [String: [StandingRecords.Version]], in frame: FileFrame,
    _ session: any SQLSession
  ) throws -> [String: [Exclusion: Int]] {
    guard frame.decisions.haveSettledRows else { return [:] }
    var owners: [Digest: Set<String>] = [:]
    for subject in subjects.values {
      for key in keys(of: subject, versions[subject.subject] ?? []) { owners[key, default: []].insert(subject.subject) }
    }
    var rows: [String: [Int64: Exclusion]] = [:]
    let digests = Array(owners.keys)
    for start in stride(from: 0, to: digests.count, by: 200) {
      let some = digests[start..<min(start + 200, digests.count)]
      let marks = some.indices.map { "$\($0 - start + 3)" }.joined(separator: ", ")
      for row in try session.query(
        """
        SELECT gather_mention.key AS key, found.* FROM gather_mention JOIN (
          SELECT gather_held.id AS id, source, category, settlement, gather_assignment.subject AS owner
          FROM \(Self.settledByHand)
        ) found ON found.id = gather_mention.id
        WHERE gather_mention.key IN (\(marks)) AND gather_mention.subject IS NULL
        """,
        [.text(issuer), .integer(frame.moment.sequence)] + some.map { .blob($0.bytes) })
      {
        let id = try row.integer("id")
        if frame.decisions.nameless.contains(id) { continue }
        let owner = try row.optionalText("owner")
        for subject in owners[Digest(try row.blob("key"))] ?? [] where subject != owner {
          rows[subject, default: [:]][id] = try exclusion(row, frame.sources)
        }
      }
    }
    let alike = try alikeRows(
      of: subjects, where: "settlement IN ('refused', 'assigned') AND died <= $2 AND category <> 'registration'",
      columns: ["source", "settlement"], frame.moment, session)
    for (subject, found) in alike {
      for row in found {
        let id = try row.integer("id")
        let owner = try session.query("SELECT subject FROM gather_assignment WHERE held = $1", [.integer(id)]).first
        let isOwn = try owner?.text("subject") == subject
        if frame.decisions.nameless.contains(id) || isOwn { continue }
        rows[subject, default: [:]][id] = try exclusion(row, frame.sources)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: subjects.keys.map { subject in
        var counts = frame.decisions.concerning(subject)
        for exclusion in (rows[subject] ?? [:]).values { counts[exclusion, default: 0] += 1 }
        return (subject, counts)
      })
  }

  /// Records of a file that ended because persons accepted the loss of them.
  func acceptedLosses(_ records: [String: [StandingRecords.Version]], in frame: FileFrame) -> [Exclusion: Int] {
    var counts: [Exclusion: Int] = [:]
    for version in records.values.joined() {
      guard let number = version.endedBy, frame.decisions.acceptances.contains(number) else { continue }
      let source = frame.sources[version.source] ?? ""
      counts[Exclusion(source: source, category: version.category, basis: .acceptedLoss), default: 0] += 1
    }
    return counts
  }
}
