import Attestation
import Database
import ReportKinds

// Turns an admitted report into an issued one, whether in the transaction that admitted it or in a separate one.

extension Registry {
  /// Registers the files as issued, supersedes earlier reports and fulfils rows of batches. Locks, in this order: the
  /// heads of the statuses, of the changes of data, and of the files, the rows of the batches.
  /// - Parameter isOwnStep: whether the reports were admitted in a transaction of their own, with what was then known of
  ///   their files.
  /// - Throws: `RegistryError.notPending` if a report was withdrawn meanwhile; `.taskLost`; `.olderData`.
  func confirm<R: Sendable>(
    _ requests: [Request], _ admissions: [Admission], _ finished: [Finished<R>], _ session: any SQLSession,
    isOwnStep: Bool = false
  ) throws -> [Issued<R>] {
    precondition(admissions.count == requests.count && finished.count == requests.count, "a result for each request")
    var history = try StatusHistory(session, database.dialect)
    var changes = try DataChanges(session, database.dialect)
    // A summary is made of reports that answer as they did, each by data of its own time.
    try refuseOlderData(requests.filter { $0.kind.making != .summary }.flatMap(\.watched), session)
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
      zip(requests, finished).flatMap { request, finished in finished.files.map { (request.number, $0) } },
      secret, session)
    let superseded = try zip(requests, admissions).map { request, admission in
      try supersede(by: request, at: admission.index, &history, session)
    }
    try history.save()
    let changed = try recheck(requests, admissions, &changes, session)
    try changes.save()
    try files.save()
    try fulfil(requests, admissions, finished, superseded, session)
    return requests.indices.map {
      Issued(result: finished[$0].result, superseded: superseded[$0], changed: changed[$0])
    }
  }

  /// Whoever is judged now may have other valid reports that say otherwise. Those that were just superseded no longer count.
  /// - Returns: for each request, the reports whose mark was set or cleared.
  private func recheck(
    _ requests: [Request], _ admissions: [Admission], _ changes: inout DataChanges, _ session: any SQLSession
  ) throws -> [[DataChange]] {
    try zip(requests, admissions).map { request, admission in
      guard let judge = request.judgeAgain else { return [] }
      return try recheck(
        request.subject, except: admission.index, on: request.issuedOn, at: request.issuedAt, &changes, session,
        judge: judge)
    }
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
        logIndex: admissions[index].index, secret, session)
    }
  }
}
