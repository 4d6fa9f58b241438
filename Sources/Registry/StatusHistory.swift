import Attestation
import Database

/// Changes of statuses, each a row of a hash chain: the audit finds a status that was changed without a row, or a row
/// that was changed.
///
/// It is created before the status to be changed is read: from then on nobody else can change one.
struct StatusHistory {
  static let label = "xinbao status change 1"

  private let session: any SQLSession
  private var head: ChainHead

  init(_ session: any SQLSession, _ dialect: SQLDialect) throws {
    self.session = session
    head = try ChainHead.lock(.status, session, dialect)
  }

  /// - Parameter index: the report's index in the log.
  mutating func change(
    _ index: UInt64, from: ReportStatus, to: ReportStatus, reason: String, at: Int64
  ) throws {
    let row = head.link(
      Self.label,
      [
        .unsigned(index), .integer(at), .integer(Int64(from.rawValue)), .integer(Int64(to.rawValue)), .text(reason),
      ])
    try session.execute(
      """
      INSERT INTO status_change (sequence, log_index, changed_at, from_status, to_status, reason, previous, hash)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """, row)
    try session.execute(
      "UPDATE report SET status = $1, status_reason = $2, status_changed_at = $3 WHERE log_index = $4",
      [.integer(Int64(to.rawValue)), .text(reason), .integer(at), .unsigned(index)])
  }

  func save() throws { try head.save(.status, session) }
}

extension ReportStatus {
  /// Revoked is final; superseded results only from a newer report, and can only become revoked; a suspended report
  /// (异议处理中) becomes valid again, revoked or superseded.
  func mayBecome(_ next: ReportStatus) -> Bool {
    switch (self, next) {
    case (.valid, .revoked), (.valid, .suspended), (.valid, .superseded): true
    case (.suspended, .valid), (.suspended, .revoked), (.suspended, .superseded): true
    case (.superseded, .revoked): true
    default: false
    }
  }
}
