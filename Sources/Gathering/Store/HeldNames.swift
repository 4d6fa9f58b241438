import Database
import Importing
import Records

/// The names under which rows are held, read from what is sealed.
struct HeldNames {
  let store: GatheringStore
  let session: any SQLSession

  struct Named {
    /// Each may be the subject's.
    var names: [String]
    /// What stands for the code of the one that is named; nil: nothing, or several are named.
    var code: String?
  }

  func read(_ row: SQLRow) throws -> Named {
    guard let fields = store.catalogue.subjectFields[try row.text("category")] else { return Named(names: []) }
    let cells = BodyFields.fields(of: try store.opened(try row.blob("sealed_text")))
    let name = cells.first { fields.name.index(of: $0.label) != nil }?.text ?? ""
    let code = cells.first { fields.code.index(of: $0.label) != nil }.map { normalizedIdentifier($0.text) }
    if let listed = SubjectNames.listed(in: name) {
      return Named(names: ([name] + listed).filter(GatheredHeldRow.isName))
    }
    return Named(names: GatheredHeldRow.isName(name) ? [name] : [], code: code)
  }

  /// Those of the names that some subject bears or bore, and those of the codes that are some subject's.
  /// - Parameter last: the number of the last event that counts.
  func lookUp(
    _ names: Set<String>, _ codes: Set<String>, by last: Int64
  ) throws -> (names: Set<String>, codes: Set<String>) {
    // A person's name is not compared in the clear.
    var names = Dictionary(
      names.flatMap { name in
        [true, false].map { (store.secret.comparable(name: name, isPerson: $0), [name]) }
      }, uniquingKeysWith: +)
    let known = try found(Array(names.keys), "comparable", "gather_name", by: last)
    names = names.filter { known.contains($0.key) }
    return (Set(names.values.joined()), try found(Array(codes), "subject", "gather_subject", by: last))
  }

  private func found(
    _ values: [String], _ column: String, _ table: String, by last: Int64
  ) throws(DatabaseError) -> Set<String> {
    var found: Set<String> = []
    for start in stride(from: 0, to: values.count, by: 200) {
      let some = values[start..<min(start + 200, values.count)]
      let marks = some.indices.map { "$\($0 - start + 3)" }.joined(separator: ", ")
      for row in try session.query(
        "SELECT DISTINCT \(column) FROM \(table) WHERE issuer = $1 AND born <= $2 AND \(column) IN (\(marks))",
        [.text(store.issuer), .integer(last)] + some.map { .text($0) })
      { found.insert(try row.text(column)) }
    }
    return found
  }

  private static let page = 1_000

  /// Keeps by what rows are found whose names nobody bears. A name that is known, or a code that is somebody's, stays so:
  /// such rows need no traits.
  /// - Parameter last: the number of the event that brought the rows; nil: they came with several.
  func addTraits(ofRows ids: ClosedRange<Int64>, known last: Int64? = nil) throws {
    var next = ids.lowerBound
    while true {
      let rows = try session.query(
        """
        SELECT id, category, sealed_text FROM gather_held
        WHERE id >= $1 AND id <= $2 AND has_name > 0 ORDER BY id LIMIT \(Self.page)
        """, [.integer(next), .integer(ids.upperBound)])
      guard let end = rows.last else { return }
      let held = try rows.map { (id: $0.value("id"), named: try read($0)) }
      let known = try last.map { last in
        try lookUp(Set(held.flatMap(\.named.names)), Set(held.compactMap(\.named.code)), by: last)
      }
      var traits: [[SQLValue]] = []
      for (id, named) in held {
        let names = known.map { named.unknown($0) } ?? named.names
        let own = Set(names.flatMap { AlikeNames.traits(of: store.catalogue.alikeNames.read(row: $0)) })
        traits += own.map { [.blob(store.secret.key(ofTrait: $0).bytes), id] }
      }
      try session.load(traits, into: "gather_trait", ["key", "id"])
      next = try end.integer("id") + 1
    }
  }
}

extension HeldNames.Named {
  /// Names that nobody bears, unless the code says who is meant.
  func unknown(_ known: (names: Set<String>, codes: Set<String>)) -> [String] {
    if let code, known.codes.contains(code) { return [] }
    return names.filter { !known.names.contains($0) }
  }
}
