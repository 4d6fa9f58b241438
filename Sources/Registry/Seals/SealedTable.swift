import Database
import Hexadecimal

/// A table whose rows say what no chain, no token and no signature says. Each row bears a seal: an HMAC of its columns
/// under the registry's secret, which is not in the database. Whoever can only write the database changes none of them
/// unseen, and rows cannot change places, because their keys are sealed too. A seal does not show that a row is missing, or
/// that an earlier state of the row was put back.
struct SealedTable: Sendable {
  let name: String
  /// By which a row is found.
  let key: [String]
  /// What else is sealed, in the order in which it is hashed.
  let values: [String]
  /// The column of the seal.
  let seal: String
  /// Rows that are in memory at once.
  let page: Int

  init(_ name: String, key: [String], _ values: [String], seal: String = "row_seal", page: Int = auditPage) {
    (self.name, self.key, self.values, self.seal, self.page) = (name, key, values, seal, page)
  }

  var columns: [String] { key + values }

  /// For queries in which other tables have columns of the same names.
  var selection: String { (columns + [seal]).map { "\(name).\($0) AS \($0)" }.joined(separator: ", ") }

  /// - Parameter values: of `columns`.
  func seal(of values: [SQLValue], _ secret: RegistrySecret) -> [UInt8] {
    precondition(values.count == columns.count, "a value for each sealed column")
    return secret.seal("\(name) \(seal)", values)
  }

  /// - Parameter row: has `columns` and the seal.
  func isSealed(_ row: SQLRow, _ secret: RegistrySecret) -> Bool {
    guard case .blob(let found) = row.value(seal) else { return false }
    return areEqual(found, seal(of: columns.map(row.value), secret))
  }

  /// Refuses a row that somebody else wrote, before anything follows from it.
  /// - Parameter row: has `columns` and the seal.
  func check(_ row: SQLRow, _ secret: RegistrySecret) throws(RegistryError) {
    guard isSealed(row, secret) else { throw .damaged(what: label(of: row), problem: Self.problem) }
  }

  /// Changes columns of rows, each of which must be as it was written: a seal is never put on what somebody else wrote.
  /// A caller holds the locks that the rows need.
  /// - Throws: `RegistryError.damaged`.
  func change(
    where condition: String, _ values: [SQLValue], to new: [String: SQLValue], _ secret: RegistrySecret,
    _ session: any SQLSession
  ) throws {
    for row in try rows(where: condition, values, session) {
      try check(row, secret)
      let changed = columns.map { new[$0] ?? row.value($0) }
      try write(changed, secret, session)
    }
  }

  /// Seals rows as they are now: rows that were just inserted, with keys that the database chose.
  func sealRows(
    where condition: String, _ values: [SQLValue], _ secret: RegistrySecret, _ session: any SQLSession
  ) throws(DatabaseError) {
    for row in try rows(where: condition, values, session) { try write(columns.map(row.value), secret, session) }
  }

  private func rows(
    where condition: String, _ values: [SQLValue], _ session: any SQLSession
  ) throws(DatabaseError) -> [SQLRow] {
    try session.query("SELECT \((columns + [seal]).joined(separator: ", ")) FROM \(name) WHERE \(condition)", values)
  }

  /// - Parameter row: values of `columns`.
  private func write(_ row: [SQLValue], _ secret: RegistrySecret, _ session: any SQLSession) throws(DatabaseError) {
    func list(_ names: [String], from first: Int, _ separator: String) -> String {
      names.enumerated().map { place, name in "\(name) = $\(place + first)" }.joined(separator: separator)
    }
    try session.execute(
      """
      UPDATE \(name) SET \(list(values + [seal], from: key.count + 1, ", ")) WHERE \(list(key, from: 1, " AND "))
      """, row + [.blob(seal(of: row, secret))])
  }

  /// What a row is called in messages.
  func label(of row: SQLRow) -> String {
    "table \(name), " + key.map { "\($0) \(row.value($0).words)" }.joined(separator: ", ")
  }

  static let problem = "was not written by this program, or was changed"

  /// Calls `visit` with all rows, in the order of their keys.
  func forEachRow(_ session: any SQLSession, _ visit: (SQLRow) throws -> Void) throws {
    let order = key.joined(separator: ", ")
    let place = key.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    var last: SQLRow?
    while true {
      let rest = last == nil ? "" : " WHERE (\(order)) > (\(place))"
      let rows = try session.query(
        "SELECT \((columns + [seal]).joined(separator: ", ")) FROM \(name)\(rest) ORDER BY \(order) LIMIT \(page)",
        last.map { row in key.map(row.value) } ?? [])
      for row in rows { try visit(row) }
      guard rows.count == page else { return }
      last = rows.last
    }
  }

  /// Seals what was written before there were seals.
  func sealAll(_ secret: RegistrySecret, _ session: any SQLSession) throws {
    try forEachRow(session) { row in try write(columns.map(row.value), secret, session) }
  }
}

extension SealedTable {
  /// Those that were there when seals were introduced.
  static let first = [
    report, file, watched, selfPrint, objection, attachment, statusList, value, batch, task, outcome,
  ]
  static let all = first + [segment]

  /// Whose report it is, and what it may be found by. Its token, status and mark of changed data have chains of their own.
  static let report = SealedTable(
    "report", key: ["log_index"],
    [
      "number", "kind", "subject", "check_code", "status_list", "status_index", "issued_at", "expires_at", "log_size",
      "issuer", "question", "first_day", "last_day", "is_watched",
    ])
  static let file = SealedTable("report_file", key: ["number", "format"], ["sha256", "path", "part"])
  static let watched = SealedTable(
    "watched_answer", key: ["log_index", "subject"],
    ["first_day", "last_day", "hits", "no_data", "as_of", "is_moved"])
  static let selfPrint = SealedTable(
    "self_print", key: ["number"], ["subject", "kind", "day", "reserved_at", "question"])
  static let objection = SealedTable(
    "objection", key: ["id"],
    ["log_index", "objection", "made_at", "state", "decided_at", "note", "record", "closed_at", "closing"])
  static let attachment = SealedTable(
    "objection_file", key: ["objection", "place"], ["media_type", "sealed"], page: 8)
  /// How many reports a list has, the log tells.
  static let statusList = SealedTable("status_list", key: ["list"], ["issuer"])
  static let value = SealedTable("registry_value", key: ["name"], ["value"])
  /// Which rows of the journal stand in which file.
  static let segment = SealedTable(
    "journal_segment", key: ["first_row"], ["last_row", "head", "file_sha256", "archived_at"])
  static let batch = SealedTable("batch", key: ["id"], ["begun_at", "description", "issuer"])
  /// What a row of a batch asks for.
  static let task = SealedTable("batch_row", key: ["batch", "place"], ["task"])
  /// What came of it. Workers write this one, and the other one is not theirs.
  static let outcome = SealedTable(
    "batch_row", key: ["batch", "place"], ["outcome", "log_index"], seal: "outcome_seal")
}

extension SQLValue {
  /// For messages: keys only.
  fileprivate var words: String {
    switch self {
    case .null: "–"
    case .integer(let number): "\(number)"
    case .text(let text): text
    case .blob(let bytes): hexadecimal(bytes.prefix(4)) + "…"
    }
  }
}
