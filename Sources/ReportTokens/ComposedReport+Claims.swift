public import Attestation
public import Rendering
import Reports

extension ComposedReport {
  /// The claims of its token.
  /// - Parameters:
  ///   - catalogueVersion: version of the catalogue that the report was made with; a report that judges names its
  ///     list of domains instead.
  ///   - algorithm: algorithm of the key that will sign; it determines the digest of the data.
  ///   - status: the report's index in the status lists, never used before (verification.md §3).
  public func claims(
    catalogueVersion: UInt16, for algorithm: SignatureAlgorithm, expiresAt: Int64,
    status: ReportClaims.StatusReference
  ) throws(AttestationError) -> ReportClaims {
    try ReportClaims(
      of: report, catalogueVersion: catalogueVersion, digest: digest(canonicalData, for: algorithm),
      pages: pageCount, expiresAt: expiresAt, status: status)
  }

  /// Checks that a finished token belongs to this report. Its expiry, its index in the status lists and the algorithm
  /// of its digest are taken from the token itself.
  /// - Parameter catalogueVersion: nil: only the token says which catalogue numbered the domains.
  /// - Throws: `TokenMismatch`; `TokenRefusal` for a token with an algorithm that reports are not signed with.
  public func mustMatch(_ token: ReceivedToken, catalogueVersion: UInt16?) throws {
    guard let algorithm = SignatureAlgorithm(rawValue: token.algorithm) else {
      throw TokenRefusal(.badSignature, "the algorithm \(token.algorithm) is none of a report's")
    }
    try claims(
      catalogueVersion: catalogueVersion ?? token.claims.catalogueVersion, for: algorithm,
      expiresAt: token.claims.expiresAt, status: token.claims.status
    ).mustMatch(token.claims)
  }
}

extension Evidence {
  /// - Parameters:
  ///   - proof: text of C2SP tlog-proof.
  ///   - composed: the report that the token belongs to.
  public init(token: Token, proof: String?, of composed: ComposedReport) throws(AttestationError) {
    self.init(
      token: token.bytes, link: try VerificationLink(host: composed.host, token: token).url, proof: proof)
  }
}
