public import Attestation
public import Registry
public import Verifying

/// The issuer's own registry: it knows every report and finds each in the log.
public struct RegistryStatuses: StatusSource {
  private let registry: Registry

  public init(_ registry: Registry) { self.registry = registry }

  public func finding(of token: ReceivedToken, fileFormat: String?) throws -> StatusFinding {
    // By leaf, not by number: a number alone does not prove that the token is the registered one.
    guard let report = try registry.report(leaf: token.leaf) else { return .notRegistered }
    // For a superseded report, the registry's reason is the number of the newer one, which is not disclosed.
    let isTold = report.status == .revoked || report.status == .suspended
    return .known(
      report.status, reason: isTold ? report.reason : nil,
      since: report.status == .valid ? nil : report.statusChangedAt, isLogged: true,
      file: fileFormat.map { file(of: report, format: $0) } ?? .unknown,
      data: report.changedOn.map { .changed(on: $0) } ?? (report.isWatched ? .unchanged : .notWatched))
  }

  public func proof(of token: ReceivedToken) throws -> LogProof? {
    guard let report = try registry.report(leaf: token.leaf) else { return nil }
    return try registry.proof(atIssueOf: report)
  }

  private func file(of report: RegisteredReport, format: String) -> IssuedFileDigest {
    do {
      if let digest = try registry.fileDigest(of: report.number, format: format) { return .known(digest) }
      // Where the files are known, a file of another format is none of them.
      let isElsewhere = report.files.contains { $0.sha256 != nil && $0.format != format }
      return isElsewhere ? .inDoubt("the report was issued in no file of this format") : .unknown
    } catch {
      let problem = "the issued file could not be looked up: \(error)"
      if case RegistryError.damaged = error { return .inDoubt(problem) }
      return .unavailable(problem)
    }
  }
}
