import Attestation
import Database

// What a subject may do with its own reports. Every query names the subject, and the database matches both together: a
// report on another subject is treated as absent.

extension Registry {
  /// A report on this subject; nil if there is none, or it is on another.
  /// - Parameter subject: as in `Request`.
  public func report(number: String, of subject: String) throws -> RegisteredReport? {
    try database.read { session in
      try RegisteredReport.all(
        session.query(
          """
          \(RegisteredReport.withFiles) WHERE report.number = $1 AND subject = $2 AND \(RegisteredReport.isIssued)
          """, [.text(number), .blob(secret.hash(subject: subject))])
      ).first
    }
  }
}
