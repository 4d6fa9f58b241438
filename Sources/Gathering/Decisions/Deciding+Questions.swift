import CivilTime
import Database
import Records

/// A row that is held, and the delivery that it came with.
struct HeldRow {
  var id: Int64
  var source: String, sourceID: Int64
  var category: String
  var content: Digest
  var document: Digest?
  var day: CalendarDate?
  /// All that the row says, sealed.
  var sealed: [UInt8]
  var kind: DeliveryKind
  /// The last day that its delivery answers for.
  var through: CalendarDate
  /// Its cells may stand under the wrong heads.
  var isMisaligned: Bool
  /// Nobody knows any longer what it said.
  var isErased: Bool
}

/// A delivery that something is decided about.
struct DecidedDelivery {
  var number: Int64
  var sourceID: Int64
  var notice: DeliveryNotice
  /// Milliseconds since 1970.
  var takenAt: Int64
  var remark: String?
  var covers: Bool, hasFailed: Bool

  var source: String { notice.source }
  var kind: DeliveryKind { notice.kind }
  var days: ClosedRange<CalendarDate> { notice.days }
}

extension Deciding {
  private static let heldColumns = """
    SELECT gather_held.id AS id, gather_source.name AS name, gather_held.source AS source, category, content, document, day,
      reason, sealed_text, gather_delivery.kind AS kind, day_through, received_at, died, settlement, erased,
      CASE WHEN EXISTS (SELECT 1 FROM gather_opening WHERE held = gather_held.id) THEN 1 ELSE 0 END AS opens
    FROM gather_held JOIN gather_source ON gather_source.id = gather_held.source
      JOIN gather_delivery ON gather_delivery.sequence = gather_held.born
    """

  /// - Throws: `GatheringError` for one that is not there or was settled.
  func held(_ id: Int64) throws -> HeldRow {
    let rows = try session.query(
      "\(Self.heldColumns) WHERE gather_held.id = $1 AND gather_held.issuer = $2", [.integer(id), .text(store.issuer)])
    guard let row = rows.first else {
      throw GatheringError.unknown(what: "there is no row \(id); `gather held` lists those that are held")
    }
    if let died = try row.optionalInteger("died") {
      throw GatheringError.refused(
        what: "row \(id)", problem: "is held no longer: \(try row.optionalText("settlement") ?? "") by number \(died)")
    }
    return try heldRow(row)
  }

  private func heldRow(_ row: SQLRow) throws -> HeldRow {
    let isUnreadable = try row.text("reason") == HeldReason.unreadable.rawValue
    return HeldRow(
      id: try row.integer("id"), source: try row.text("name"), sourceID: try row.integer("source"),
      category: try row.text("category"), content: Digest(try row.blob("content")),
      document: try row.optionalBlob("document").map { Digest($0) }, day: try row.optionalDay("day"),
      sealed: try row.blob("sealed_text"), kind: try kind(row),
      through: try min(
        row.day("day_through"), BeijingTime(millisecondsSince1970: row.integer("received_at")).date),
      isMisaligned: try row.flag("opens") && isUnreadable, isErased: try row.optionalInteger("erased") != nil)
  }

  /// Rows that were held because this name did not agree with this code.
  func heldRows(under subject: String, called name: String) throws -> [HeldRow] {
    let reasons: [HeldReason] = [.twoNames, .anothersName, .faultyCode]
    let marks = reasons.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
    func names(_ key: String) -> String {
      "EXISTS (SELECT 1 FROM gather_mention WHERE id = gather_held.id AND key = \(key) AND subject IS NULL)"
    }
    return try session.query(
      """
      \(Self.heldColumns)
      WHERE gather_held.id IN (SELECT id FROM gather_mention WHERE key = $2) AND \(names("$3"))
        AND gather_held.issuer = $1 AND died IS NULL AND erased IS NULL AND reason IN (\(marks)) AND category <> 'registration'
      ORDER BY gather_held.id
      """,
      [
        .text(store.issuer), .blob(store.secret.key(ofCode: subject).bytes),
        .blob(store.secret.key(ofName: name).bytes),
      ] + reasons.map { .text($0.rawValue) }
    ).map { row in try heldRow(row) }
  }

  func delivery(_ number: Int64) throws -> DecidedDelivery {
    let rows = try session.query(
      """
      SELECT gather_source.name AS name, source, kind, day_from, day_through, all_since, received_at, taken_at, remark,
        covers_since, has_failed
      FROM gather_delivery JOIN gather_source ON gather_source.id = gather_delivery.source
      WHERE sequence = $1 AND gather_delivery.issuer = $2 AND kind <> 'decision'
      """, [.integer(number), .text(store.issuer)])
    guard let row = rows.first else { throw GatheringError.unknown(what: "there is no delivery \(number)") }
    let notice = DeliveryNotice(
      source: try row.text("name"), kind: try kind(row),
      days: (try row.day("day_from"))...(try row.day("day_through")),
      categories: try store.categories(of: number, session).sorted(),
      received: BeijingTime(millisecondsSince1970: try row.integer("received_at")),
      allSince: try row.optionalDay("all_since"))
    return DecidedDelivery(
      number: number, sourceID: try row.integer("source"), notice: notice, takenAt: try row.integer("taken_at"),
      remark: try row.optionalText("remark"), covers: try row.optionalInteger("covers_since") != nil,
      hasFailed: try row.flag("has_failed"))
  }

  private func kind(_ row: SQLRow) throws(DatabaseError) -> DeliveryKind {
    guard let kind = DeliveryKind(rawValue: try row.text("kind")) else {
      throw .damaged(location: store.location, problem: "a delivery has an unknown kind")
    }
    return kind
  }

  /// The key of an organisation that the store knows. A person's number would stand in what is asked for.
  func organisation(_ text: String) throws -> String {
    let code = normalizedIdentifier(text)
    let rows = try session.query(
      "SELECT kind FROM gather_subject WHERE issuer = $1 AND subject = $2 AND sealed_number IS NULL",
      [.text(store.issuer), .text(code)])
    if rows.isEmpty {
      throw CitizenID.fault(in: code) == nil
        ? GatheringError.refused(
          what: "a person's number", problem: "is no code of an organisation: nothing is decided about persons by hand")
        : .unknown(what: "nothing was delivered about \(code); its registrar's delivery says who it is")
    }
    return code
  }

  /// Whether the registrar or an operator has said that the subject bears the name.
  func isConfirmed(_ name: String, of subject: String) throws(DatabaseError) -> Bool {
    try !session.query(
      """
      SELECT 1 AS found FROM gather_name
      WHERE issuer = $1 AND subject = $2 AND comparable = $3 AND basis <> 'row' LIMIT 1
      """, [.text(store.issuer), .text(subject), .text(comparableName(name))]
    ).isEmpty
  }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
