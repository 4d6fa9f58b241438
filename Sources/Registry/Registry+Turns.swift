import Attestation
import Database
public import ReportKinds

extension Registry {
  /// A turn that a subject has taken.
  public struct TakenTurn: Sendable, Equatable {
    public var kind: ReportKind
    /// The report's number; nil while it is still being made.
    public var number: String?
    public init(kind: ReportKind, number: String?) { (self.kind, self.number) = (kind, number) }
  }

  /// The turns of a day that are taken, as `takeTurn` counts them, the oldest first. It takes none.
  /// - Parameters:
  ///   - subject: as in `Request`.
  ///   - day: days since 1970-01-01, in Beijing.
  ///   - now: seconds since 1970.
  public func turns(of subject: String, on day: Int64, at now: Int64) throws -> [TakenTurn] {
    try database.read { session in
      try session.query(
        """
        SELECT self_print.kind AS kind, report.number AS issued FROM self_print
        LEFT JOIN report ON report.number = self_print.number AND report.pending_since IS NULL
        WHERE self_print.day = $1 AND self_print.subject = $2
          AND (report.status <> \(ReportStatus.revoked.rawValue)
            OR report.number IS NULL AND self_print.reserved_at > $3)
        ORDER BY self_print.reserved_at
        """,
        [.integer(day), .blob(secret.hash(subject: subject)), .integer(now - Self.turnSeconds)]
      ).compactMap { row in
        guard let kind = UInt8(exactly: try row.integer("kind")).flatMap(ReportKind.init(number:)) else {
          return nil
        }
        return TakenTurn(kind: kind, number: try row.optionalText("issued"))
      }
    }
  }
}
