import Attestation
import CivilTime
import Records
import ReportKinds
import Reports

extension ReportClaims {
  /// What the token says about a report.
  ///
  /// Of a no-violation report every domain that is not called clean has a bit in `hits` or in `noData`, or in both:
  /// `noData` stands for a source that did not deliver as well as for a record in doubt.
  init(
    of report: Report, catalogueVersion: UInt16, digest: [UInt8], pages: Int, expiresAt: Int64,
    status: StatusReference
  ) throws(AttestationError) {
    let days = max(0, report.period.lowerBound.daysSince1970)...max(0, report.period.upperBound.daysSince1970)
    try self.init(
      issuedAt: report.identity.issuedAt.secondsSince1970, expiresAt: expiresAt, kind: report.kind,
      catalogueVersion: (report.judgement?.list ?? report.group?.list)?.version ?? catalogueVersion,
      number: report.identity.number.description, subject: report.shown(name: Self.subject(from: report.subject.name)),
      ident: report.shownCode,
      days: days, domains: try report.domainAnswers(), recordCount: report.recordCount,
      pages: pages, digest: digest, status: status)
  }

  /// Names the first claim in which a token differs from what this report's token must say. Its dates of expiry and
  /// its place in the status list are the token's own to say.
  func mustMatch(_ other: ReportClaims) throws(TokenMismatch) {
    func compare<T: Equatable>(_ name: String, _ path: KeyPath<ReportClaims, T>) throws(TokenMismatch) {
      guard self[keyPath: path] == other[keyPath: path] else {
        throw TokenMismatch(
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

extension DomainAnswers {
  /// What answers come to in a token: a domain is clean where all of its answers are.
  fileprivate init(
    _ answers: [(bit: Int, outcome: Judgement.Answer.Outcome, lacksData: Bool)]
  ) throws(AttestationError) {
    try self.init(
      asked: Set(answers.map(\.bit)), hits: Set(answers.filter { $0.outcome == .records }.map(\.bit)),
      noData: Set(
        answers.filter { $0.lacksData || $0.outcome == .noData || $0.outcome == .undetermined }.map(\.bit)))
  }
}

extension GroupSummary {
  /// For all of the group together: a domain is clean where it is so for everyone.
  func domainAnswers() throws(AttestationError) -> DomainAnswers {
    try DomainAnswers(
      members.flatMap { member in
        // By index: a member without an answer to every domain is nothing to pass over.
        domains.indices.map { (domains[$0].bit, member.answers[$0].outcome, member.answers[$0].lacksData) }
      })
  }
}

extension Report {
  func domainAnswers() throws(AttestationError) -> DomainAnswers {
    if let group { return try group.domainAnswers() }
    if let judgement { return try DomainAnswers(judgement.answers.map { ($0.bit, $0.outcome, $0.lacksData) }) }
    return .none
  }
}
