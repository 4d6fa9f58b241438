import Issuing
import Records
import Reports
import Typesetting

/// What the command tells of a report that it issued.
struct IssueOutcome: Encodable {
  struct Omission: Encodable {
    var rule: String, label: String
    var count: Int
    var unit: String
  }
  var file: String
  var title: String, edition: String
  var subject: String, code: String
  var number: String, issuedAt: String
  var pages: Int, records: Int
  var link: String
  var omissions: [Omission]
  var missingCharacters: [String]
  var warnings: [String]
  var notes: [String]

  init(path: String, report: Report, printed: Press.PrintedReport, warnings: [Diagnostic], notes: [String]) {
    file = path
    title = report.title
    edition = report.edition
    subject = report.subject.name
    code = report.subject.code
    number = report.identity.number.description
    issuedAt = report.identity.issuedAt.description
    pages = printed.pageCount
    records = report.recordCount
    link = printed.link
    omissions = report.omissions.map {
      Omission(rule: $0.rule, label: $0.label, count: $0.count, unit: $0.unit.rawValue)
    }
    missingCharacters = printed.missing.map(Self.message)
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
      "  number   \(number), issued \(issuedAt), edition \(edition)",
    ]
    for omission in omissions { lines.append("  left out \(omission.count) \(omission.unit): \(omission.label)") }
    if !warnings.isEmpty { lines.append("  warnings \(warnings.count), shown above") }
    for note in notes { lines.append("  note     \(note)") }
    return lines.joined(separator: "\n")
  }
}
