public import Attestation
import Database

/// Which reports' data changed after their issue, and which changed back, each a row of a hash chain: the audit finds a
/// mark that was set or taken away behind the program's back. Created before the marks are read.
struct DataChanges {
  static let label = "xinbao change of data 1"

  private let session: any SQLSession
  private var head: ChainHead

  init(_ session: any SQLSession, _ dialect: SQLDialect) throws {
    self.session = session
    head = try ChainHead.lock(.change, session, dialect)
  }

  /// Marks a report, or clears its mark.
  /// - Parameters:
  ///   - index: the report's index in the log.
  ///   - day: days since 1970-01-01, in Beijing; nil: what it says holds again.
  ///   - now: seconds since 1970.
  mutating func mark(_ index: UInt64, changedOn day: Int?, at now: Int64) throws {
    let row = head.link(Self.label, [.unsigned(index), .integer(now), .optional(day.map(Int64.init))])
    try session.execute(
      "INSERT INTO data_change (sequence, log_index, changed_at, changed_on, previous, hash) VALUES ($1, $2, $3, $4, $5, $6)",
      row)
    try session.execute(
      "UPDATE report SET changed_on = $1 WHERE log_index = $2", [.optional(day.map(Int64.init)), .unsigned(index)])
  }

  func save() throws { try head.save(.change, session) }
}

/// Judges a subject for reports of earlier days.
public struct JudgeAgain: Sendable {
  /// Up to when the subject's data were gathered, seconds since 1970. Older data say nothing about what newer ones said, and
  /// data of the same time take no mark away.
  public var asOf: Int64
  /// What a report answers now, from the claims of its token and the days that it answered for about this subject; nil: that
  /// cannot be told, such as under a list that is no longer kept.
  public var masks: @Sendable (_ claims: ReportClaims, _ days: ClosedRange<Int>) -> AnswerMasks?

  public init(
    asOf: Int64, masks: @escaping @Sendable (_ claims: ReportClaims, _ days: ClosedRange<Int>) -> AnswerMasks?
  ) {
    (self.asOf, self.masks) = (asOf, masks)
  }
}

/// A report whose mark was set or cleared.
public struct DataChange: Sendable, Equatable {
  public let number: String
  /// Since which day its data are otherwise, days since 1970-01-01; nil: they are as they were again.
  public let changedOn: Int?
}

extension Registry {
  /// Judges the valid reports on a subject again, and marks those whose answers moved. A mark is cleared once all of a
  /// report's subjects are answered for as they were.
  /// - Parameters:
  ///   - subject: as in `Request`.
  ///   - day: today, days since 1970-01-01, in Beijing.
  ///   - now: seconds since 1970.
  @discardableResult
  public func recheck(
    _ subject: String, on day: Int, at now: Int64, judge: JudgeAgain
  ) throws -> [DataChange] {
    try database.write { session in
      // What is superseded or revoked meanwhile needs no mark.
      _ = try ChainHead.lock(.status, session, database.dialect)
      var changes = try DataChanges(session, database.dialect)
      let found = try recheck(subject, except: nil, on: day, at: now, &changes, session, judge: judge)
      try changes.save()
      return found
    }
  }

  /// - Parameter index: of the report that is being issued, which was just judged.
  func recheck(
    _ subject: String, except index: UInt64?, on day: Int, at now: Int64, _ changes: inout DataChanges,
    _ session: any SQLSession, judge: JudgeAgain
  ) throws -> [DataChange] {
    var judged: [UInt64] = []
    for row in try WatchedAnswers.about(secret.hash(subject: subject), of: issuer, at: now, session)
    where row.index != index && row.asOf <= judge.asOf {
      guard let claims = try? ReceivedToken(row.token).claims, let masks = judge.masks(claims, row.days) else {
        continue
      }
      // Of two sets of data of one time, nobody knows which one lacks something: neither takes a mark away.
      if row.isMoved, masks == row.masks, row.asOf == judge.asOf { continue }
      try SealedTable.watched.change(
        where: "log_index = $1 AND subject = $2", [.unsigned(row.index), .blob(row.subject)],
        to: ["is_moved": .integer(masks == row.masks ? 0 : 1), "as_of": .integer(judge.asOf)], secret, session)
      judged.append(row.index)
    }
    return try judged.compactMap { index in
      let rows = try session.query(
        """
        SELECT number, changed_on,
          (SELECT COUNT(*) FROM watched_answer w WHERE w.log_index = report.log_index AND w.is_moved = 1) AS moved
        FROM report WHERE log_index = $1
        """, [.unsigned(index)])
      guard let row = rows.first else { return nil }
      let (isMoved, marked) = (try row.integer("moved") > 0, try row.optionalInteger("changed_on"))
      guard isMoved != (marked != nil) else { return nil }
      try changes.mark(index, changedOn: isMoved ? day : nil, at: now)
      return DataChange(number: try row.text("number"), changedOn: isMoved ? day : nil)
    }
  }

  /// The changes beside each status list of this issuer, to be published.
  /// - Throws: `RegistryError.rolledBack`, as for the status lists.
  public func changeLists() throws -> [ChangeList] {
    try refuseRollback()
    let (lists, marked) = try database.read { session in
      (
        try session.query("SELECT list FROM status_list WHERE issuer = $1 ORDER BY list", [.text(issuer)]),
        try session.query(
          """
          SELECT status_list, status_index, changed_on FROM report WHERE changed_on IS NOT NULL AND issuer = $1
            AND status IN (0, 3) AND \(RegisteredReport.isIssued)
          """, [.text(issuer)])
      )
    }
    var days: [Int64: [UInt32: Int]] = [:]
    for row in marked {
      guard let index = UInt32(exactly: try row.integer("status_index")), index < StatusList.capacity,
        let day = UInt16(exactly: try row.integer("changed_on"))
      else { throw RegistryError.damaged(what: database.location, problem: "a change of data has no place or day") }
      days[try row.integer("status_list"), default: [:]][index] = Int(day)
    }
    return try lists.map { row in
      guard let list = UInt8(exactly: try row.integer("list")) else {
        throw RegistryError.damaged(what: database.location, problem: "a status list has an impossible number")
      }
      return ChangeList(list: list, days: days[Int64(list)] ?? [:])
    }
  }

  /// When a report's data changed, and when they changed back, oldest first.
  public func dataChanges(of number: String) throws -> [(at: Int64, changedOn: Int?)] {
    try database.read { session in
      try session.query(
        """
        SELECT d.changed_at AS changed_at, d.changed_on AS changed_on FROM data_change d
        JOIN report ON report.log_index = d.log_index WHERE report.number = $1 ORDER BY d.sequence
        """, [.text(number)]
      ).map { (try $0.integer("changed_at"), try $0.optionalInteger("changed_on").map(Int.init)) }
    }
  }
}
