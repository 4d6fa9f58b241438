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
    let rule = catalogue.alikeNames
    let subjectNames = subjects.mapValues { subject in
      let isPerson = catalogue.kind(subject.kind)?.isPerson ?? false
      return Set(subject.names).map { rule.read(subject: $0, isPerson: isPerson) }
    }
    var owners: [Digest: Set<String>] = [:]
    for (subject, names) in subjectNames {
      for trait in Set(names.flatMap(AlikeNames.traits(of:))) {
        owners[secret.key(ofTrait: trait), default: []].insert(subject)
      }
    }
    var rows: [Int64: SQLRow] = [:]
    var candidates: [Int64: Set<String>] = [:]
    let digests = Array(owners.keys)
    let selected = Set(columns + ["id", "category", "sealed_text", "erased"]).sorted().map {
      "gather_held.\($0) AS \($0)"
    }
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
    let isErased = try rows.mapValues { try $0.optionalInteger("erased") != nil }
    let named = try rows.filter { isErased[$0.key] == false }.mapValues { try held.read($0) }
    let known = try held.lookUp(
      Set(named.values.flatMap(\.names)), Set(named.values.compactMap(\.code)), by: moment.sequence)
    var found: [String: [SQLRow]] = [:]
    for (id, row) in rows.sorted(by: { $0.key < $1.key }) {
      let names = (named[id]?.unknown(known) ?? []).map(rule.read(row:))
      for subject in candidates[id] ?? [] {
        // Nobody can read any longer what an erased row said.
        let isAlike =
          isErased[id] == true
          || names.contains { name in
            subjectNames[subject]?.contains { AlikeNames.areAlike(name, $0) } ?? false
          }
        if isAlike { found[subject, default: []].append(row) }
      }
    }
    return found
  }
}
