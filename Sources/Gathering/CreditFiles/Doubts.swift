import CivilTime
import Database
import Records

/// A subject as the store knows it.
struct KnownSubject {
  var subject: String
  var kind: String
  /// The registrar's word, or the name of the latest row.
  var name: String
  /// All names under which rows or the registrar know it.
  var names: [String]
}

/// Rows that may be a subject's and that nobody can attribute, as a credit file counts them.
struct Doubt: Hashable {
  var source: String
  var category: String
  var day: CalendarDate?
  var reason: String
  /// Its domain is not known, because its authority is not.
  var mayBeOfAnyDomain = false

  /// Of a record that was erased: a stone.
  static let erased = "保存期限届满，内容已经删除"

  var order: (String, String, CalendarDate, String) {
    (source, category, day ?? CalendarDate(daysSince1970: -1_000_000), reason)
  }
}

/// The rows that raise one doubt: held ones, and records under a name that is not that of their code.
struct DoubtingRows {
  var doubt: Doubt
  /// In order.
  var rows: [Int64]

  /// An entry of a credit file's `unattributed`.
  func write(to text: inout GatheredFileText, _ catalogue: SourceCatalogue) {
    let (source, category, day, reason) = (doubt.source, doubt.category, doubt.day, doubt.reason)
    text.raw("{\"source\": ")
    text.text(source)
    text.raw(", \"categories\": [")
    text.text(catalogue.label(ofCategory: category))
    text.raw("]")
    if doubt.mayBeOfAnyDomain {
      text.raw(", \"domains\": [")
      for (index, domain) in catalogue.domains.enumerated() {
        if index > 0 { text.raw(", ") }
        text.text(domain)
      }
      text.raw("]")
    }
    if let day {
      text.raw(", \"day\": ")
      text.text(day.description)
    }
    text.raw(", \"count\": ")
    text.raw(Array(String(rows.count).utf8))
    text.raw(", \"reason\": ")
    text.text(reason)
    text.raw("}")
  }
}

extension GatheringStore {
  func knownSubjects(
    _ subjects: [String], _ moment: Moment, _ session: any SQLSession
  ) throws -> [String: KnownSubject] {
    let marks = subjects.indices.map { "$\($0 + 3)" }.joined(separator: ", ")
    let values = [SQLValue.text(issuer), .integer(moment.sequence)] + subjects.map { .text($0) }
    var known: [String: KnownSubject] = [:]
    for row in try session.query(
      "SELECT subject, kind FROM gather_subject WHERE issuer = $1 AND born <= $2 AND subject IN (\(marks))", values)
    {
      let subject = try row.text("subject")
      known[subject] = KnownSubject(subject: subject, kind: try row.text("kind"), name: "", names: [])
    }
    // The name of the latest decision stands last; the registrar's, where there is one, is read from its registration.
    for row in try session.query(
      """
      SELECT subject, name FROM gather_name WHERE issuer = $1 AND born <= $2 AND subject IN (\(marks))
      ORDER BY subject, day, born, comparable, basis
      """, values)
    {
      let (subject, name) = (try row.text("subject"), try opened(name: row.text("name")))
      known[subject]?.name = name
      known[subject]?.names.append(name)
    }
    return known
  }

  /// Held rows (a registrar's say who somebody is, and report nothing), and records under a name that is not that of their code, which may be about these subjects: matched by
  /// name and by code, when a subject is asked about.
  func doubts(
    of subjects: [String: KnownSubject], _ versions: [String: [StandingRecords.Version]], in frame: FileFrame,
    _ session: any SQLSession
  ) throws -> [String: [DoubtingRows]] {
    var owners: [Digest: Set<String>] = [:]
    for subject in subjects.values {
      for key in keys(of: subject, versions[subject.subject] ?? []) { owners[key, default: []].insert(subject.subject) }
    }
    guard !owners.isEmpty else { return [:] }
    var counts: [String: [Doubt: Set<Int64>]] = [:]
    func note(_ row: SQLRow, reason: String, except: String?) throws(DatabaseError) {
      let doubt = Doubt(
        source: frame.sources[try row.integer("source")] ?? "", category: try row.text("category"),
        day: try row.optionalDay("day"), reason: reason)
      for owner in owners[Digest(try row.blob("key"))] ?? [] where owner != except {
        counts[owner, default: [:]][doubt, default: []].insert(try row.integer("id"))
      }
    }
    for subject in subjects.values {
      for (version, doubt) in stones(of: subject, versions[subject.subject] ?? [], in: frame) {
        counts[subject.subject, default: [:]][doubt, default: []].insert(version.id)
      }
    }
    let digests = Array(owners.keys)
    for start in stride(from: 0, to: digests.count, by: 200) {
      let some = digests[start..<min(start + 200, digests.count)]
      let marks = some.indices.map { "$\($0 - start + 3)" }.joined(separator: ", ")
      let values = [SQLValue.text(issuer), .integer(frame.moment.sequence)] + some.map { .blob($0.bytes) }
      for row in try session.query(
        """
        SELECT gather_mention.key AS key, gather_held.id AS id, source, category, day, reason
        FROM gather_mention JOIN gather_held ON gather_held.id = gather_mention.id
        WHERE key IN (\(marks)) AND subject IS NULL AND issuer = $1 AND born <= $2 AND (died IS NULL OR died > $2)
          AND category <> 'registration'
        """, values)
      {
        let reason = HeldReason(rawValue: try row.text("reason")) ?? .unreadable
        try note(row, reason: reason.rawValue, except: nil)
      }
      for row in try session.query(
        """
        SELECT gather_mention.key AS key, gather_record.id AS id, gather_record.subject AS subject, source, category, day
        FROM gather_mention JOIN gather_record
          ON gather_record.subject = gather_mention.subject AND gather_record.id = gather_mention.id
        WHERE key IN (\(marks)) AND state = 'said' AND gather_record.issuer = $1 AND born <= $2
          AND (died IS NULL OR died > $2)
        """, values)
      {
        let other = try row.text("subject")
        let key = Digest(try row.blob("key"))
        if try isRegistered(other, under: key, of: owners[key] ?? [], subjects, frame.moment, session) { continue }
        try note(row, reason: HeldReason.namesake.rawValue, except: other)
      }
    }
    return counts.mapValues { doubts in
      doubts.map { DoubtingRows(doubt: $0, rows: $1.sorted()) }.sorted { $0.doubt.order < $1.doubt.order }
    }
  }

  /// What was erased of the subject's records. Nothing turns clean by it, so that an organisation's stay in its file. Of a
  /// person nothing is left but in files of moments before.
  private func stones(
    of subject: KnownSubject, _ versions: [StandingRecords.Version], in frame: FileFrame
  ) -> [(StandingRecords.Version, Doubt)] {
    guard versions.contains(where: { $0.erased != nil }) else { return [] }
    let isPerson = catalogue.kind(subject.kind)?.isPerson ?? false
    return StandingRecords(versions: versions).judged().compactMap { version, setAside in
      guard setAside == nil, let erased = version.erased, !isPerson || erased > frame.moment.sequence else {
        return nil
      }
      return (
        version,
        Doubt(
          source: frame.sources[version.source] ?? "", category: version.category, day: version.day,
          reason: Doubt.erased, mayBeOfAnyDomain: true)
      )
    }
  }

  /// All that rows may call the subject by.
  func keys(of subject: KnownSubject, _ versions: [StandingRecords.Version]) -> Set<Digest> {
    var keys = Set(subject.names.map(secret.key(ofName:)))
    keys.insert(secret.key(ofCode: subject.subject))
    // 统一社会信用代码 holds the 组织机构代码: characters 9 to 17.
    if subject.subject.utf8.count == 18 {
      keys.insert(secret.key(ofCode: String(subject.subject.dropFirst(8).prefix(9))))
    }
    let fields = catalogue.kind(subject.kind)?.fields ?? []
    let numbers = Vocabulary(fields.filter { $0.isRegistration || $0.naming.key == "organisationCode" }.map(\.naming))
    if let registration = StandingRecords(versions: versions).registration {
      for field in BodyFields.fields(of: registration.body) where numbers.index(of: field.label) != nil {
        keys.insert(secret.key(ofCode: normalizedIdentifier(field.text).replacing("-", with: "")))
      }
    }
    return keys
  }

  /// Whether a registrar knows another subject by the name in question: two subjects may have one name, and then their
  /// codes say whom a record is about.
  private func isRegistered(
    _ other: String, under key: Digest, of owners: Set<String>, _ subjects: [String: KnownSubject], _ moment: Moment,
    _ session: any SQLSession
  ) throws -> Bool {
    let names = owners.compactMap { subjects[$0] }.flatMap(\.names).filter { secret.key(ofName: $0) == key }
    for name in Set(names.map(comparableName)) {
      let rows = try session.query(
        """
        SELECT 1 AS found FROM gather_name
        WHERE issuer = $1 AND subject = $2 AND comparable = $3 AND basis <> 'row' AND born <= $4
        """, [.text(issuer), .text(other), .text(name), .integer(moment.sequence)])
      if !rows.isEmpty { return true }
    }
    return false
  }
}
