import Attestation
import Database
import ReportKinds

/// `watched_answer`: what each report answered about each of its subjects, until it is judged again. A caller holds the
/// head of the log, or of the changes.
struct WatchedAnswers {
  /// A row, with the token of its report.
  struct Row {
    let index: UInt64
    let subject: [UInt8]
    let days: ClosedRange<Int>
    let masks: AnswerMasks
    /// Of the data that it was last judged by, seconds since 1970.
    let asOf: Int64
    /// Whether it is otherwise by those data.
    let isMoved: Bool
    let token: Token

    init(_ row: SQLRow) throws {
      index = try row.unsigned("log_index")
      subject = try row.blob("subject")
      let (first, last) = (Int(try row.integer("first_day")), Int(try row.integer("last_day")))
      guard first <= last else {
        throw RegistryError.damaged(what: "report at leaf \(index)", problem: "its days end before they begin")
      }
      days = first...last
      masks = AnswerMasks(hits: try row.blob("hits"), noData: try row.blob("no_data"))
      asOf = try row.integer("as_of")
      isMoved = try row.integer("is_moved") != 0
      token = Token(bytes: try row.blob("token"))
    }
  }

  static func insert(
    _ answers: [(index: UInt64, subject: [UInt8], answer: WatchedAnswer)], _ secret: RegistrySecret,
    _ session: any SQLSession
  ) throws(DatabaseError) {
    let table = SealedTable.watched
    try session.insert(
      answers.map { index, subject, answer in
        let row = values(index, subject, answer) + [.integer(0)]
        return row + [.blob(table.seal(of: row, secret))]
      }, into: table.name, table.columns + [table.seal])
  }

  private static func values(_ index: UInt64, _ subject: [UInt8], _ answer: WatchedAnswer) -> [SQLValue] {
    [
      .unsigned(index), .blob(subject), .integer(Int64(answer.days.lowerBound)),
      .integer(Int64(answer.days.upperBound)), .blob(answer.masks.hits), .blob(answer.masks.noData),
      .integer(answer.asOf),
    ]
  }

  /// What valid reports of an issuer answered about a subject.
  /// - Parameter now: seconds since 1970; reports that have expired by then are left alone.
  static func about(
    _ subject: [UInt8], of issuer: String, at now: Int64, _ session: any SQLSession
  ) throws -> [Row] {
    try session.query(
      """
      SELECT w.log_index AS log_index, w.subject AS subject, w.first_day AS first_day, w.last_day AS last_day,
        w.hits AS hits, w.no_data AS no_data, w.as_of AS as_of, w.is_moved AS is_moved, report.token AS token
      FROM watched_answer w JOIN report ON report.log_index = w.log_index
      WHERE w.subject = $1 AND report.issuer = $2 AND report.status IN (0, 3) AND report.expires_at > $3
      ORDER BY w.log_index
      """, [.blob(subject), .text(issuer), .integer(now)]
    ).map(Row.init)
  }

  /// Reports from before there was this table, as far as their tokens say what was asked: no-violation reports with claims of
  /// version 2. Of a summary the answers of its members are not known.
  static func fill(_ session: any SQLSession) throws {
    var next: Int64 = 0
    while true {
      let rows = try session.query(
        """
        SELECT log_index, subject, token, issued_at FROM report WHERE log_index >= $1 AND kind = $2
        ORDER BY log_index LIMIT \(auditPage)
        """, [.integer(next), .integer(Int64(ReportKind.noViolation.number))])
      for row in rows {
        next = try row.integer("log_index") + 1
        guard let claims = try? ReceivedToken(Token(bytes: row.blob("token"))).claims, claims.isWatched else {
          continue
        }
        // The data are not newer than the report.
        let answer = WatchedAnswer(
          subject: "", days: claims.days,
          masks: AnswerMasks(hits: claims.domains.hits, noData: claims.domains.noData),
          asOf: try row.integer("issued_at"))
        // Before there were seals.
        try session.insert(
          [values(try row.unsigned("log_index"), try row.blob("subject"), answer)],
          into: "watched_answer", ["log_index", "subject", "first_day", "last_day", "hits", "no_data", "as_of"])
        try session.execute("UPDATE report SET is_watched = 1 WHERE log_index = $1", [row.value("log_index")])
      }
      if rows.count < auditPage { return }
    }
  }
}
