import CivilTime
import Issuing
import Records
import Registry
import ReportKinds
import Reports
import Typesetting

/// What the command reports about a report that it issued.
struct IssueOutcome: Encodable {
  struct Omission: Encodable {
    var rule: String, label: String
    var count: Int
    var unit: String

    /// `1 record`, `2 values`
    fileprivate var shown: String { "\(count) \(count == 1 ? String(unit.dropLast()) : unit)" }
  }
  /// For a no-violation report: one for each domain that was asked about.
  struct DomainAnswer: Encodable {
    var domain: String, label: String
    /// clean, records, no-data or undetermined
    var outcome: String
    var records: Int
    var reasons: [String]
  }
  struct Statement: Encodable {
    var from: String, through: String
    var purpose: String
    var recipient: String?
    var profile: String, catalogue: String
    var answers: [DomainAnswer]
    var unclassified: Int
    /// Labels of the categories that count but that none of the queried sources delivers.
    var notQueried: [String]
    /// deliveries or declared
    var coverageBasis: String
  }
  var file: String
  var title: String, edition: String
  var subject: String, code: String
  var number: String, issuedAt: String
  /// As printed: `ABCD-EFGH`.
  var checkCode: String?
  var pages: Int, records: Int
  /// Numbers of the earlier reports that this one replaces.
  var superseded: [String]
  /// Numbers of other reports on the subject whose data are found to have changed since; and to be as they were again.
  var dataChanged: [String], dataUnchanged: [String]
  var link: String
  var noViolation: Statement?
  var omissions: [Omission]
  var missingCharacters: [String]
  var warnings: [String]
  var notes: [String]

  init(path: String, report: Report, issued: IssuedReport, warnings: [Diagnostic], notes: [String]) {
    file = path
    title = report.title
    edition = report.edition
    subject = report.subject.name
    code = report.subject.code
    number = report.identity.number.description
    checkCode = report.identity.printedCheckCode
    issuedAt = report.identity.issuedAt.description
    pages = issued.pages
    superseded = issued.superseded
    dataChanged = issued.changed.filter { $0.changedOn != nil }.map(\.number)
    dataUnchanged = issued.changed.filter { $0.changedOn == nil }.map(\.number)
    records = report.recordCount
    link = issued.link
    noViolation = report.judgement.map { Statement($0, basis: report.coverageBasis) }
    omissions = report.omissions.map {
      Omission(rule: $0.rule, label: $0.label, count: $0.count, unit: $0.unit.rawValue)
    }
    missingCharacters = issued.missing.map(Self.message)
    self.warnings = warnings.map(\.description)
    self.notes = notes
  }

  private static func message(_ missing: MissingCharacter) -> String {
    let name = "U+" + String(missing.scalar.value, radix: 16, uppercase: true)
    let shown =
      missing.scalar.properties.isVariationSelector
      ? "the character before it is shown in its plain form" : "it is shown as a box with its code point"
    return "no font has \(name) (\(missing.count) times); \(shown)"
  }

  var text: String {
    var lines = [
      "\(file): \(title), \(pages) pages, \(records) records",
      "  subject  \(subject) (\(code))",
      "  number   \(number), check code \(checkCode ?? "none"), issued \(issuedAt), edition \(edition)",
    ]
    if let noViolation { lines += noViolation.lines }
    if !superseded.isEmpty { lines.append("  replaces \(superseded.joined(separator: ", "))") }
    if !dataChanged.isEmpty { lines.append("  data changed since \(dataChanged.joined(separator: ", "))") }
    if !dataUnchanged.isEmpty { lines.append("  data as before in \(dataUnchanged.joined(separator: ", "))") }
    for omission in omissions { lines.append("  left out \(omission.shown): \(omission.label)") }
    if !warnings.isEmpty { lines.append("  warnings \(warnings.count), shown above") }
    for note in notes { lines.append("  note     \(note)") }
    return lines.joined(separator: "\n")
  }
}

extension IssueOutcome.Statement {
  init(_ judgement: Judgement, basis: CoverageBasis) {
    from = judgement.period.lowerBound.description
    through = judgement.period.upperBound.description
    purpose = judgement.purpose.rawValue
    recipient = judgement.recipient
    profile = judgement.profile.key
    catalogue = judgement.list.key
    answers = judgement.answers.map {
      IssueOutcome.DomainAnswer(
        domain: $0.domain, label: $0.label, outcome: $0.outcome.rawValue, records: $0.count, reasons: $0.reasons)
    }
    unclassified = judgement.unclassified.count
    notQueried = judgement.notQueried.map(\.label)
    coverageBasis = basis.rawValue
  }

  /// Clean domains on one line, each other domain on its own line with its reasons.
  fileprivate var lines: [String] {
    var lines = ["  period   \(from) to \(through), profile \(profile), domains of \(catalogue)"]
    let clean = answers.filter { $0.outcome == Judgement.Answer.Outcome.clean.rawValue }
    lines.append("  clean    \(clean.count) of \(answers.count) domains: \(clean.map(\.label).joined(separator: "、"))")
    for answer in answers where answer.outcome != Judgement.Answer.Outcome.clean.rawValue {
      let count = answer.records > 0 ? " (\(answer.records))" : ""
      let reasons = answer.reasons.isEmpty ? "" : ": \(answer.reasons.joined(separator: "；"))"
      lines.append("  \(answer.outcome) \(answer.label)\(count)\(reasons)")
    }
    if !notQueried.isEmpty {
      lines.append("  未纳入查询 \(notQueried.joined(separator: "、")): no source that was asked owes them")
    }
    lines.append("  coverage \(coverageBasis)")
    if unclassified > 0 { lines.append("  未归类   \(unclassified) records that fit no domain for sure") }
    return lines
  }
}
