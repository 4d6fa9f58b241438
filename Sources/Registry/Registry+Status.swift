public import Attestation
import Database

extension Registry {
  /// Revokes, suspends (异议处理中) or restores a report.
  /// - Parameters:
  ///   - status: `.superseded` is for `issue` alone.
  ///   - reason: 1 to 200 characters, for the history and for anyone who queries the report: no personal data.
  ///   - now: seconds since 1970.
  /// - Throws: `RegistryError.noSuchReport`, also for a report of another issuer; `.statusRefused`, `.invalid`.
  public func setStatus(of number: String, to status: ReportStatus, reason: String, at now: Int64) throws {
    try Self.check(reason: reason)
    try adding(.statuses) { session in
      var history = try StatusHistory(session, database.dialect)
      try setStatus(of: number, to: status, reason: reason, at: now, &history, session)
      try history.save()
    }
  }

  /// - Parameter reason: already checked.
  func setStatus(
    of number: String, to status: ReportStatus, reason: String, at now: Int64, _ history: inout StatusHistory,
    _ session: any SQLSession
  ) throws {
    let report = try report(number, thatMayBecome: status, session)
    try history.change(report.logIndex, from: report.status, to: status, reason: reason, at: now)
    try closeObjections(to: report.logIndex, with: status, reason: reason, at: now, session)
  }

  /// A report of this issuer.
  func report(
    _ number: String, thatMayBecome status: ReportStatus, _ session: any SQLSession
  ) throws -> RegisteredReport {
    let rows = try session.query(
      """
      SELECT \(RegisteredReport.columns) FROM report
      WHERE report.number = $1 AND issuer = $2 AND \(RegisteredReport.isIssued)
      """, [.text(number), .text(issuer)])
    guard let row = rows.first else { throw RegistryError.noSuchReport(number: number) }
    let report = try RegisteredReport(row)
    guard status != .superseded, report.status.mayBecome(status) else {
      throw RegistryError.statusRefused(number: number, is: report.status, asked: status)
    }
    return report
  }

  static func check(reason: String) throws(RegistryError) {
    let scalars = reason.unicodeScalars
    guard scalars.contains(where: { !$0.properties.isWhitespace }), scalars.count <= 200 else {
      throw .invalid(what: "reason", problem: "must have 1 to 200 characters, has \(scalars.count)")
    }
    let control = scalars.contains {
      [.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        || $0.properties.isBidiControl
    }
    guard !control else { throw .invalid(what: "reason", problem: "holds a control character; remove it") }
  }

  /// How a report came to its status, oldest first; empty if it has not changed since issue.
  /// - Throws: `RegistryError.noSuchReport`.
  public func statusChanges(of number: String) throws -> [StatusChange] {
    try database.read { session in
      guard let row = try session.query("SELECT log_index FROM report WHERE number = $1", [.text(number)]).first else {
        throw RegistryError.noSuchReport(number: number)
      }
      return try session.query(
        """
        SELECT changed_at, from_status, to_status, reason FROM status_change WHERE log_index = $1 ORDER BY sequence
        """, [row.value("log_index")]
      ).map { row in
        guard let from = UInt8(exactly: try row.integer("from_status")).flatMap(ReportStatus.init),
          let to = UInt8(exactly: try row.integer("to_status")).flatMap(ReportStatus.init)
        else { throw RegistryError.damaged(what: "status history of \(number)", problem: "has an unknown status") }
        return StatusChange(at: try row.integer("changed_at"), from: from, to: to, reason: try row.text("reason"))
      }
    }
  }
}
