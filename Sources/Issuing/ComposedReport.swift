public import Attestation
import Blocks
public import Reports
public import Typesetting

/// A report as pages, with all that its token must say. Made by `Press.compose`.
public struct ComposedReport: Sendable {
  public let report: Report
  public let canonicalData: [UInt8]
  let information: Document.Information
  let pages: Pages
  let catalogueVersion: UInt16
  /// Of the verification page, for the QR link.
  let host: String

  public var pageCount: Int { pages.pages.count }

  /// Characters that no font has, shown in the report as boxes.
  public var missing: [MissingCharacter] { pages.missing }

  /// - Parameters:
  ///   - algorithm: of the key that will sign; the digest of the data goes by it.
  ///   - status: the report's place in the status lists, never used before (verification.md §3).
  public func claims(
    for algorithm: SignatureAlgorithm, expiresAt: Int64, status: ReportClaims.StatusReference
  ) throws(AttestationError) -> ReportClaims {
    try ReportClaims(
      of: report, catalogueVersion: catalogueVersion, digest: digest(canonicalData, for: algorithm),
      pages: pageCount, expiresAt: expiresAt, status: status)
  }

  /// That a finished token speaks of this report. Its expiry, its place in the status lists and the algorithm of its
  /// digest are its own to say.
  /// - Throws: `IssuingError.tokenDiffers`; `TokenRefusal` for what is no token.
  func mustMatch(_ token: Token) throws {
    let received = try ReceivedToken(token)
    guard let algorithm = SignatureAlgorithm(rawValue: received.algorithm) else {
      throw TokenRefusal(.badSignature, "the algorithm \(received.algorithm) is none of a report's")
    }
    try claims(for: algorithm, expiresAt: received.claims.expiresAt, status: received.claims.status)
      .mustMatch(received.claims)
  }
}
