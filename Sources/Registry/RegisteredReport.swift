public import Attestation
import Database
public import ReportKinds

/// What the registry knows about a report.
public struct RegisteredReport: Sendable, Equatable {
  public let number: String
  public let kind: ReportClaims.Kind
  public let token: Token
  /// The report's index in the published status lists.
  public let statusReference: ReportClaims.StatusReference
  public let status: ReportStatus
  /// Why it is no longer `.valid`, or is valid again.
  public let reason: String?
  /// Seconds since 1970, like the other times.
  public let statusChangedAt: Int64
  public let issuedAt: Int64
  public let expiresAt: Int64
  /// The index of its leaf in the log.
  public let logIndex: UInt64
  /// The log's size when the report was issued. The checkpoint of that size proves the report: one covers a
  /// transaction.
  public let logSize: UInt64
  /// Whether changes of its subjects' data are noticed.
  public let isWatched: Bool
  /// Since which day its data are known to be otherwise, days since 1970-01-01; nil: they are not.
  public let changedOn: Int?
  /// Its files, at most one of a format, in the order of the formats' names.
  public private(set) var files: [FileRecord] = []

  /// - Parameter format: the file's extension.
  public func file(_ format: String) -> FileRecord? { files.first { $0.format == format } }

  static let columns = """
    report.number AS number, kind, token, status_list, status_index, status, status_reason, status_changed_at, \
    issued_at, expires_at, log_index, log_size, is_watched, changed_on
    """
  /// A row for each of a report's files; one row for a report without files.
  static let withFiles = "SELECT \(columns), \(FileRecord.columns) FROM report \(FileRecord.join)"
  /// A pending report is not issued yet: no query returns it.
  static let isIssued = "pending_since IS NULL"

  /// Reports with their files, from rows of `withFiles`; those of one report follow each other.
  static func all(_ rows: [SQLRow]) throws -> [RegisteredReport] {
    var reports: [RegisteredReport] = []
    for row in rows {
      if try row.text("number") != reports.last?.number { reports.append(try RegisteredReport(row)) }
      if let file = try FileRecord(row) { reports[reports.count - 1].files.append(file) }
    }
    for index in reports.indices { reports[index].files.sort { $0.format < $1.format } }
    return reports
  }

  /// Without its files.
  init(_ row: SQLRow) throws {
    number = try row.text("number")
    guard let kind = UInt8(exactly: try row.integer("kind")).flatMap(ReportClaims.Kind.init(number:)) else {
      throw RegistryError.damaged(what: "report \(number)", problem: "is of an unknown kind")
    }
    self.kind = kind
    token = Token(bytes: try row.blob("token"))
    guard let list = UInt8(exactly: try row.integer("status_list")),
      let index = UInt32(exactly: try row.integer("status_index")), index < 1 << 24
    else { throw RegistryError.damaged(what: "report \(number)", problem: "has no place in a status list") }
    statusReference = ReportClaims.StatusReference(UInt32(list) << 24 | index)
    guard let status = UInt8(exactly: try row.integer("status")).flatMap(ReportStatus.init) else {
      throw RegistryError.damaged(what: "report \(number)", problem: "has an unknown status")
    }
    self.status = status
    reason = try row.optionalText("status_reason")
    statusChangedAt = try row.integer("status_changed_at")
    issuedAt = try row.integer("issued_at")
    expiresAt = try row.integer("expires_at")
    isWatched = try row.integer("is_watched") != 0
    changedOn = try row.optionalInteger("changed_on").map(Int.init)
    logIndex = try row.unsigned("log_index")
    logSize = try row.unsigned("log_size")
    guard logSize > logIndex else {
      throw RegistryError.damaged(what: "report \(number)", problem: "was in no log when issued")
    }
  }
}

/// One change of a report's status.
public struct StatusChange: Sendable, Equatable {
  /// Seconds since 1970.
  public let at: Int64
  public let from: ReportStatus
  public let to: ReportStatus
  public let reason: String
}
