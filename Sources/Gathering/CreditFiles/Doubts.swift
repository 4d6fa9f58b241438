import CivilTime
import Database
import Records

/// Rows that may be a subject's and that nobody can attribute, as a credit file counts them.
struct Doubt: Hashable {
  var source: String
  var category: String
  /// Labels of those that the row may concern.
  var domains: [String]
  var day: CalendarDate?
  var reason: String

  /// Of a record that was erased: a stone.
  static let erased = "保存期限届满，内容已经删除"
  /// A repair is of something.
  static let unknownRepaired = "信用修复所指的记录没有报送"

  var order: (String, String, CalendarDate, String, String) {
    (source, category, day ?? CalendarDate(daysSince1970: -1_000_000), reason, domains.joined(separator: " "))
  }
}

/// The rows that raise one doubt: held ones, and records under a name that is not that of their code.
struct DoubtingRows {
  var doubt: Doubt
  /// In order.
  var rows: [Int64]

  /// An entry of a credit file's `unattributed`.
  func write(to text: inout GatheredFileText, _ catalogue: SourceCatalogue) {
    text.raw("{\"source\": ")
    text.text(doubt.source)
    text.raw(", \"categories\": [")
    text.text(catalogue.label(ofCategory: doubt.category))
    text.raw("], \"domains\": [")
    for (index, domain) in doubt.domains.enumerated() {
      if index > 0 { text.raw(", ") }
      text.text(domain)
    }
    text.raw("]")
    if let day = doubt.day {
      text.raw(", \"day\": ")
      text.text(day.description)
    }
    text.raw(", \"count\": ")
    text.raw(Array(String(rows.count).utf8))
    text.raw(", \"reason\": ")
    text.text(doubt.reason)
    text.raw("}")
  }
}

/// The doubts about some subjects, as they are found.
private struct FoundDoubts {
  let frame: FileFrame
  let catalogue: SourceCatalogue
  private var rows: [String: [Doubt: Set<Int64>]] = [:]

  init(_ frame: FileFrame, _ catalogue: SourceCatalogue) { (self.frame, self.catalogue) = (frame, catalogue) }

  /// - Parameter body: what the row says; nil: it was erased, so that any domain is possible.
  mutating func note(
    _ id: Int64, about subjects: some Sequence<String>, source: Int64, category: String, day: CalendarDate?,
    body: [UInt8]?, reason: String
  ) {
    let source = frame.sources[source] ?? ""
    let doubt = Doubt(
      source: source, category: category, domains: catalogue.domains(ofRow: body, in: category, of: source), day: day,
      reason: reason)
    for subject in subjects { rows[subject, default: [:]][doubt, default: []].insert(id) }
  }

  func sorted() -> [String: [DoubtingRows]] {
    rows.mapValues { doubts in
      doubts.map { DoubtingRows(doubt: $0, rows: $1.sorted()) }.sorted { $0.doubt.order < $1.doubt.order }
    }
  }
}

extension GatheringStore {
  /// Held rows, and records under a name that is not that of their code, which may be about these subjects: matched by name
  /// and by code, when a subject is asked about. A registrar's held rows say who somebody is, and report nothing.
  func doubts(
    of subjects: [String: KnownSubject], _ versions: [String: [StandingRecords.Version]], in frame: FileFrame,
    _ session: any SQLSession
  ) throws -> [String: [DoubtingRows]] {
    var owners: [Digest: Set<String>] = [:]
    var found = FoundDoubts(frame, catalogue)
    for subject in subjects.values {
      let own = versions[subject.subject] ?? []
      for key in keys(of: subject, own) { owners[key, default: []].insert(subject.subject) }
      noteStones(of: subject, own, in: &found)
      noteUnknownRepaired(of: subject, own, in: &found)
    }
    let digests = Array(owners.keys)
    for start in stride(from: 0, to: digests.count, by: 200) {
      let some = Array(digests[start..<min(start + 200, digests.count)])
      try noteHeld(some, owners, subjects, versions, in: &found, session)
      try noteNamesakes(some, owners, subjects, in: &found, session)
    }
    let alike = try alikeRows(
      of: subjects, where: "born <= $2 AND (died IS NULL OR died > $2) AND category <> 'registration'",
      columns: ["source", "day", "reason", "document", "erased"], frame.moment, session)
    for (subject, rows) in alike {
      for row in rows where try !isMended(row, of: subject, by: versions[subject] ?? []) {
        try note(held: row, about: [subject], in: &found)
      }
    }
    return found.sorted()
  }

  private func noteHeld(
    _ keys: [Digest], _ owners: [Digest: Set<String>], _ subjects: [String: KnownSubject],
    _ versions: [String: [StandingRecords.Version]], in found: inout FoundDoubts, _ session: any SQLSession
  ) throws {
    for row in try session.query(
      """
      SELECT gather_mention.key AS key, gather_held.id AS id, source, category, day, reason, document, sealed_text,
        erased
      FROM gather_mention JOIN gather_held ON gather_held.id = gather_mention.id
      WHERE key IN (\(marks(keys))) AND subject IS NULL AND issuer = $1 AND born <= $2 AND (died IS NULL OR died > $2)
        AND category <> 'registration'
      """, values(keys, found.frame))
    {
      let key = Digest(try row.blob("key"))
      let about = try (owners[key] ?? []).filter { owner in
        // A code beside another's name may have been copied from the offender above.
        let isByCode = subjects[owner]?.names.allSatisfy { secret.key(ofName: $0) != key } ?? false
        return try !isByCode || !isMended(row, of: owner, by: versions[owner] ?? [])
      }
      if !about.isEmpty { try note(held: row, about: about, in: &found) }
    }
  }

  private func note(
    held row: SQLRow, about subjects: some Sequence<String>, in found: inout FoundDoubts
  ) throws {
    let isErased = try row.optionalInteger("erased") != nil
    found.note(
      try row.integer("id"), about: subjects, source: try row.integer("source"), category: try row.text("category"),
      day: try row.optionalDay("day"), body: isErased ? nil : try opened(row.blob("sealed_text")),
      reason: (HeldReason(rawValue: try row.text("reason")) ?? .unreadable).rawValue)
  }

  private func noteNamesakes(
    _ keys: [Digest], _ owners: [Digest: Set<String>], _ subjects: [String: KnownSubject], in found: inout FoundDoubts,
    _ session: any SQLSession
  ) throws {
    for row in try session.query(
      """
      SELECT gather_mention.key AS key, gather_record.id AS id, gather_record.subject AS subject, source, category, day,
        body, is_sealed, erased
      FROM gather_mention JOIN gather_record
        ON gather_record.subject = gather_mention.subject AND gather_record.id = gather_mention.id
      WHERE key IN (\(marks(keys))) AND state = 'said' AND gather_record.issuer = $1 AND born <= $2
        AND (died IS NULL OR died > $2)
      """, values(keys, found.frame))
    {
      let (other, key) = (try row.text("subject"), Digest(try row.blob("key")))
      let own = owners[key] ?? []
      if try isRegistered(other, under: key, of: own, subjects, found.frame.moment, session) { continue }
      let body = try row.blob("body")
      let isErased = try row.optionalInteger("erased") != nil
      found.note(
        try row.integer("id"), about: own.filter { $0 != other }, source: try row.integer("source"),
        category: try row.text("category"), day: try row.optionalDay("day"),
        body: isErased ? nil : try row.flag("is_sealed") ? opened(body) : body, reason: HeldReason.namesake.rawValue)
    }
  }

  private func marks(_ keys: [Digest]) -> String { keys.indices.map { "$\($0 + 3)" }.joined(separator: ", ") }

  private func values(_ keys: [Digest], _ frame: FileFrame) -> [SQLValue] {
    [.text(issuer), .integer(frame.moment.sequence)] + keys.map { .blob($0.bytes) }
  }

  /// What was erased of the subject's records. Nothing turns clean by it, so that an organisation's stay in its file. Of a
  /// person nothing is left but in files of moments before.
  private func noteStones(
    of subject: KnownSubject, _ versions: [StandingRecords.Version], in found: inout FoundDoubts
  ) {
    guard versions.contains(where: { $0.erased != nil }) else { return }
    let isPerson = catalogue.kind(subject.kind)?.isPerson ?? false
    for (version, setAside) in StandingRecords(versions: versions).judged() {
      guard setAside == nil, let erased = version.erased, !isPerson || erased > found.frame.moment.sequence else {
        continue
      }
      found.note(
        version.id, about: [subject.subject], source: version.source, category: version.category, day: version.day,
        body: nil, reason: Doubt.erased)
    }
  }

  /// A repair of what no source has delivered.
  private func noteUnknownRepaired(
    of subject: KnownSubject, _ versions: [StandingRecords.Version], in found: inout FoundDoubts
  ) {
    for version in versions where version.state == .repaired && version.erased == nil {
      if versions.contains(where: { $0.decision == version.decision && $0.state != .repaired }) { continue }
      found.note(
        version.id, about: [subject.subject], source: version.source, category: version.category, day: version.day,
        body: version.body, reason: Doubt.unknownRepaired)
    }
  }

  /// Whether the row's source said of the subject later what the same document decided: then the row adds nothing.
  private func isMended(
    _ row: SQLRow, of subject: String, by versions: [StandingRecords.Version]
  ) throws(DatabaseError) -> Bool {
    guard let document = try row.optionalBlob("document").map({ Digest($0) }) else { return false }
    let (source, delivery) = (try row.integer("source"), try row.integer("id") >> 32)
    let decision = secret.group(
      document: document, category: try row.text("category"), subject: subject, content: document)
    return versions.contains { version in
      version.source == source && version.decision == decision && version.state != .repaired
        && version.id >> 32 > delivery
    }
  }
}
