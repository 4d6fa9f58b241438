import Database
import Records

extension GatheringStore {
  /// Held rows that may be about these subjects by a name that is nearly theirs, and nobody's: matched when a subject is
  /// asked about.
  /// - Parameters:
  ///   - condition: which held rows; `$2` is the number of the moment's event.
  ///   - columns: of `gather_held`, to return beside its id.
  /// - Returns: by subject, each row once.
  func alikeRows(
    of subjects: [String: KnownSubject], where condition: String, columns: [String], _ moment: Moment,
    _ session: any SQLSession
  ) throws -> [String: [SQLRow]] {
    var owners: [Digest: Set<String>] = [:]
    for subject in subjects.values {
      let isPerson = catalogue.kind(subject.kind)?.isPerson ?? false
      for trait in Set(subject.names.flatMap { catalogue.alikeNames.traits(ofSubject: $0, isPerson: isPerson) }) {
        owners[secret.key(ofTrait: trait), default: []].insert(subject.subject)
      }
    }
    var rows: [Int64: SQLRow] = [:]
    var candidates: [Int64: Set<String>] = [:]
    let digests = Array(owners.keys)
    let selected = Set(columns + ["id", "category", "sealed_text"]).sorted().map { "gather_held.\($0) AS \($0)" }
    for start in stride(from: 0, to: digests.count, by: 200) {
      let some = digests[start..<min(start + 200, digests.count)]
      let marks = some.indices.map { "$\($0 - start + 3)" }.joined(separator: ", ")
      for row in try session.query(
        """
        SELECT gather_trait.key AS key, \(selected.joined(separator: ", "))
        FROM gather_trait JOIN gather_held ON gather_held.id = gather_trait.id
        WHERE key IN (\(marks)) AND issuer = $1 AND \(condition)
        """, [.text(issuer), .integer(moment.sequence)] + some.map { .blob($0.bytes) })
      {
        let id = try row.integer("id")
        rows[id] = row
        candidates[id, default: []].formUnion(owners[Digest(try row.blob("key"))] ?? [])
      }
    }
    if rows.isEmpty { return [:] }
    let held = HeldNames(store: self, session: session)
    let named = try rows.mapValues { try held.read($0) }
    let known = try held.lookUp(
      Set(named.values.flatMap(\.names)), Set(named.values.compactMap(\.code)), by: moment.sequence)
    var found: [String: [SQLRow]] = [:]
    for (id, row) in rows.sorted(by: { $0.key < $1.key }) {
      let names = named[id]?.unknown(known) ?? []
      for key in candidates[id] ?? [] {
        guard let subject = subjects[key] else { continue }
        let isPerson = catalogue.kind(subject.kind)?.isPerson ?? false
        let isAlike = names.contains { name in
          subject.names.contains { catalogue.alikeNames.isAlike(name, $0, isPerson: isPerson) }
        }
        if isAlike { found[key, default: []].append(row) }
      }
    }
    return found
  }
}
