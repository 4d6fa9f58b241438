public import Attestation
import CivilTime
import QRCode
public import Rendering
import Reports

extension ComposedReport {
  /// The claims of its token: all of the recipient's name, or as much of it as leaves the symbol readable in print.
  /// - Parameters:
  ///   - catalogueVersion: version of the catalogue that the report was made with; a report that judges names its
  ///     list of domains instead.
  ///   - algorithm: algorithm of the key that will sign; it determines the digest of the data.
  ///   - status: the report's index in the status lists, never used before (verification.md §3).
  public func claims(
    catalogueVersion: UInt16, for algorithm: SignatureAlgorithm, expiresAt: Int64,
    status: ReportClaims.StatusReference
  ) throws -> ReportClaims {
    let digest = try digest(canonicalData, for: algorithm)
    func claims(_ length: Int?) throws -> ReportClaims {
      try self.claims(
        catalogueVersion: catalogueVersion, digest: digest, expiresAt: expiresAt, status: status,
        terms: ReportTerms(of: report, recipientLength: length))
    }
    var all = try claims(nil)
    var length = all.terms?.recipient?.name.unicodeScalars.count ?? 0
    while length > 0, !isPrintable(Token.size(of: all, signedBy: algorithm)) {
      length -= 1
      all = try claims(length)
    }
    return all
  }

  /// Whether the symbol of a token of so many bytes keeps its print rule.
  private func isPrintable(_ size: Int) -> Bool {
    guard size > Self.alwaysPrintable || host.utf8.count > Self.usualHost else { return true }
    let token = Token(bytes: [UInt8](repeating: 0, count: size))
    guard let link = try? VerificationLink(host: host, token: token) else { return false }
    return (try? QRSymbol(text: link.url)) != nil
  }

  /// A token up to this size, after a host name up to this length, needs 3,450 of the 4,480 bits that version 18 has at
  /// level M (ISO/IEC 18004, table 7), the largest with modules of 0.40 mm: it need not be tried.
  private static let alwaysPrintable = 350
  private static let usualHost = 60

  private func claims(
    catalogueVersion: UInt16, digest: [UInt8], expiresAt: Int64, status: ReportClaims.StatusReference,
    terms: ReportTerms?
  ) throws(AttestationError) -> ReportClaims {
    try ReportClaims(
      of: report, catalogueVersion: catalogueVersion, digest: digest,
      pages: pageCount, expiresAt: expiresAt, status: status, terms: terms)
  }

  /// Checks that a finished token belongs to this report. Its index in the status lists, how much of the recipient's name
  /// it holds, its version and the algorithm of its digest are taken from the token itself; so is its expiry if the
  /// report's data do not say it.
  /// - Parameter catalogueVersion: nil: only the token says which catalogue numbered the domains.
  /// - Throws: `TokenMismatch`; `TokenRefusal` for a token with an algorithm that reports are not signed with.
  public func mustMatch(_ token: ReceivedToken, catalogueVersion: UInt16?) throws {
    guard let algorithm = SignatureAlgorithm(rawValue: token.algorithm) else {
      throw TokenRefusal(.badSignature, "the algorithm \(token.algorithm) is none of a report's")
    }
    let given = token.claims
    let length = given.terms?.recipient.flatMap { $0.isCut ? $0.name.unicodeScalars.count : nil }
    try claims(
      catalogueVersion: catalogueVersion ?? given.catalogueVersion, digest: try digest(canonicalData, for: algorithm),
      expiresAt: report.identity.expiresAt?.secondsSince1970 ?? given.expiresAt, status: given.status,
      terms: given.terms.map { _ in ReportTerms(of: report, recipientLength: length) }
    ).mustMatch(given)
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
