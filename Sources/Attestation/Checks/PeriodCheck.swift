/// The issuer's and the verifier's clocks may differ by this much (`verification.md` §4). It is allowed for a token
/// that seems to come from the future; the expiry gets no allowance.
public let clockSkew: Int64 = 300

/// - Throws: `NOT_YET_VALID`, `EXPIRED`. The last second of validity is `exp` itself.
func checkPeriod(of claims: ReportClaims, at now: Int64) throws(TokenRefusal) {
  guard claims.issuedAt - clockSkew <= now else {
    throw TokenRefusal(.notYetValid, "issued at \(claims.issuedAt), the clock says \(now)")
  }
  guard now <= claims.expiresAt else {
    throw TokenRefusal(.expired, "expired at \(claims.expiresAt), the clock says \(now)")
  }
}
