public import Attestation
public import Rendering
import Reports

extension ComposedReport {
  /// What its token must say.
  /// - Parameters:
  ///   - catalogueVersion: of the catalogue that the report was made by.
  ///   - algorithm: of the key that will sign; the digest of the data goes by it.
  ///   - status: the report's place in the status lists, never used before (verification.md §3).
  public func claims(
    catalogueVersion: UInt16, for algorithm: SignatureAlgorithm, expiresAt: Int64,
    status: ReportClaims.StatusReference
  ) throws(AttestationError) -> ReportClaims {
    try ReportClaims(
      of: report, catalogueVersion: catalogueVersion, digest: digest(canonicalData, for: algorithm),
      pages: pageCount, expiresAt: expiresAt, status: status)
  }

  /// That a finished token speaks of this report. Its expiry, its place in the status lists and the algorithm of its
  /// digest are its own to say.
  /// - Parameter catalogueVersion: nil: which catalogue numbered the domains, only the token says.
  /// - Throws: `TokenMismatch`; `TokenRefusal` for a token by another algorithm than reports are signed with.
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
  ///   - composed: the report that the token speaks of.
  public init(token: Token, proof: String?, of composed: ComposedReport) throws(AttestationError) {
    self.init(
      token: token.bytes, link: try VerificationLink(host: composed.host, token: token).url, proof: proof)
  }
}
