public import Attestation

/// What became of reports after their issue: a registry, or the signed status lists of a bundle.
public protocol StatusSource: Sendable {
  /// - Throws: where it cannot be found out; the verifier then says that it was not.
  func status(of token: ReceivedToken) throws -> StatusFinding
  /// That the token stands in the log; nil where it does not, or no log is at hand.
  func proof(of token: ReceivedToken) throws -> LogProof?
  /// SHA-256 of the report's PDF as it was issued; nil where that is not known, as by a bundle.
  /// - Throws: where it cannot be found out, or is in doubt.
  func issuedFile(of token: ReceivedToken) throws -> [UInt8]?
}

extension StatusSource {
  public func proof(of token: ReceivedToken) throws -> LogProof? { nil }
  public func issuedFile(of token: ReceivedToken) throws -> [UInt8]? { nil }
}

public enum StatusFinding: Sendable, Equatable {
  /// - `reason`: as the registry has it, for a revoked or suspended report.
  /// - `isLogged`: the token was found in the log itself.
  case known(ReportStatus, reason: String? = nil, isLogged: Bool)
  /// The registry has no such report, though the signature is good: somebody else has the key.
  case notRegistered
  /// The lists at hand say nothing of it: another list, or issued after they were made.
  case notCovered
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

  public func status(of token: ReceivedToken) -> StatusFinding {
    let reference = token.claims.status
    guard let list = lists[reference.list] else { return .notCovered }
    let status = list[reference.index]
    // A report that is younger than the list may have been revoked since; only "revoked" is known for sure.
    guard status != .valid || token.claims.issuedAt <= madeAt else { return .notCovered }
    return .known(status, isLogged: false)
  }
}
