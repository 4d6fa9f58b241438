public import Attestation
import CivilTime
public import Reports

extension Report {
  /// What its token would say if it were issued, but for what only issuing determines: digest, pages, index of status. For
  /// telling somebody beforehand what a report will conclude.
  public func foreseenClaims() throws(AttestationError) -> ReportClaims {
    let issuedAt = identity.issuedAt.secondsSince1970
    return try ReportClaims(
      of: self, catalogueVersion: 0, digest: [UInt8](repeating: 0, count: 32), pages: 1, expiresAt: issuedAt + 1,
      status: .init(0), terms: nil)
  }
}
