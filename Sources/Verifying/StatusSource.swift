public import Attestation

/// What became of reports after their issue: a registry, or the signed status lists of a bundle.
public protocol StatusSource: Sendable {
  /// - Parameter withFile: whether the report's file is asked about; without, nobody need look for it.
  /// - Throws: where it cannot be found out; the verifier then says that it was not.
  func finding(of token: ReceivedToken, withFile: Bool) throws -> StatusFinding
  /// That the token stands in the log; nil where it does not, or no log is at hand.
  func proof(of token: ReceivedToken) throws -> LogProof?
}

extension StatusSource {
  public func proof(of token: ReceivedToken) throws -> LogProof? { nil }
}

public enum StatusFinding: Sendable, Equatable {
  /// - `reason`: as the registry has it, for a revoked or suspended report.
  /// - `isLogged`: the token was found in the log itself.
  case known(ReportStatus, reason: String? = nil, isLogged: Bool, file: IssuedFileDigest = .unknown)
  /// The registry has no such report, though the signature is good: somebody else has the key.
  case notRegistered
  /// The lists at hand say nothing of it: another list, or issued after they were made.
  case notCovered
}

/// What is told of a report's file as it was issued.
public enum IssuedFileDigest: Sendable, Equatable {
  /// SHA-256.
  case known([UInt8])
  /// By a bundle, or of a report whose file nobody kept the digest of; or nobody asked.
  case unknown
  /// The registry could not say, or contradicts itself.
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

  public func finding(of token: ReceivedToken, withFile: Bool) -> StatusFinding {
    let reference = token.claims.status
    guard let list = lists[reference.list] else { return .notCovered }
    let status = list[reference.index]
    // A report that is younger than the list may have been revoked since; only "revoked" is known for sure.
    guard status != .valid || token.claims.issuedAt <= madeAt else { return .notCovered }
    return .known(status, isLogged: false)
  }
}
