public import Attestation
import Database
public import ReportKinds

/// The answer to a report number and a check code.
public enum Lookup: Sendable, Equatable {
  case found(RegisteredReport)
  /// There is no such number, or the code is wrong: the answer does not say which.
  case refused
  /// Too many wrong attempts. `until`: seconds since 1970, when attempts are checked again.
  case throttled(until: Int64)
}

extension Registry {
  public func report(number: String) throws -> RegisteredReport? {
    try report(where: "report.number = $1", [.text(number)])
  }

  /// - Parameter payload: `ReceivedToken.leaf`.
  public func report(leaf payload: [UInt8]) throws -> RegisteredReport? {
    try report(leafHash: MerkleTree.leafHash(payload))
  }

  public func report(leafHash: LogHash) throws -> RegisteredReport? {
    try report(where: "leaf = $1", [.blob(leafHash.bytes)])
  }

  public func report(_ reference: ReportClaims.StatusReference) throws -> RegisteredReport? {
    try report(
      where: "status_list = $1 AND status_index = $2",
      [.integer(Int64(reference.list)), .integer(Int64(reference.index))])
  }

  private func report(where condition: String, _ values: [SQLValue]) throws -> RegisteredReport? {
    try database.read { session in
      try RegisteredReport.all(
        session.query(
          "\(RegisteredReport.withFiles) WHERE \(condition) AND \(RegisteredReport.isIssued)", values)
      ).first
    }
  }

  /// Which reports `reports(_:)` lists.
  public struct Filter: Sendable {
    public var status: ReportStatus?
    public var kind: ReportClaims.Kind?
    /// As in `Request`.
    public var subject: String?
    public init(status: ReportStatus? = nil, kind: ReportClaims.Kind? = nil, subject: String? = nil) {
      (self.status, self.kind, self.subject) = (status, kind, subject)
    }
  }

  /// The newest first.
  /// - Parameter before: only reports before this index in the log, for the next page.
  public func reports(_ filter: Filter = Filter(), before: UInt64? = nil, limit: Int) throws -> [RegisteredReport] {
    var (conditions, values): ([String], [SQLValue]) = ([RegisteredReport.isIssued], [])
    func require(_ condition: String, _ value: SQLValue) {
      values.append(value)
      conditions.append("\(condition) $\(values.count)")
    }
    if let status = filter.status { require("status =", .integer(Int64(status.rawValue))) }
    if let kind = filter.kind { require("kind =", .integer(Int64(kind.number))) }
    if let subject = filter.subject { require("subject =", .blob(secret.hash(subject: subject))) }
    if let before { require("log_index <", .unsigned(before)) }
    values.append(.integer(Int64(max(0, limit))))
    let sql = """
      SELECT \(RegisteredReport.columns), \(FileRecord.columns), \(SealedTable.report.selection) FROM (
        SELECT * FROM report WHERE \(conditions.joined(separator: " AND ")) ORDER BY log_index DESC LIMIT $\(values.count)
      ) report \(FileRecord.join)
      ORDER BY log_index DESC
      """
    return try database.read { session in
      let rows = try session.query(sql, values)
      // Whose reports are asked for learns of nobody else's. Who asks for all is not kept from them by one bad row.
      if filter.subject != nil { for row in rows { try SealedTable.report.check(row, secret) } }
      return try RegisteredReport.all(rows)
    }
  }

  /// Looks up a report by what is typed from paper. An unregistered number and a wrong code give the same answer after
  /// the same work, so that guessing reveals nothing. After `wrongCodesAnHour` wrong attempts at a number within
  /// an hour of the first, no attempt is checked until that hour is over, whether or not the number is registered.
  ///
  /// On a full disk, wrong attempts are answered and not counted: whoever mistypes a number learns it.
  ///
  /// Concurrent attempts are all checked, so that many clerks with the right code need not wait; their number is
  /// limited by what the database runs at once.
  /// - Parameter now: seconds since 1970.
  public func report(number: String, checkCode: CheckCode, at now: Int64) throws -> Lookup {
    let throttle = LookupThrottle(secret.hash(guessed: number), limit: wrongCodesAnHour, now: now)
    let given = secret.hash(checkCode, of: number)
    let first: Lookup? = try database.read { session in
      if let until = try throttle.throttledUntil(session) { return .throttled(until: until) }
      let code = try session.query(
        "SELECT \(SealedTable.report.selection) FROM report WHERE number = $1 AND \(RegisteredReport.isIssued)",
        [.text(number)]
      ).first
      guard areEqual(try code?.blob("check_code") ?? Self.nobodysCode, given) else { return nil }
      if let code { try SealedTable.report.check(code, secret) }
      return try RegisteredReport.all(
        session.query("\(RegisteredReport.withFiles) WHERE report.number = $1", [.text(number)])
      ).first.map { .found($0) }
    }
    if let first { return first }
    do {
      return try database.write(.relaxed) { session in
        try throttle.countFailure(session, database.dialect).map { .throttled(until: $0) } ?? .refused
      }
    } catch let error as RegistryError where error.isDiskFull { return .refused }
  }

  /// Compared with if there is no report. Nobody can find an input whose HMAC is all zero.
  private static let nobodysCode = [UInt8](repeating: 0, count: 32)
}
