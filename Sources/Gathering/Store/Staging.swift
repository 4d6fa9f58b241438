import CivilTime
import Database

/// The rows of one delivery, in temporary tables of the transaction that takes it in: memory stays flat, whatever the
/// number of rows.
struct Staging {
  let session: any SQLSession
  let dialect: SQLDialect
  private var waiting = Rows()
  /// Whether the indices of `gather_stage` are yet to be made: one that is made at once, of all rows, costs a third.
  private var lacksIndices = false

  /// Rows of the tables.
  struct Rows: Sendable {
    var records: [[SQLValue]] = []
    var held: [[SQLValue]] = []
    var mentions: [[SQLValue]] = []
    var formers: [[SQLValue]] = []
    var isEmpty: Bool { records.isEmpty && held.isEmpty }
  }

  static let recordColumns = [
    "n", "subject", "kind", "name", "comparable", "is_person", "passes", "sealed_number", "category", "decision",
    "content", "document", "day", "is_sealed", "body", "table_index", "row_number",
  ]
  private static let heldColumns = [
    "n", "category", "content", "document", "day", "reason", "table_index", "row_number", "sealed_text", "opens",
    "has_name",
  ]
  private static let batch = 5_000
  private static let stageIndices = ["subject, decision, n"]

  init(_ session: any SQLSession, _ dialect: SQLDialect) throws(DatabaseError) {
    (self.session, self.dialect) = (session, dialect)
    let (integer, blob) = (dialect.integer, dialect.blob)
    // SQLite finds a row by such a key without a further index; PostgreSQL joins whole tables.
    let number = dialect == .sqlite ? "\(integer) NOT NULL PRIMARY KEY" : "\(integer) NOT NULL"
    try table(
      "stage",
      """
      n \(number), subject TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, comparable TEXT NOT NULL,
      is_person \(integer) NOT NULL, passes \(integer) NOT NULL, sealed_number \(blob), category TEXT NOT NULL,
      decision \(blob) NOT NULL, content \(blob) NOT NULL, document \(blob), day \(integer),
      is_sealed \(integer) NOT NULL, body \(blob) NOT NULL, table_index \(integer) NOT NULL,
      row_number \(integer) NOT NULL
      """, indices: Self.stageIndices)
    try table(
      "stage_held",
      """
      n \(integer) NOT NULL, category TEXT NOT NULL, content \(blob) NOT NULL, document \(blob), day \(integer),
      reason TEXT NOT NULL, table_index \(integer) NOT NULL, row_number \(integer) NOT NULL,
      sealed_text \(blob) NOT NULL, opens \(integer) NOT NULL,
      has_name \(integer) NOT NULL
      """)
    try table("stage_mention", "key \(blob) NOT NULL, n \(integer) NOT NULL")
    // Names that subjects had before, by their registrar.
    try table("stage_former", "subject TEXT NOT NULL, comparable TEXT NOT NULL, name TEXT NOT NULL")
    // Pairs of subject and name that are not the registrar's. held: why their rows are held.
    try table(
      "stage_name", "subject TEXT NOT NULL, comparable TEXT NOT NULL, key \(blob) NOT NULL, held TEXT",
      indices: ["subject, comparable"])
    try table("stage_outcome", "n \(number), outcome TEXT NOT NULL")
    try table("stage_end", "id \(integer) NOT NULL, subject TEXT NOT NULL")
    try table("stage_confirm", "id \(integer) NOT NULL, subject TEXT NOT NULL")
    // A delivery that was stopped left its rows.
    try clear()
  }

  /// A temporary table is the connection's own. It stays for the next delivery, since a database forgets all that it
  /// prepared when tables come and go.
  private func table(_ name: String, _ columns: String, indices: [String] = []) throws(DatabaseError) {
    let end = dialect == .postgres ? " ON COMMIT DELETE ROWS" : ""
    try session.execute("CREATE TEMPORARY TABLE IF NOT EXISTS gather_\(name) (\(columns))\(end)")
    try index(name, indices)
  }

  private func index(_ name: String, _ indices: [String]) throws(DatabaseError) {
    for (number, index) in indices.enumerated() {
      try session.execute("CREATE INDEX IF NOT EXISTS gather_\(name)_\(number) ON gather_\(name) (\(index))")
    }
  }

  mutating func add(_ rows: Rows) throws(DatabaseError) {
    waiting.records += rows.records
    waiting.held += rows.held
    waiting.mentions += rows.mentions
    waiting.formers += rows.formers
    if waiting.records.count + waiting.held.count < Self.batch { return }
    if dialect == .postgres, !lacksIndices {
      for number in Self.stageIndices.indices { try session.execute("DROP INDEX gather_stage_\(number)") }
      lacksIndices = true
    }
    try flush()
  }

  private mutating func flush() throws(DatabaseError) {
    try session.load(waiting.records, into: "gather_stage", Self.recordColumns)
    try session.load(waiting.held, into: "gather_stage_held", Self.heldColumns)
    try session.load(waiting.mentions, into: "gather_stage_mention", ["key", "n"])
    try session.load(waiting.formers, into: "gather_stage_former", ["subject", "comparable", "name"])
    waiting = Rows()
  }

  /// After the last row: makes the tables fit for questions.
  mutating func finish() throws(DatabaseError) {
    try flush()
    if lacksIndices { try index("stage", Self.stageIndices) }
    // Of these its questions go by. Without counts a server takes a table that has just grown for an empty one.
    if dialect == .postgres { try session.execute("ANALYZE gather_stage (n, subject, comparable, decision)") }
  }

  private static let names = [
    "stage", "stage_held", "stage_mention", "stage_former", "stage_name", "stage_outcome", "stage_end", "stage_confirm",
  ]

  /// Empties the tables where the end of the transaction does not.
  func clear() throws(DatabaseError) {
    guard dialect == .sqlite else { return }
    for name in Self.names { try session.execute("DELETE FROM temp.gather_\(name)") }
  }
}
