package import Attestation
import CivilTime
import Records
import ReportKinds
package import Reports

extension ReportClaims {
  /// What the token says about a report.
  ///
  /// In a no-violation report, every domain that is not clean has a bit in `hits` or in `noData`, or in both: `noData`
  /// means that a source did not deliver, or that a record is in doubt.
  /// - Parameter terms: nil: as in tokens of version 1.
  init(
    of report: Report, catalogueVersion: UInt16, digest: [UInt8], pages: Int, expiresAt: Int64,
    status: StatusReference, terms: ReportTerms?
  ) throws(AttestationError) {
    let days = max(0, report.period.lowerBound.daysSince1970)...max(0, report.period.upperBound.daysSince1970)
    try self.init(
      issuedAt: report.identity.issuedAt.secondsSince1970, expiresAt: expiresAt, kind: report.kind,
      catalogueVersion: (report.judgement?.list ?? report.group?.list)?.version ?? catalogueVersion,
      number: report.identity.number.description, subject: report.shown(name: Self.subject(from: report.subject.name)),
      ident: report.shownCode,
      days: days, domains: try report.domainAnswers(), recordCount: report.recordCount,
      pages: pages, digest: digest, status: status, terms: terms)
  }

  /// Throws the first claim in which a token differs from what this report's token must say. The index in the status list
  /// is not compared: only the token has it.
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
    try compare("time of expiry", \.expiresAt)
    try compare("subject", \.subject)
    try compare("subject's code", \.ident)
    try compare("catalogue version", \.catalogueVersion)
    try compare("period", \.days)
    try compare("domains", \.domains)
    try compare("number of records", \.recordCount)
    try compare("number of pages", \.pages)
    try compare("terms", \.terms)
    try compare("digest of the data", \.digest)
  }
}

extension ReportTerms {
  /// - Parameter recipientLength: the number of characters of the recipient's name that fit in the symbol; nil: all.
  init(of report: Report, recipientLength: Int?) {
    let (profile, purpose, recipient) =
      if let judgement = report.judgement {
        (judgement.profile.number, judgement.purpose.number, judgement.recipient)
      } else if let group = report.group {
        (group.profile.number, group.purpose.number, group.recipient)
      } else {
        (UInt16(0), UInt16(0), String?.none)
      }
    let name = recipient.map { Array(ReportClaims.visible($0).unicodeScalars) } ?? []
    let shown = recipientLength.map { name.prefix($0) } ?? name[...]
    self.init(
      profile: profile, purpose: purpose, basis: report.coverageBasis == .deliveries ? .deliveries : .declared,
      recipient: shown.isEmpty
        ? nil : Recipient(name: String(String.UnicodeScalarView(shown)), isCut: shown.count < name.count))
  }
}

extension DomainAnswers {
  /// - Throws: `AttestationError.claim` for a bit outside 0…255.
  package init(_ answers: [Judgement.Answer]) throws(AttestationError) {
    try self.init(answers.map { ($0.bit, $0.outcome, $0.lacksData) })
  }

  /// What a summary says about one of its members.
  package init(_ member: GroupSummary.Member, in summary: GroupSummary) throws(AttestationError) {
    try self.init(
      zip(summary.domains, member.answers).map { ($0.bit, $1.outcome, $1.lacksData) })
  }

  /// Combines answers for a token: a domain is clean if all of its answers are.
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
  /// For the whole group: a domain is clean if it is clean for every member.
  func domainAnswers() throws(AttestationError) -> DomainAnswers {
    try DomainAnswers(
      members.flatMap { member in
        // By index, so that a member without an answer to every domain is a crash and not passed over.
        domains.indices.map { (domains[$0].bit, member.answers[$0].outcome, member.answers[$0].lacksData) }
      })
  }
}

extension Report {
  func domainAnswers() throws(AttestationError) -> DomainAnswers {
    if let group { return try group.domainAnswers() }
    if let judgement { return try DomainAnswers(judgement.answers) }
    return .none
  }
}
