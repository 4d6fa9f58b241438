import Attestation
import Database

/// Rows are read a page at a time, so that a long table does not fill the memory.
let auditPage = 1000

/// Checks the rows of a hash chain.
struct ChainAudit {
  let kind: Audit.Finding.Kind
  let label: String
  /// What findings call a row.
  let rowName: String
  /// The columns that are hashed, in order; `sequence` is the first.
  let columns: [String]
  /// Rows of another shape in the same chain; nil: there are none.
  var other: Shape?
  private(set) var sequence: UInt64 = 0
  private(set) var hash = HashChain.start

  struct Shape {
    let label: String
    /// Those of the other rows, and more.
    let columns: [String]
    /// What only rows of this shape have.
    let marks: [String]

    func has(_ row: SQLRow) -> Bool { marks.contains { row.value($0) != .null } }
  }

  /// After a break, the next rows are checked against the broken row's own hash: one finding per change.
  init(_ kind: Audit.Finding.Kind, label: String, rowName: String, columns: [String]) {
    (self.kind, self.label, self.rowName, self.columns) = (kind, label, rowName, columns)
  }

  /// Checks every row of the table, a page at a time.
  /// - Parameters:
  ///   - selection: SQL that selects the columns, `previous` and `hash` from the table `t`, and what `visit` needs.
  ///   - visit: called after each row was checked, with the chain up to that row.
  mutating func checkRows(
    _ selection: String, _ session: any SQLSession, _ audit: inout Audit,
    visit: (ChainAudit, SQLRow, inout Audit) throws -> Void
  ) throws {
    while true {
      let rows = try session.query(
        "\(selection) WHERE t.sequence > $1 ORDER BY t.sequence LIMIT \(auditPage)", [.unsigned(sequence)])
      for row in rows {
        try check(row, &audit)
        try visit(self, row, &audit)
      }
      if rows.count < auditPage { return }
    }
  }

  /// Goes on after rows that stand elsewhere.
  mutating func skip(to last: UInt64, hash: [UInt8]) { (sequence, self.hash) = (last, hash) }

  func selection(from table: String) -> String {
    "SELECT \((other?.columns ?? columns).joined(separator: ", ")), previous, hash FROM \(table) t"
  }

  /// - Parameter row: has the columns, and `previous` and `hash`.
  private mutating func check(_ row: SQLRow, _ audit: inout Audit) throws(DatabaseError) {
    let shape = other.flatMap { $0.has(row) ? $0 : nil }
    let fields = (shape?.columns ?? columns).map(row.value)
    let number = try row.unsigned("sequence")
    let (previous, stored) = (try row.blob("previous"), try row.blob("hash"))
    let name = "\(rowName) \(number)"
    if number != sequence + 1 {
      audit.add(kind, name, "follows number \(sequence): rows between them are missing")
    } else if previous != hash {
      audit.add(kind, name, "does not follow the row before it")
    }
    if HashChain.hash(shape?.label ?? label, after: previous, fields) != stored { audit.add(kind, name, "was changed") }
    (sequence, hash) = (number, stored)
  }

  func finish(_ head: ChainHead, _ audit: inout Audit) {
    guard head != ChainHead(size: sequence, hash: hash) else { return }
    audit.add(
      kind, "\(rowName) \(sequence)", "is the last one, but the last one written was \(head.size): rows are missing")
  }
}

struct StatusAudit {
  /// What the history says of a report, by its index in the log.
  struct Outcome {
    var status: ReportStatus
    var reason: String
    var at: Int64
  }

  let session: any SQLSession

  func run(_ audit: inout Audit) throws -> [UInt64: Outcome] {
    var chain = ChainAudit(
      .status, label: StatusHistory.label, rowName: "status change",
      columns: ["sequence", "log_index", "changed_at", "from_status", "to_status", "reason"])
    var outcomes: [UInt64: Outcome] = [:]
    try chain.checkRows(chain.selection(from: "status_change"), session, &audit) { chain, row, audit in
      audit.statusChanges += 1
      let change = "status change \(chain.sequence)"
      guard let from = UInt8(exactly: try row.integer("from_status")).flatMap(ReportStatus.init),
        let to = UInt8(exactly: try row.integer("to_status")).flatMap(ReportStatus.init)
      else { return audit.add(.status, change, "has an unknown status") }
      let index = try row.unsigned("log_index")
      let before = outcomes[index]?.status ?? .valid
      if from != before { audit.add(.status, change, "begins at \(from.word), but the report was \(before.word)") }
      if !from.mayBecome(to) { audit.add(.status, change, "\(from.word) to \(to.word) is against the rules") }
      outcomes[index] = Outcome(status: to, reason: try row.text("reason"), at: try row.integer("changed_at"))
    }
    chain.finish(try ChainHead.read(.status, session), &audit)
    return outcomes
  }
}
