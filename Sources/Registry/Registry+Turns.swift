public import Attestation
import Database
public import ReportKinds

// Turns: how often a subject prints for itself on a day.

extension Registry {
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
  public struct Turns: Sendable, Equatable, Codable {
    /// Answers to one question, whatever its period; and of one kind of report, whatever they answer: three recipients on
    /// one day are three questions.
    public var ofQuestion: Int
    public var ofKind: Int

    public init(ofQuestion: Int, ofKind: Int) { (self.ofQuestion, self.ofKind) = (ofQuestion, ofKind) }
  }

  /// Whether a turn is left today. A report that the operator revoked does not count, nor does one whose data changed: its
  /// subject is asked for a new one.
  public enum Turn: Sendable, Equatable {
    case granted
    /// - Parameter number: the last report that took one; nil while it is still being made.
    case none(number: String?)
  }

  /// How long a turn is reserved for a report in progress. If its process ended, the turn is free after that.
  static let turnSeconds: Int64 = 300

  /// A turn that a subject has taken.
  public struct TakenTurn: Sendable, Equatable, Codable {
    public var kind: ReportKind
    /// The report's number; nil while it is still being made.
    public var number: String?
    public init(kind: ReportKind, number: String?) { (self.kind, self.number) = (kind, number) }
  }

  /// Takes a turn: of any number of concurrent requests, from whichever machine, no more than `most` succeed.
  /// - Parameter now: seconds since 1970.
  public func takeTurn(_ print: SelfPrint, most: Turns, at now: Int64) throws -> Turn {
    let subject = secret.hash(subject: print.subject)
    let question = question(of: print)
    return try database.write { session in
      if database.dialect == .postgres {
        // PostgreSQL runs transactions concurrently: this serialises those of one subject. SQLite serialises all.
        let key = subject.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        _ = try session.query("SELECT pg_advisory_xact_lock($1) AS locked", [.integer(Int64(bitPattern: key))])
      }
      let taken = try self.taken(by: print.subject, on: print.day, at: now, session)
      if let last = Self.refusal(of: print.kind, question, most, taken) { return last }
      // Rows that another transaction has locked are left to it: it deletes them, too.
      try session.execute(
        """
        DELETE FROM self_print WHERE number IN (
          SELECT number FROM self_print WHERE day < $1\(database.dialect.skipLocked)
        )
        """, [.integer(print.day)])
      let row: [SQLValue] = [
        .text(print.number), .blob(subject), .integer(Int64(print.kind.number)), .integer(print.day), .integer(now),
        .optional(question),
      ]
      let table = SealedTable.selfPrint
      try session.insert(
        [row + [.blob(table.seal(of: row, secret))]], into: table.name, table.columns + [table.seal])
      return .granted
    }
  }

  /// Whether `takeTurn` would grant a turn now. It takes none.
  public func turn(for print: SelfPrint, most: Turns, at now: Int64) throws -> Turn {
    let taken = try database.read { session in try self.taken(by: print.subject, on: print.day, at: now, session) }
    return Self.refusal(of: print.kind, question(of: print), most, taken) ?? .granted
  }

  /// The turns of a day that are taken, the oldest first. It takes none.
  /// - Parameters:
  ///   - subject: as in `Request`.
  ///   - day: days since 1970-01-01, in Beijing.
  ///   - now: seconds since 1970.
  public func turns(of subject: String, on day: Int64, at now: Int64) throws -> [TakenTurn] {
    try database.read { session in try self.taken(by: subject, on: day, at: now, session).map(\.turn) }
  }

  private func question(of print: SelfPrint) -> [UInt8]? {
    print.question.map { secret.hash($0, of: print.subject, kind: print.kind) }
  }

  private func taken(
    by subject: String, on day: Int64, at now: Int64, _ session: any SQLSession
  ) throws -> [(turn: TakenTurn, question: [UInt8]?)] {
    try session.query(
      """
      SELECT self_print.kind AS kind, report.number AS issued, self_print.question AS question FROM self_print
      LEFT JOIN report ON report.number = self_print.number AND report.pending_since IS NULL
      WHERE self_print.day = $1 AND self_print.subject = $2
        AND (report.status <> \(ReportStatus.revoked.rawValue) AND report.changed_on IS NULL
          OR report.number IS NULL AND self_print.reserved_at > $3)
      ORDER BY self_print.reserved_at
      """,
      [.integer(day), .blob(secret.hash(subject: subject)), .integer(now - Self.turnSeconds)]
    ).compactMap { row in
      guard let kind = UInt8(exactly: try row.integer("kind")).flatMap(ReportKind.init(number:)) else { return nil }
      return (TakenTurn(kind: kind, number: try row.optionalText("issued")), try row.optionalBlob("question"))
    }
  }

  /// Nil: a turn is left.
  private static func refusal(
    of kind: ReportKind, _ question: [UInt8]?, _ most: Turns, _ taken: [(turn: TakenTurn, question: [UInt8]?)]
  ) -> Turn? {
    let ofKind = taken.filter { $0.turn.kind == kind }
    let same = ofKind.filter { $0.question == question }
    guard same.count >= most.ofQuestion || ofKind.count >= most.ofKind else { return nil }
    return .none(number: (same.count >= most.ofQuestion ? same : ofKind).compactMap(\.turn.number).last)
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
