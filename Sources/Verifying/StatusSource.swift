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
  /// - `reason`: the registry's reason for a revoked or suspended report.
  /// - `since`: when it got this status, seconds since 1970; nil: not known, or as issued.
  /// - `isLogged`: the token was found in the log itself.
  case known(
    ReportStatus, reason: String? = nil, since: Int64? = nil, isLogged: Bool, file: IssuedFileDigest = .unknown)
  /// The registry has no such report, though the signature is valid: somebody else has the key.
  case notRegistered
  /// The available lists do not cover it: another list, or issued after they were made.
  case notCovered
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

/// The status lists of a bundle.
public struct BundledStatuses: StatusSource {
  private let lists: [UInt8: StatusList]
  /// When the lists were made, seconds since 1970.
  private let madeAt: Int64

  public init(_ lists: [StatusList], madeAt: Int64) {
    self.lists = Dictionary(lists.map { ($0.list, $0) }, uniquingKeysWith: { $1 })
    self.madeAt = madeAt
  }

  public func finding(of token: ReceivedToken, fileFormat: String?) -> StatusFinding {
    let reference = token.claims.status
    guard let list = lists[reference.list] else { return .notCovered }
    let status = list[reference.index]
    // A report issued after the list was made may have been revoked since; only "revoked" is certain.
    guard status != .valid || token.claims.issuedAt <= madeAt else { return .notCovered }
    return .known(status, isLogged: false)
  }
}
