public import Attestation
import Database

// Two steps, for reports whose files take long to make because another machine is asked: in between nobody waits. What
// is admitted and not confirmed is pending. It stands in the log, but no question is answered by it, as if it were not
// there; its token is in nobody's hands.

/// A report that was admitted and is no report yet.
public struct PendingReport: Sendable, Equatable {
  public let number: String
  /// Seconds since 1970.
  public let since: Int64
  /// Where its file was to go, and its hidden name; nil where it goes to no place known.
  public let path: String?
  public let part: String?

  static let columns = "report.number AS number, pending_since, path, part"

  init(_ row: SQLRow) throws(DatabaseError) {
    (number, since) = (try row.text("number"), try row.integer("pending_since"))
    (path, part) = (try row.optionalText("path"), try row.optionalText("part"))
  }
}

extension Registry {
  /// The first step: the reports get their indices in the status lists and their leaves in the log, in one transaction. To be followed
  /// by `confirm` or `withdraw`; where the process ends before, `withdrawPending` does it.
  /// - Parameters:
  ///   - files: where the PDFs will be, as far as that is known, one for each request.
  ///   - now: seconds since 1970.
  ///   - sign: as for `issue`.
  /// - Throws: as `issue`.
  public func admit(
    _ requests: [Request], files: [FileRecord], log: LogSigner, at now: Int64,
    sign: ([ReportClaims.StatusReference]) throws -> [Token]
  ) throws -> [Admission] {
    try database.write { session in
      try admit(requests, files: files, log: log, since: now, session, sign: sign)
    }
  }

  /// The second step, in one transaction: from here on the reports are issued, and earlier ones superseded.
  /// - Throws: `RegistryError.notPending` where one was given up meanwhile; `.taskLost`. Nothing is changed then.
  public func confirm<R: Sendable>(
    _ requests: [Request], _ admissions: [Admission], _ finished: [Finished<R>]
  ) throws -> [Issued<R>] {
    try database.write { session in try confirm(requests, admissions, finished, session) }
  }

  /// Revokes reports that will never come out. Those that are not pending are left as they are.
  /// - Parameter now: seconds since 1970.
  /// - Returns: those that were pending.
  @discardableResult
  public func withdraw(_ numbers: [String], at now: Int64) throws -> [PendingReport] {
    guard !numbers.isEmpty else { return [] }
    return try database.write { session in
      var history = try StatusHistory(session, database.dialect)
      var withdrawn: [PendingReport] = []
      for number in numbers {
        let rows = try session.query(
          """
          SELECT \(PendingReport.columns), log_index, status FROM \(RegisteredReport.tables)
          WHERE report.number = $1 AND pending_since IS NOT NULL
          """, [.text(number)])
        guard let row = rows.first else { continue }
        try session.execute(
          "UPDATE report SET pending_since = NULL WHERE log_index = $1", [row.value("log_index")])
        try ReportFileTable.remove(number, session)
        let status: ReportStatus = try row.integer("status") == 0 ? .valid : .superseded
        try history.change(row.unsigned("log_index"), from: status, to: .revoked, reason: Self.withdrawal, at: now)
        withdrawn.append(try PendingReport(row))
      }
      try history.save()
      return withdrawn
    }
  }

  /// Whoever holds the file of such a report all the same reads it.
  static let withdrawal = "出具未完成"

  /// Reports of this issuer that are being made, or whose making was broken off; the oldest first.
  /// - Parameter before: only those that are pending since before that time, seconds since 1970.
  public func pendingReports(before: Int64 = .max) throws -> [PendingReport] {
    try database.read { session in
      try session.query(
        """
        SELECT \(PendingReport.columns) FROM \(RegisteredReport.tables)
        WHERE pending_since IS NOT NULL AND pending_since < $1 AND issuer = $2
        ORDER BY log_index
        """, [.integer(before), .text(issuer)]
      ).map { row in try PendingReport(row) }
    }
  }
}
