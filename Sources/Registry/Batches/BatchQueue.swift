import Database
public import ErrorCauses

/// Batches of reports to be issued, kept in the registry's database: any number of workers (threads or machines) take
/// rows, and each row is done once.
///
/// A worker holds a row by a lease. If it dies, the lease ends and another worker takes the row. A row is marked as
/// done in the transaction that registers its report, provided that the worker still holds it: the work of a worker
/// that lost its lease is rolled back as a whole.
public struct BatchQueue: Sendable {
  public let registry: Registry
  var database: RegistryDatabase { registry.database }

  /// A row that was taken this often without finishing is set aside: it may be what kills the workers.
  public static let mostAttempts = 5

  /// Seconds that each transaction of a batch waits for a locked database, so that a batch of days does not fail for
  /// that.
  public static let patience = 300.0

  public init(_ registry: Registry) { self.registry = registry.waiting(upTo: Self.patience) }

  // MARK: Batches

  /// Begins a batch, with all of its rows or none.
  /// - Parameters:
  ///   - description: JSON, for people who look at the batch later.
  ///   - tasks: one for each row, in order; `problem` says why a row cannot be made, nil: it can.
  public func begin(
    _ batch: String, description: String, tasks: some Sequence<(task: String, problem: Wording?)>, at now: Int64
  ) throws {
    try database.write { session in
      let row: [SQLValue] = [.text(batch), .integer(now), .text(description), .text(registry.issuer)]
      let table = SealedTable.batch
      try session.insert(
        [row + [.blob(table.seal(of: row, registry.secret))]], into: table.name, table.columns + [table.seal])
      var number: Int64 = 0
      for (task, problem) in tasks {
        number += 1
        let state: BatchRow.State = problem == nil ? .waiting : .failed
        try session.execute(
          """
          INSERT INTO batch_row (batch, place, task, state, attempts, due, worker, problem, row_seal, outcome_seal)
          VALUES ($1, $2, $3, $4, 0, $5, '', $6, $7, $8)
          """,
          [
            .text(batch), .integer(number), .text(task), .integer(state.rawValue), .integer(now),
            .optional(problem?.column),
          ] + seals(batch, number, task: task))
      }
    }
  }

  /// Adds a row that can be made only after others are done. Does nothing if a row of that number exists.
  public func append(_ batch: String, row: Int, task: String, at now: Int64) throws {
    _ = try database.write { session in
      try session.execute(
        """
        INSERT INTO batch_row (batch, place, task, state, attempts, due, worker, row_seal, outcome_seal)
        VALUES ($1, $2, $3, $4, 0, $5, '', $6, $7) ON CONFLICT (batch, place) DO NOTHING
        """,
        [
          .text(batch), .integer(Int64(row)), .text(task), .integer(BatchRow.State.waiting.rawValue), .integer(now),
        ] + seals(batch, Int64(row), task: task))
    }
  }

  /// Of a new row: what it asks for, and that nothing came of it yet.
  private func seals(_ batch: String, _ row: Int64, task: String) -> [SQLValue] {
    let key: [SQLValue] = [.text(batch), .integer(row)]
    return [
      .blob(SealedTable.task.seal(of: key + [.text(task)], registry.secret)),
      .blob(SealedTable.outcome.seal(of: key + [.null, .null], registry.secret)),
    ]
  }

  /// Nil if there is no such batch.
  public func description(of batch: String) throws -> String? {
    try database.read { session in
      try session.query("SELECT description FROM batch WHERE id = $1", [.text(batch)]).first.map {
        try $0.text("description")
      }
    }
  }

  /// Batches of this issuer that have unfinished rows, the oldest first.
  public func openBatches() throws -> [String] {
    try database.read { session in
      try session.query(
        """
        SELECT id FROM batch
        WHERE issuer = $1 AND EXISTS (SELECT 1 FROM batch_row WHERE batch = id AND state < 2)
        ORDER BY begun_at, id
        """, [.text(registry.issuer)]
      ).map { try $0.text("id") }
    }
  }

  /// Deletes a batch. Its reports stay registered.
  public func remove(_ batch: String) throws {
    try database.write { session in
      try lockRows("batch = $1", [.text(batch)], session)
      try session.execute("DELETE FROM batch_row WHERE batch = $1", [.text(batch)])
      try session.execute("DELETE FROM batch WHERE id = $1", [.text(batch)])
    }
  }

  // MARK: Rows

  /// How many rows are in each state.
  public func counts(_ batch: String) throws -> [BatchRow.State: Int] {
    try database.read { session in
      var counts: [BatchRow.State: Int] = [:]
      for row in try session.query(
        "SELECT state, COUNT(*) AS count FROM batch_row WHERE batch = $1 GROUP BY state", [.text(batch)])
      {
        guard let state = BatchRow.State(rawValue: try row.integer("state")) else {
          throw RegistryError.damaged(what: database.location, problem: "a row of a batch is in an unknown state")
        }
        counts[state] = Int(try row.integer("count"))
      }
      return counts
    }
  }

  /// - Parameter after: the number of the last row that was read.
  public func rows(_ batch: String, after: Int, limit: Int = 100) throws -> [BatchRow] {
    try database.read { session in
      try session.query(
        "SELECT \(BatchRow.columns) FROM batch_row WHERE batch = $1 AND place > $2 ORDER BY place LIMIT $3",
        [.text(batch), .integer(Int64(after)), .integer(Int64(limit))]
      ).map { row in
        try SealedTable.outcome.check(row, registry.secret)
        return try BatchRow(row)
      }
    }
  }

  /// The file that the database carries for a row.
  public func carried(_ batch: String, row: Int) throws -> [UInt8]? {
    try database.read { session in
      guard
        let row = try session.query(
          "SELECT carried FROM batch_row WHERE batch = $1 AND place = $2 AND carried IS NOT NULL",
          [.text(batch), .integer(Int64(row))]
        ).first
      else { return nil }
      return try row.blob("carried")
    }
  }

  /// Locks several rows in order before they are changed: a statement alone locks them in any order (docs/registry.md).
  private func lockRows(_ condition: String, _ values: [SQLValue], _ session: any SQLSession) throws(DatabaseError) {
    guard database.dialect == .postgres else { return }
    _ = try session.query(
      """
      SELECT COUNT(*) AS count FROM (
        SELECT 1 AS found FROM batch_row WHERE \(condition) ORDER BY batch, place\(database.dialect.forUpdate)
      ) AS locked
      """, values)
  }

  // MARK: Work

  public struct Taken: Sendable {
    public let task: BatchTask
    /// As given to `begin`.
    public let text: String
  }

  /// Takes rows that no worker holds. Rows that were taken before come last, and one at a time: if a row killed its
  /// worker, it affects no others.
  /// - Parameters:
  ///   - worker: a name that no other worker has.
  ///   - now: seconds since 1970. Workers' clocks may differ: a row then changes hands too early or too late, but is
  ///     still done once.
  ///   - lease: seconds until another worker may take the rows.
  public func take(_ batch: String, worker: String, limit: Int, now: Int64, lease: Int64) throws -> [Taken] {
    try database.write { session in
      var rows = try session.query(
        """
        SELECT batch, place, task, row_seal, attempts, state FROM batch_row
        WHERE batch = $1 AND state < 2 AND due <= $2
        ORDER BY attempts, place LIMIT $3\(database.dialect.skipLocked)
        """, [.text(batch), .integer(now), .integer(Int64(limit))])
      guard let first = rows.first else { return [] }
      if try first.integer("attempts") > 0 {
        rows = [first]
      } else {
        rows = try rows.filter { try $0.integer("attempts") == 0 }
      }
      var taken: [Taken] = []
      for row in rows {
        let (number, attempts) = (try row.integer("place"), try row.integer("attempts"))
        try SealedTable.task.check(row, registry.secret)
        // The attempt limit was reached, and no worker reported an outcome.
        guard attempts < Int64(Self.mostAttempts) else {
          try session.execute(
            """
            UPDATE batch_row SET state = $3, worker = '', problem = COALESCE(problem, $4)
            WHERE batch = $1 AND place = $2
            """,
            [
              .text(batch), .integer(number), .integer(BatchRow.State.setAside.rawValue),
              .text(
                Wording(
                  "\(attempts) workers ended while they had this row in hand", "处理本行时，程序已异常结束 \(attempts) 次"
                ).column),
            ])
          continue
        }
        try session.execute(
          "UPDATE batch_row SET state = $3, attempts = $4, due = $5, worker = $6 WHERE batch = $1 AND place = $2",
          [
            .text(batch), .integer(number), .integer(BatchRow.State.taken.rawValue), .integer(attempts + 1),
            .integer(now + lease), .text(worker),
          ])
        taken.append(
          Taken(
            task: BatchTask(batch: batch, row: Int(number), attempt: Int(attempts + 1), worker: worker),
            text: try row.text("task")))
      }
      return taken
    }
  }

  /// Extends the leases of all rows that a worker holds.
  public func renew(worker: String, now: Int64, lease: Int64) throws {
    _ = try database.write(.relaxed) { session in
      try lockRows("worker = $1 AND state = \(BatchRow.State.taken.rawValue)", [.text(worker)], session)
      return try session.execute(
        "UPDATE batch_row SET due = $2 WHERE worker = $1 AND state = \(BatchRow.State.taken.rawValue)",
        [.text(worker), .integer(now + lease)])
    }
  }

  /// Ends a row that cannot be made, however often it is tried.
  public func fail(_ task: BatchTask, problem: Wording) throws {
    try database.write { session in
      try task.end("state = \(BatchRow.State.failed.rawValue), problem = $5", [.text(problem.column)], session)
    }
  }

  /// Postpones a row that could not be made now, or sets it aside after the last attempt.
  /// - Parameter until: seconds since 1970.
  public func postpone(_ task: BatchTask, problem: Wording, until: Int64) throws {
    let state: BatchRow.State = task.attempt >= Self.mostAttempts ? .setAside : .waiting
    try database.write { session in
      try task.end(
        "state = \(state.rawValue), problem = $5, due = $6", [.text(problem.column), .integer(until)], session)
    }
  }

  /// Returns rows that a worker took but did not begin, as if it had never taken them.
  public func giveBack(_ tasks: [BatchTask], now: Int64) throws {
    guard !tasks.isEmpty else { return }
    try database.write { session in
      for task in tasks.sorted(by: { ($0.batch, $0.row) < ($1.batch, $1.row) }) {
        do {
          try task.end(
            "state = \(BatchRow.State.waiting.rawValue), attempts = attempts - 1, due = $5", [.integer(now)], session)
        } catch RegistryError.taskLost {
          // Another worker holds it by now.
        }
      }
    }
  }

  /// Ends all leases of a batch on which no worker is active any more.
  public func endLeases(_ batch: String, now: Int64) throws {
    _ = try database.write { session in
      try lockRows("batch = $1 AND state = \(BatchRow.State.taken.rawValue)", [.text(batch)], session)
      return try session.execute(
        "UPDATE batch_row SET due = $2 WHERE batch = $1 AND state = \(BatchRow.State.taken.rawValue)",
        [.text(batch), .integer(now)])
    }
  }

  /// How many rows had a problem from the beginning, so that they were never tried.
  public func neverTried(_ batch: String) throws -> Int {
    try database.read { session in
      let rows = try session.query(
        "SELECT COUNT(*) AS count FROM batch_row WHERE batch = $1 AND attempts = 0 AND state = \(BatchRow.State.failed.rawValue)",
        [.text(batch)])
      return try rows.first.map { Int(try $0.integer("count")) } ?? 0
    }
  }

  /// Changes the task of a row that ended without a report, before it is tried again.
  public func replace(_ batch: String, row: Int, task: String) throws {
    _ = try database.write { session in
      try SealedTable.task.change(
        where: """
          batch = $1 AND place = $2 AND state IN (\(BatchRow.State.failed.rawValue), \(BatchRow.State.setAside.rawValue))
          """, [.text(batch), .integer(Int64(row))], to: ["task": .text(task)], registry.secret, session)
    }
  }

  /// Queues rows that ended without a report again, as if for the first time. Rows that had a problem from the
  /// beginning were never tried, and are not queued now.
  /// - Returns: how many.
  public func tryAgain(_ batch: String, now: Int64) throws -> Int {
    try database.write { session in
      try lockRows("batch = $1 AND state >= \(BatchRow.State.failed.rawValue)", [.text(batch)], session)
      return try session.execute(
        """
        UPDATE batch_row SET state = \(BatchRow.State.waiting.rawValue), attempts = 0, due = $2, problem = NULL
        WHERE batch = $1 AND attempts > 0 AND state IN (\(BatchRow.State.failed.rawValue), \
        \(BatchRow.State.setAside.rawValue))
        """, [.text(batch), .integer(now)])
    }
  }
}
