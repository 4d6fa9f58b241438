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
  /// - Throws: `TokenMismatch`; `TokenRefusal` for what is no token.
  public func mustMatch(_ token: Token, catalogueVersion: UInt16?) throws {
    let received = try ReceivedToken(token)
    guard let algorithm = SignatureAlgorithm(rawValue: received.algorithm) else {
      throw TokenRefusal(.badSignature, "the algorithm \(received.algorithm) is none of a report's")
    }
    try claims(
      catalogueVersion: catalogueVersion ?? received.claims.catalogueVersion, for: algorithm,
      expiresAt: received.claims.expiresAt, status: received.claims.status
    ).mustMatch(received.claims)
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
