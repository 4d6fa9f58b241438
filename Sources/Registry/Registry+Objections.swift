import Attestation
import Database

/// A subject's objection to a report on it (异议), and how it was decided.
public struct Objection: Sendable, Equatable {
  public enum State: Int64, Sendable, CaseIterable {
    /// Not decided yet.
    case open = 0
    /// The report was suspended.
    case accepted = 1
    case rejected = 2
  }
  public let id: Int64
  /// The report's number.
  public let number: String
  /// In the subject's own words: personal data.
  public let text: String
  /// Seconds since 1970, like the other time.
  public let madeAt: Int64
  public let state: State
  public let decidedAt: Int64?
  /// Written by the operator, for the subject to read.
  public let note: String?

  static let columns = """
    objection.id AS id, report.number AS number, objection.objection AS objection, objection.made_at AS made_at, \
    objection.state AS state, objection.decided_at AS decided_at, objection.note AS note
    """

  init(_ row: SQLRow) throws {
    (id, number, text, madeAt) = (
      try row.integer("id"), try row.text("number"), try row.text("objection"), try row.integer("made_at")
    )
    guard let state = State(rawValue: try row.integer("state")) else {
      throw RegistryError.damaged(what: "objection \(id)", problem: "is in an unknown state")
    }
    self.state = state
    decidedAt = try row.optionalInteger("decided_at")
    note = try row.optionalText("note")
  }
}

extension Registry {
  /// The most characters that an objection may have.
  public static let longestObjection = 2000

  /// - Parameters:
  ///   - subject: as in `Request`; the report must be about it.
  ///   - now: seconds since 1970.
  /// - Throws: `RegistryError.noSuchReport`, also for a report on another subject; `.statusRefused` for one that is no
  ///   longer in force; `.objectionPending`; `.invalid`.
  @discardableResult
  public func object(to number: String, of subject: String, text: String, at now: Int64) throws -> Objection {
    try Self.check(objection: text)
    return try database.write { session in
      // Keeps the status from changing until the transaction ends.
      _ = try ChainHead.lock(.status, session, database.dialect)
      let rows = try session.query(
        """
        SELECT \(RegisteredReport.columns) FROM report
        WHERE report.number = $1 AND subject = $2 AND \(RegisteredReport.isIssued)
        """, [.text(number), .blob(secret.hash(subject: subject))])
      guard let report = try rows.first.map({ row in try RegisteredReport(row) }) else {
        throw RegistryError.noSuchReport(number: number)
      }
      guard report.status == .valid else {
        throw RegistryError.statusRefused(number: number, is: report.status, asked: .suspended)
      }
      let pending = try session.query(
        "SELECT 1 AS found FROM objection WHERE log_index = $1 AND state = 0", [.unsigned(report.logIndex)])
      guard pending.isEmpty else { throw RegistryError.objectionPending(number: number) }
      try session.execute(
        "INSERT INTO objection (log_index, objection, made_at, state) VALUES ($1, $2, $3, 0)",
        [.unsigned(report.logIndex), .text(text), .integer(now)])
      guard
        let made = try objections(
          "objection.log_index = $1 AND objection.state = 0", [.unsigned(report.logIndex)], limit: 1, session
        ).first
      else { throw RegistryError.damaged(what: database.location, problem: "an objection did not stay") }
      return made
    }
  }

  private static func check(objection text: String) throws(RegistryError) {
    let scalars = text.unicodeScalars
    guard scalars.contains(where: { !$0.properties.isWhitespace }), scalars.count <= longestObjection else {
      throw .invalid(what: "objection", problem: "must have 1 to \(longestObjection) characters, has \(scalars.count)")
    }
    let isControl = scalars.contains {
      $0.properties.generalCategory == .control && $0 != "\n" || $0.properties.isBidiControl
    }
    guard !isControl else { throw .invalid(what: "objection", problem: "holds a control character; remove it") }
  }

  /// Objections to a subject's reports, the newest first.
  public func objections(of subject: String, limit: Int = 1000) throws -> [Objection] {
    try database.read { session in
      try objections("report.subject = $1", [.blob(secret.hash(subject: subject))], limit: limit, session)
    }
  }

  /// Objections to reports of this issuer, undecided ones or all; the newest first.
  public func objections(all: Bool, limit: Int) throws -> [Objection] {
    try database.read { session in
      try objections(
        "report.issuer = $1\(all ? "" : " AND objection.state = 0")", [.text(issuer)], limit: limit, session)
    }
  }

  private func objections(
    _ condition: String, _ values: [SQLValue], limit: Int, _ session: any SQLSession
  ) throws -> [Objection] {
    try session.query(
      """
      SELECT \(Objection.columns) FROM objection JOIN report ON report.log_index = objection.log_index
      WHERE \(condition) ORDER BY objection.id DESC LIMIT $\(values.count + 1)
      """, values + [.integer(Int64(max(0, limit)))]
    ).map { row in try Objection(row) }
  }

  /// Decides an objection; accepting it suspends its report (异议处理中), in the same transaction.
  /// - Parameters:
  ///   - note: 1 to 200 characters. The subject reads it and, if the objection is accepted, so does every verifier of
  ///     the report: no personal data.
  ///   - now: seconds since 1970.
  /// - Throws: `RegistryError.noOpenObjection`, `.statusRefused`, `.invalid`.
  @discardableResult
  public func decideObjection(_ id: Int64, accept: Bool, note: String, at now: Int64) throws -> Objection {
    try Self.check(reason: note)
    return try database.write { session in
      var history = try StatusHistory(session, database.dialect)
      try decideObjection(id, accept: accept, note: note, at: now, &history, session)
      try history.save()
      return try objection(id, session)
    }
  }

  /// An objection to a report of this issuer.
  /// - Throws: `RegistryError.noOpenObjection`.
  public func objection(_ id: Int64) throws -> Objection { try database.read { try objection(id, $0) } }

  private func objection(_ id: Int64, _ session: any SQLSession) throws -> Objection {
    let condition = "objection.id = $1 AND report.issuer = $2"
    let found = try objections(condition, [.integer(id), .text(issuer)], limit: 1, session)
    guard let objection = found.first else { throw RegistryError.noOpenObjection(id: id) }
    return objection
  }

  /// - Parameter note: already checked.
  func decideObjection(
    _ id: Int64, accept: Bool, note: String, at now: Int64, _ history: inout StatusHistory, _ session: any SQLSession
  ) throws {
    let number = try reportOfOpenObjection(id, session)
    let state: Objection.State = accept ? .accepted : .rejected
    try session.execute(
      "UPDATE objection SET state = $1, decided_at = $2, note = $3 WHERE id = $4",
      [.integer(state.rawValue), .integer(now), .text(note), .integer(id)])
    if accept { try setStatus(of: number, to: .suspended, reason: note, at: now, &history, session) }
  }

  /// The number of the report, this issuer's, that an undecided objection is about.
  func reportOfOpenObjection(_ id: Int64, _ session: any SQLSession) throws -> String {
    let rows = try session.query(
      """
      SELECT report.number AS number FROM objection JOIN report ON report.log_index = objection.log_index
      WHERE objection.id = $1 AND objection.state = 0 AND report.issuer = $2
      """, [.integer(id), .text(issuer)])
    guard let row = rows.first else { throw RegistryError.noOpenObjection(id: id) }
    return try row.text("number")
  }
}
