import Attestation
import Database
import ReportKinds

// Turns an admitted report into an issued one, whether in the transaction that admitted it or in a separate one.

extension Registry {
  /// Registers the files as issued, supersedes earlier reports and fulfils rows of batches. Locks, in this order: the
  /// head of the statuses, the head of the files, the rows of the batches.
  /// - Parameter isOwnStep: whether the reports were admitted in a transaction of their own, with what was then known of
  ///   their files.
  /// - Throws: `RegistryError.notPending` if a report was withdrawn meanwhile; `.taskLost`.
  func confirm<R: Sendable>(
    _ requests: [Request], _ admissions: [Admission], _ finished: [Finished<R>], _ session: any SQLSession,
    isOwnStep: Bool = false
  ) throws -> [Issued<R>] {
    precondition(admissions.count == requests.count && finished.count == requests.count, "a result for each request")
    var history = try StatusHistory(session, database.dialect)
    var files = try IssuedFiles(session, database.dialect)
    if isOwnStep { for request in requests { try ReportFileTable.remove(request.number, session) } }
    for ((request, admission), finished) in zip(zip(requests, admissions), finished) {
      let changed = try session.execute(
        """
        UPDATE report SET pending_since = NULL WHERE log_index = $1 AND pending_since IS NOT NULL
        """, [.unsigned(admission.index)])
      guard changed == 1 else { throw RegistryError.notPending(number: request.number) }
      for sha256 in finished.files.compactMap(\.sha256) { try files.add(admission.index, sha256) }
    }
    try ReportFileTable.save(
      zip(requests, finished).flatMap { request, finished in finished.files.map { (request.number, $0) } }, session)
    let superseded = try zip(requests, admissions).map { request, admission in
      request.supersedes ? try supersede(by: request, at: admission.index, &history, session) : []
    }
    try history.save()
    try files.save()
    try fulfil(requests, admissions, finished, superseded, session)
    return zip(finished, superseded).map { Issued(result: $0.result, superseded: $1) }
  }

  /// Supersedes this issuer's earlier reports. A report in dispute is superseded, too: the newer one says what holds
  /// now. So is one that is still pending: if it is issued after all, it is the older report.
  /// - Returns: their numbers.
  private func supersede(
    by request: Request, at index: UInt64, _ history: inout StatusHistory, _ session: any SQLSession
  ) throws -> [String] {
    let rows = try session.query(
      """
      SELECT log_index, status, number FROM report WHERE subject = $1 AND kind = $2 AND status IN (0, 3)
        AND log_index < $3 AND issuer = $4
      ORDER BY log_index
      """,
      [
        .blob(secret.hash(subject: request.subject)), .integer(Int64(request.kind.number)), .unsigned(index),
        .text(issuer),
      ])
    for row in rows {
      let from: ReportStatus = try row.integer("status") == 0 ? .valid : .suspended
      try history.change(
        row.unsigned("log_index"), from: from, to: .superseded, reason: "superseded by \(request.number)",
        at: request.issuedAt)
    }
    return try rows.map { row in try row.text("number") }
  }

  private func fulfil<R: Sendable>(
    _ requests: [Request], _ admissions: [Admission], _ finished: [Finished<R>], _ superseded: [[String]],
    _ session: any SQLSession
  ) throws {
    var tasks: [(task: BatchTask, index: Int)] = []
    for (index, request) in requests.enumerated() { if let task = request.task { tasks.append((task, index)) } }
    // Rows of a batch are always locked in order.
    for (task, index) in tasks.sorted(by: { ($0.task.batch, $0.task.row) < ($1.task.batch, $1.task.row) }) {
      try task.fulfil(
        outcome: finished[index].outcome?(superseded[index]), carried: finished[index].carried,
        logIndex: admissions[index].index, session)
    }
  }
}
