import Attestation
import Records
public import Reports

extension ReportClaims {
  /// What the token says about a report.
  ///
  /// The period of an enterprise report runs from the first day of which a source says it delivered data (else the day
  /// of `asOf`) to the day of `asOf`.
  init(
    of report: Report, catalogueVersion: UInt16, digest: [UInt8], coverage: [Coverage], pages: Int, validityDays: Int,
    statusIndex: UInt32
  ) throws(AttestationError) {
    let last = max(0, report.asOf.date.daysSince1970)
    let first = coverage.filter { $0.state == .loaded }.compactMap { $0.from?.daysSince1970 }.min() ?? last
    let issuedAt = report.identity.issuedAt.secondsSince1970
    try self.init(
      issuedAt: issuedAt, expiresAt: issuedAt + Int64(validityDays) * 86_400, kind: Kind(report.kind),
      catalogueVersion: catalogueVersion, number: report.identity.number.description,
      subject: Self.subject(from: report.subject.name), ident: report.subject.code,
      days: min(max(0, first), last)...last, recordCount: report.recordCount, pages: pages,
      digest: digest, status: StatusReference(statusIndex))
  }

  /// Names the first claim in which a token differs from what this report's token must say. Its dates of expiry and
  /// its place in the status list are the token's own to say.
  func mustMatch(_ other: ReportClaims) throws(IssuingError) {
    func compare<T: Equatable>(_ name: String, _ path: KeyPath<ReportClaims, T>) throws(IssuingError) {
      guard self[keyPath: path] == other[keyPath: path] else {
        throw .tokenDiffers(
          claim: name, inToken: "\(other[keyPath: path])", inReport: "\(self[keyPath: path])")
      }
    }
    try compare("kind", \.kind)
    try compare("report number", \.number)
    try compare("time of issue", \.issuedAt)
    try compare("subject", \.subject)
    try compare("subject's code", \.ident)
    try compare("catalogue version", \.catalogueVersion)
    try compare("period", \.days)
    try compare("domains", \.domains)
    try compare("number of records", \.recordCount)
    try compare("number of pages", \.pages)
    try compare("digest of the data", \.digest)
  }
}

extension ReportClaims.Kind {
  init(_ kind: Report.Kind) {
    self =
      switch kind {
      case .enterprise: .enterprise
      case .personal: .personal
      case .noViolation: .noViolation
      }
  }
}

extension Report {
  /// Records that the report counts; the subject's own registration is none.
  public var recordCount: Int { sections.reduce(0) { $0 + ($1.content == .records ? $1.count : 0) } }
}
