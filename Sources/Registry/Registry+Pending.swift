public import Attestation
import Database

// Two steps, for reports whose files take long because another machine is involved: between them nobody waits. A report
// that is admitted but not confirmed is pending. The log contains it, but no query returns it; nobody holds its token.

/// A report that was admitted but not issued yet.
public struct PendingReport: Sendable, Equatable {
  public let number: String
  /// Seconds since 1970.
  public let since: Int64
  /// Where its files were to be written, as far as that is known.
  public private(set) var files: [FileRecord] = []

  /// A row for each of a report's files; one row for a report without files.
  static let withFiles = """
    SELECT report.number AS number, pending_since, log_index, status, \(FileRecord.columns)
    FROM report \(FileRecord.join)
    """

  /// Reports from rows of `withFiles`; those of one report follow each other.
  static func all(_ rows: [SQLRow]) throws(DatabaseError) -> [PendingReport] {
    var reports: [PendingReport] = []
    for row in rows {
      let number = try row.text("number")
      if number != reports.last?.number {
        reports.append(PendingReport(number: number, since: try row.integer("pending_since")))
      }
      if let file = try FileRecord(row) { reports[reports.count - 1].files.append(file) }
    }
    return reports
  }

  private init(number: String, since: Int64) { (self.number, self.since) = (number, since) }
}

extension Registry {
  /// The first step: gives the reports their indices in the status lists and their leaves in the log, in one
  /// transaction. `confirm` or `withdraw` must follow; if the process ends before that, `withdrawPending` does it.
  /// - Parameters:
  ///   - files: where the files will be, as far as that is known, for each request.
  ///   - now: seconds since 1970.
  ///   - sign: as for `issue`.
  /// - Throws: as `issue`.
  public func admit(
    _ requests: [Request], files: [[FileRecord]], log: LogSigner, at now: Int64,
    sign: ([ReportClaims.StatusReference]) throws -> [Token]
  ) throws -> [Admission] {
    try adding(.reports) { session in
      try admit(requests, files: files, log: log, since: now, session, sign: sign)
    }
  }

  /// The second step, in one transaction: the reports are issued, and earlier ones superseded.
  /// - Throws: `RegistryError.notPending` if a report was withdrawn meanwhile; `.taskLost`. Nothing is changed then.
  public func confirm<R: Sendable>(
    _ requests: [Request], _ admissions: [Admission], _ finished: [Finished<R>]
  ) throws -> [Issued<R>] {
    try adding(.statuses) { session in try confirm(requests, admissions, finished, session, isOwnStep: true) }
  }

  /// Revokes reports that will never be issued. Those that are not pending are left unchanged.
  /// - Parameter now: seconds since 1970.
  /// - Returns: those that were pending.
  @discardableResult
  public func withdraw(_ numbers: [String], at now: Int64) throws -> [PendingReport] {
    guard !numbers.isEmpty else { return [] }
    return try adding(.statuses) { session in
      var history = try StatusHistory(session, database.dialect)
      var withdrawn: [PendingReport] = []
      for number in numbers {
        let rows = try session.query(
          """
          \(PendingReport.withFiles) WHERE report.number = $1 AND pending_since IS NOT NULL ORDER BY report_file.format
          """, [.text(number)])
        guard let row = rows.first else { continue }
        try session.execute(
          "UPDATE report SET pending_since = NULL WHERE log_index = $1", [row.value("log_index")])
        try ReportFileTable.remove(number, session)
        let status: ReportStatus = try row.integer("status") == 0 ? .valid : .superseded
        try history.change(row.unsigned("log_index"), from: status, to: .revoked, reason: Self.withdrawal, at: now)
        withdrawn += try PendingReport.all(rows)
      }
      try history.save()
      return withdrawn
    }
  }

  /// The reason shown to anyone who nevertheless has the file of such a report.
  static let withdrawal = "出具未完成"

  /// Reports of this issuer that are being made, or whose making was interrupted; the oldest first.
  /// - Parameter before: only those that became pending before that time, seconds since 1970.
  public func pendingReports(before: Int64 = .max) throws -> [PendingReport] {
    try database.read { session in
      try PendingReport.all(
        session.query(
          """
          \(PendingReport.withFiles) WHERE pending_since IS NOT NULL AND pending_since < $1 AND issuer = $2
          ORDER BY log_index, report_file.format
          """, [.integer(before), .text(issuer)]))
    }
  }
}
