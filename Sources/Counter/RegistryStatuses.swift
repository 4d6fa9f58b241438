public import Attestation
public import Registry
public import Verifying

/// The issuer's own registry: it knows every report, and each in the log.
public struct RegistryStatuses: StatusSource {
  private let registry: Registry

  public init(_ registry: Registry) { self.registry = registry }

  public func status(of token: ReceivedToken) throws -> StatusFinding {
    guard let report = try registry.report(leaf: token.leaf) else { return .notRegistered }
    // Of a superseded report, the registry's reason is the newer one's number, which is nobody's business here.
    let isTold = report.status == .revoked || report.status == .suspended
    return .known(report.status, reason: isTold ? report.reason : nil, isLogged: true)
  }

  public func proof(of token: ReceivedToken) throws -> LogProof? {
    guard let report = try registry.report(leaf: token.leaf) else { return nil }
    return try registry.proof(atIssueOf: report)
  }

  public func issuedFile(of token: ReceivedToken) throws -> [UInt8]? {
    // By leaf first: a number alone is no proof that the token is the registered one.
    guard let report = try registry.report(leaf: token.leaf) else { return nil }
    return try registry.fileDigest(of: report.number)
  }
}
