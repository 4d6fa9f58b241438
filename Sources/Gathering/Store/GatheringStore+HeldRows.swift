import CivilTime
import Database
import Records

/// A row that is held, or was.
public struct HeldEntry: Sendable, Equatable, Encodable {
  public var id: Int64
  public var source: String
  /// Canonical key, and label.
  public var category: String
  public var categoryLabel: String
  public var day: String?
  public var reason: String
  public var table: String
  public var row: Int64
  /// `delivered` (its source said it again, with a subject), `assigned` or `refused`; nil: it is held.
  public var settlement: String?
  /// The number of the delivery or decision that settled it.
  public var settledBy: Int64?
  /// Why an operator refused it.
  public var reasonOfSettlement: String?
}

/// Held rows, the first ones, and how many there are.
public struct HeldList: Sendable, Equatable, Encodable {
  public var rows: [HeldEntry]
  public var total: Int
}

/// All that a held row says.
public struct HeldContents: Sendable, Equatable, Encodable {
  public struct Cell: Sendable, Equatable, Encodable {
    public var label: String
    public var text: String
  }
  public var entry: HeldEntry
  public var cells: [Cell]
}

extension GatheringStore {
  /// - Parameter isSettled: those that are held no longer, instead of those that are.
  public func heldRows(source name: String? = nil, isSettled: Bool = false, limit: Int) throws -> HeldList {
    let wanted = try name.map(sourceName(_:))
    return try database.read { session in
      let condition = """
        gather_held.issuer = $1 AND died IS \(isSettled ? "NOT " : "")NULL AND ($2 = '' OR gather_source.name = $2)
        """
      let values: [SQLValue] = [.text(issuer), .text(wanted ?? "")]
      let total = try session.query(
        """
        SELECT COUNT(*) AS found FROM gather_held JOIN gather_source ON gather_source.id = gather_held.source
        WHERE \(condition)
        """, values)[0].integer("found")
      return HeldList(
        rows: try heldEntries(
          "\(condition) ORDER BY gather_held.id LIMIT $3", values + [.integer(Int64(limit))], session),
        total: Int(total))
    }
  }

  /// A held row with all that it says: personal data.
  public func heldRow(_ id: Int64) throws -> HeldContents {
    try database.read { session in
      let entry = try heldEntries(
        "gather_held.issuer = $1 AND gather_held.id = $2", [.text(issuer), .integer(id)], session
      ).first
      let rows = try session.query("SELECT sealed_text FROM gather_held WHERE id = $1", [.integer(id)])
      guard let entry, let row = rows.first else {
        throw GatheringError.unknown(what: "there is no row \(id); `gather held` lists those that are held")
      }
      let fields = BodyFields.fields(of: try opened(try row.blob("sealed_text")))
      return HeldContents(entry: entry, cells: fields.map { .init(label: $0.label, text: $0.text) })
    }
  }

  private func heldEntries(
    _ condition: String, _ values: [SQLValue], _ session: any SQLSession
  ) throws(DatabaseError) -> [HeldEntry] {
    try session.query(
      """
      SELECT gather_held.id AS id, gather_source.name AS source, category, day, gather_held.reason AS reason, table_name,
        row_number, settlement, died, gather_decision.reason AS decided
      FROM gather_held JOIN gather_source ON gather_source.id = gather_held.source
        LEFT JOIN gather_decision ON gather_decision.sequence = died
      WHERE \(condition)
      """, values
    ).map { row throws(DatabaseError) in
      let category = try row.text("category")
      return HeldEntry(
        id: try row.integer("id"), source: try row.text("source"), category: category,
        categoryLabel: catalogue.label(ofCategory: category), day: try row.optionalDay("day")?.description,
        reason: try row.text("reason"), table: try row.text("table_name"), row: try row.integer("row_number"),
        settlement: try row.optionalText("settlement"), settledBy: try row.optionalInteger("died"),
        reasonOfSettlement: try row.optionalText("decided"))
    }
  }
}
