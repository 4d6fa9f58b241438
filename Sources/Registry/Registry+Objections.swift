import Attestation
import Database

extension Registry {
  /// The most characters that an objection may have.
  public static let longestObjection = 2000

  /// - Parameters:
  ///   - subject: as in `Request`; the report must be about it.
  ///   - record: the record that it is about, in one line of at most 200 characters; nil: the report as a whole.
  ///   - now: seconds since 1970.
  /// - Throws: `RegistryError.noSuchReport`, also for a report on another subject; `.statusRefused` for one that is no
  ///   longer in force; `.objectionPending`; `.invalid`.
  @discardableResult
  public func object(
    to number: String, of subject: String, text: String, record: String? = nil, files: [ObjectionFile] = [],
    at now: Int64
  ) throws -> Objection {
    try Self.check(objection: text)
    if let record { try Self.check(record: record) }
    guard files.count <= ObjectionFile.most else {
      throw RegistryError.invalid(
        what: "attachments", problem: "may be at most \(ObjectionFile.most), are \(files.count)")
    }
    return try database.write { session in
      // Keeps the status from changing until the transaction ends.
      _ = try ChainHead.lock(.status, session, database.dialect)
      let rows = try session.query(
        """
        SELECT \(RegisteredReport.columns), \(SealedTable.report.selection) FROM report
        WHERE report.number = $1 AND subject = $2 AND \(RegisteredReport.isIssued)
        """, [.text(number), .blob(secret.hash(subject: subject))])
      for row in rows { try SealedTable.report.check(row, secret) }
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
        "INSERT INTO objection (log_index, objection, made_at, state, record) VALUES ($1, $2, $3, 0, $4)",
        [.unsigned(report.logIndex), .text(text), .integer(now), .optional(record)])
      try SealedTable.objection.sealRows(
        where: "log_index = $1 AND state = 0", [.unsigned(report.logIndex)], secret, session)
      func made() throws -> Objection {
        let found = try objections(
          "objection.log_index = $1 AND objection.state = 0", [.unsigned(report.logIndex)], limit: 1, session)
        guard let made = found.first else {
          throw RegistryError.damaged(what: database.location, problem: "an objection did not stay")
        }
        return made
      }
      try keep(files, of: try made().id, session)
      return try made()
    }
  }

  private static func check(record: String) throws(RegistryError) {
    let scalars = record.unicodeScalars
    let isOneLine = scalars.allSatisfy {
      ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        && !$0.properties.isBidiControl
    }
    guard (1...200).contains(scalars.count), isOneLine else {
      throw .invalid(what: "record", problem: "must be named in one line of 1 to 200 characters")
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
      SELECT \(Objection.columns), \(SealedTable.objection.selection) FROM objection JOIN report ON report.log_index = objection.log_index
      WHERE \(condition) ORDER BY objection.id DESC LIMIT $\(values.count + 1)
      """, values + [.integer(Int64(max(0, limit)))]
    ).map { row in
      try SealedTable.objection.check(row, secret)
      return try Objection(row)
    }
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
    return try adding(.perhaps) { session in
      var history = try StatusHistory(session, database.dialect)
      try decideObjection(id, accept: accept, note: note, at: now, &history, session)
      try history.save()
      return try objection(id, session)
    }
  }

  /// An objection to a report of this issuer.
  /// - Throws: `RegistryError.noOpenObjection`.
  public func objection(_ id: Int64) throws -> Objection { try database.read { try objection(id, $0) } }

  func objection(_ id: Int64, _ session: any SQLSession) throws -> Objection {
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
    try SealedTable.objection.change(
      where: "id = $1", [.integer(id)],
      to: ["state": .integer(state.rawValue), "decided_at": .integer(now), "note": .text(note)], secret, session)
    if accept { try setStatus(of: number, to: .suspended, reason: note, at: now, &history, session) }
  }

  /// Closes the accepted objections to a report whose status was decided: 恢复, or 更正.
  /// - Parameter reason: already checked.
  func closeObjections(
    to logIndex: UInt64, with status: ReportStatus, reason: String, at now: Int64, _ session: any SQLSession
  ) throws {
    let state: Objection.State
    switch status {
    case .valid: state = .restored
    case .revoked: state = .corrected
    case .suspended, .superseded: return
    }
    try SealedTable.objection.change(
      where: "log_index = $1 AND state = $2",
      [.unsigned(logIndex), .integer(Objection.State.accepted.rawValue)],
      to: ["state": .integer(state.rawValue), "closed_at": .integer(now), "closing": .text(reason)], secret, session)
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
