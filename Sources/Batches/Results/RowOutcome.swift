import Attestation
import CivilTime
import ErrorCauses
import Hexadecimal
import Issuing
import Records
import ReportKinds
import Reports
import Typesetting

/// What the table of results says about an issued report. About a person it says no more than the report's token does.
public struct RowOutcome: Codable, Sendable, Equatable {
  public struct DomainAnswer: Codable, Sendable, Equatable {
    public var domain: String
    public var label: String
    /// clean, records, no-data or undetermined
    public var outcome: String
    public var records: Int
  }
  public var number: String
  public var issuedAt: String
  public var report: String
  public var title: String
  public var subject: String
  public var code: String
  /// Its name in the batch's folder.
  public var file: String
  public var sha256: String
  public var pages: Int
  public var records: Int
  public var answers: [DomainAnswer]?
  public var unclassified: Int?
  /// For the no-violation edition and the summary of a group: the period covered.
  public var from: String?
  public var through: String?
  public var superseded: [String]
  public var warnings: [String]
  /// The same, in their order; nil in results of earlier releases.
  public var warningsInChinese: [String]?

  init(_ report: Report, _ issued: IssuedReport, file: String, warnings: [Wording]) throws {
    let claims = try ReceivedToken(issued.token).claims
    number = claims.number
    issuedAt = report.identity.issuedAt.description
    self.report = report.kind.rawValue
    title = report.title
    (subject, code) = (claims.subject, claims.ident)
    self.file = file
    sha256 = hexadecimal(issued.sha256)
    pages = issued.pages
    records = report.recordCount
    if let judgement = report.judgement {
      answers = judgement.answers.map {
        DomainAnswer(domain: $0.domain, label: $0.label, outcome: $0.outcome.rawValue, records: $0.count)
      }
      unclassified = judgement.unclassified.count
      (from, through) = (judgement.period.lowerBound.description, judgement.period.upperBound.description)
    }
    if let group = report.group {
      answers = group.domains.enumerated().map { index, domain in
        let answer = group.answer(ofAllIn: index)
        return DomainAnswer(
          domain: domain.key, label: domain.label, outcome: answer.outcome.rawValue, records: answer.count)
      }
      unclassified = group.members.reduce(0) { $0 + $1.unclassified }
      (from, through) = (report.period.lowerBound.description, report.period.upperBound.description)
    }
    superseded = issued.superseded
    let warnings =
      warnings
      + issued.missing.map { missing in
        let code = "U+" + String(missing.scalar.value, radix: 16, uppercase: true)
        return Wording(
          "no font has \(code) (\(missing.count) times)", "字库中没有字符 \(code)（出现 \(missing.count) 次），报告中以方框代替")
      }
    (self.warnings, warningsInChinese) = (warnings.map(\.english), warnings.map(\.chinese))
  }
}
