public import CivilTime
import Database

/// What the heads of a source's tables mean, as somebody said it once.
public struct KeptMappings: Sendable, Equatable {
  /// From 1.
  public var version: Int64
  /// JSON: a list of mappings.
  public var body: String
  public var person: String
  public var madeAt: BeijingTime
}

extension GatheringStore {
  /// The latest mappings of a source; nil: it has none of its own.
  /// - Throws: `GatheringError.unknownSource` for a source that the catalogue does not know.
  public func mappings(of source: String) throws -> KeptMappings? {
    let name = try sourceName(source)
    return try database.read { session in
      try latestMappings(of: name, session)
    }
  }

  /// Keeps mappings as the source's next version; the versions before stay. What is kept already is not kept twice.
  /// - Returns: the version.
  public func keep(mappings body: String, of source: String, person: String) throws -> Int64 {
    let name = try sourceName(source)
    return try database.write { session in
      try lock(session)
      let latest = try latestMappings(of: name, session)
      if let latest, latest.body == body { return latest.version }
      let version = (latest?.version ?? 0) + 1
      try session.insert(
        [
          [
            .text(issuer), .integer(try sourceID(name, session)), .integer(version), .text(body), .text(person),
            .integer(BeijingTime.now().millisecondsSince1970),
          ]
        ], into: "gather_mapping", ["issuer", "source", "version", "body", "person", "made_at"])
      return version
    }
  }

  private func latestMappings(of source: String, _ session: any SQLSession) throws(DatabaseError) -> KeptMappings? {
    try session.query(
      """
      SELECT version, body, person, made_at FROM gather_mapping
        JOIN gather_source ON gather_source.id = gather_mapping.source
      WHERE gather_source.issuer = $1 AND gather_source.name = $2 ORDER BY version DESC LIMIT 1
      """, [.text(issuer), .text(source)]
    ).first.map { row throws(DatabaseError) in
      KeptMappings(
        version: try row.integer("version"), body: try row.text("body"), person: try row.text("person"),
        madeAt: BeijingTime(millisecondsSince1970: try row.integer("made_at")))
    }
  }
}
