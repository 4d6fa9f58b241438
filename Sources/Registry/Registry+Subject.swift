import Attestation
import Database

// What a subject may do with its own reports. Every query names the subject, and the database matches both together: a
// report on another subject is treated as absent.

extension Registry {
  /// A report on this subject; nil if there is none, or it is on another.
  /// - Parameter subject: as in `Request`.
  public func report(number: String, of subject: String) throws -> RegisteredReport? {
    try database.read { session in
      let rows = try session.query(
        """
        SELECT \(RegisteredReport.columns), \(FileRecord.columns), \(SealedTable.report.selection)
        FROM report \(FileRecord.join)
        WHERE report.number = $1 AND subject = $2 AND \(RegisteredReport.isIssued)
        """, [.text(number), .blob(secret.hash(subject: subject))])
      // With another subject in its row, a report would be somebody else's.
      for row in rows { try SealedTable.report.check(row, secret) }
      return try RegisteredReport.all(rows).first
    }
  }
}
