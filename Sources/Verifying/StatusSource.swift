public import Attestation

/// The status of reports after their issue: a registry, or the signed status lists of a bundle.
public protocol StatusSource: Sendable {
  /// - Parameter fileFormat: the file-name extension of the report's file whose digest is needed; nil: of none.
  /// - Throws: if the status cannot be determined; the verifier then says so.
  func finding(of token: ReceivedToken, fileFormat: String?) throws -> StatusFinding
  /// The proof that the token is in the log; nil if it is not, or if no log is available.
  func proof(of token: ReceivedToken) throws -> LogProof?
}

extension StatusSource {
  public func proof(of token: ReceivedToken) throws -> LogProof? { nil }
}

public enum StatusFinding: Sendable, Equatable {
  case known(KnownStatus)
  /// The registry has no such report, though the signature is valid: somebody else has the key.
  case notRegistered
  /// The available lists do not cover it: another list, or issued after they were made.
  case notCovered

  public static func known(
    _ status: ReportStatus, reason: String? = nil, since: Int64? = nil, isLogged: Bool,
    file: IssuedFileDigest = .unknown, data: DataState = .notWatched
  ) -> StatusFinding {
    .known(
      KnownStatus(status: status, reason: reason, since: since, isLogged: isLogged, file: file, data: data))
  }
}

/// What a source knows of a report that it covers.
public struct KnownStatus: Sendable, Equatable {
  public var status: ReportStatus
  /// The registry's reason for a revoked or suspended report.
  public var reason: String?
  /// When it got this status, seconds since 1970; nil: not known, or as issued.
  public var since: Int64?
  /// Whether the token was found in the log itself.
  public var isLogged: Bool
  public var file: IssuedFileDigest
  public var data: DataState
}

/// Whether a report would answer today what it answered when it was issued.
public enum DataState: Sendable, Equatable {
  case unchanged
  /// Since a day, days since 1970-01-01, it is known that it would not. What changed is not told.
  case changed(on: Int)
  /// Nobody would notice (数据变动未监测).
  case notWatched
}

/// The digest of a report's file as issued.
public enum IssuedFileDigest: Sendable, Equatable {
  /// SHA-256.
  case known([UInt8])
  /// The source is a bundle, the digest was not recorded, or it was not asked for.
  case unknown
  /// The registry did not answer: that says nothing about the file.
  case unavailable(String)
  /// The registry contradicts itself.
  case inDoubt(String)
}

/// The status lists of a bundle, and the lists of changes beside them.
public struct BundledStatuses: StatusSource {
  private let lists: [UInt8: StatusList]
  private let changes: [UInt8: ChangeList]
  /// When the lists were made, seconds since 1970.
  private let madeAt: Int64

  public init(_ lists: [StatusList], changes: [ChangeList], madeAt: Int64) {
    self.lists = Dictionary(lists.map { ($0.list, $0) }, uniquingKeysWith: { $1 })
    self.changes = Dictionary(changes.map { ($0.list, $0) }, uniquingKeysWith: { $1 })
    self.madeAt = madeAt
  }

  public func finding(of token: ReceivedToken, fileFormat: String?) -> StatusFinding {
    let reference = token.claims.status
    guard let list = lists[reference.list] else { return .notCovered }
    let status = list[reference.index]
    // A report issued after the list was made may have been revoked since; only "revoked" is certain.
    guard status != .valid || token.claims.issuedAt <= madeAt else { return .notCovered }
    return .known(status, isLogged: false, data: data(of: reference))
  }

  private func data(of reference: ReportClaims.StatusReference) -> DataState {
    guard let list = changes[reference.list] else { return .notWatched }
    return list.days[reference.index].map { .changed(on: $0) } ?? .unchanged
  }
}
