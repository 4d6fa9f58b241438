public import Attestation
import Database
public import ReportKinds

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

  /// A report that a subject is about to print for itself.
  public struct SelfPrint: Sendable {
    /// Drawn, not yet registered.
    public var number: String
    public var kind: ReportClaims.Kind
    /// As in `Request`.
    public var subject: String
    /// What it will answer.
    public var question: ReportQuestion?
    /// Days since 1970-01-01, in Beijing.
    public var day: Int64

    public init(
      number: String, kind: ReportClaims.Kind, subject: String, question: ReportQuestion? = nil, day: Int64
    ) {
      (self.number, self.kind, self.subject, self.day) = (number, kind, subject, day)
      self.question = question
    }
  }

  /// How often a subject may print for itself on one day.
  public struct Turns: Sendable, Equatable {
    /// Answers to one question, whatever its period; and of one kind of report, whatever they answer: three recipients on
    /// one day are three questions.
    public var ofQuestion: Int
    public var ofKind: Int

    public init(ofQuestion: Int, ofKind: Int) { (self.ofQuestion, self.ofKind) = (ofQuestion, ofKind) }
  }

  /// Whether a turn is left today. A report that the operator revoked does not count.
  public enum Turn: Sendable, Equatable {
    case granted
    /// - Parameter number: the last report that took one; nil while it is still being made.
    case none(number: String?)
  }

  /// How long a turn is reserved for a report in progress. If its process ended, the turn is free after that.
  static let turnSeconds: Int64 = 300

  /// Takes a turn: of any number of concurrent requests, from whichever machine, no more than `most` succeed.
  /// - Parameter now: seconds since 1970.
  public func takeTurn(_ print: SelfPrint, most: Turns, at now: Int64) throws -> Turn {
    let subject = secret.hash(subject: print.subject)
    let question = print.question.map { secret.hash($0, of: print.subject, kind: print.kind) }
    return try database.write { session in
      if database.dialect == .postgres {
        // PostgreSQL runs transactions concurrently: this serialises those of one subject. SQLite serialises all.
        let key = subject.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        _ = try session.query("SELECT pg_advisory_xact_lock($1) AS locked", [.integer(Int64(bitPattern: key))])
      }
      let taken = try session.query(
        """
        SELECT report.number AS issued, self_print.question AS question FROM self_print
        LEFT JOIN report ON report.number = self_print.number AND report.pending_since IS NULL
        WHERE self_print.day = $1 AND self_print.subject = $2 AND self_print.kind = $3
          AND (report.status <> \(ReportStatus.revoked.rawValue)
            OR report.number IS NULL AND self_print.reserved_at > $4)
        ORDER BY self_print.reserved_at
        """,
        [
          .integer(print.day), .blob(subject), .integer(Int64(print.kind.number)), .integer(now - Self.turnSeconds),
        ])
      let same = try taken.filter { row in try row.optionalBlob("question") == question }
      guard same.count < most.ofQuestion, taken.count < most.ofKind else {
        let last = same.count < most.ofQuestion ? taken : same
        return .none(number: try last.compactMap { row in try row.optionalText("issued") }.last)
      }
      // Rows that another transaction has locked are left to it: it deletes them, too.
      try session.execute(
        """
        DELETE FROM self_print WHERE number IN (
          SELECT number FROM self_print WHERE day < $1\(database.dialect.skipLocked)
        )
        """, [.integer(print.day)])
      try session.execute(
        "INSERT INTO self_print (number, subject, kind, day, reserved_at, question) VALUES ($1, $2, $3, $4, $5, $6)",
        [
          .text(print.number), .blob(subject), .integer(Int64(print.kind.number)), .integer(print.day),
          .integer(now), .optional(question),
        ])
      return .granted
    }
  }

  /// Returns the turn of a report that was not issued after all.
  public func returnTurn(of number: String) throws {
    _ = try database.write { session in
      try session.execute(
        """
        DELETE FROM self_print WHERE number = $1 AND NOT EXISTS (SELECT 1 FROM report WHERE report.number = $1)
        """, [.text(number)])
    }
  }
}
