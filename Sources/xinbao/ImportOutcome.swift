import Foundation
import Importing

/// What the command reports about an import.
struct ImportOutcome: Encodable {
  var summary: ImportSummary
  var folder: String
  var quality: String
  var rejected: String?
  /// Years for which the working days are known.
  var calendarYears: [Int]

  init(summary: ImportSummary, folder: String, quality: String, rejected: String?, calendar: WorkingCalendar) {
    (self.summary, self.folder, self.quality, self.rejected) = (summary, folder, quality, rejected)
    calendarYears = calendar.years.sorted()
  }

  private enum CodingKeys: String, CodingKey {
    case folder, quality, rejected, calendarYears, rows, records, rejectedRows, rowsWithoutData
  }

  func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(folder, forKey: .folder)
    try container.encode(quality, forKey: .quality)
    try container.encodeIfPresent(rejected, forKey: .rejected)
    try container.encode(calendarYears, forKey: .calendarYears)
    try container.encode(summary.rows, forKey: .rows)
    try container.encode(summary.records, forKey: .records)
    try container.encode(summary.rejected, forKey: .rejectedRows)
    try container.encode(summary.noData, forKey: .rowsWithoutData)
  }

  var text: String {
    var lines = [
      "\(folder): \(summary.subjects) credit files, as of \(summary.asOf)",
      "  \(summary.rows) rows = \(summary.records) records + \(summary.rejected) rejected",
    ]
    for table in summary.tables {
      let encoding = table.encoding.map { ", \($0)" } ?? ""
      let mapping = table.mapping.map { ", read as \($0)" } ?? ""
      let hidden = table.isHidden ? ", in a hidden sheet" : ""
      let noData = table.noData > 0 ? ", \(table.noData) more without data" : ""
      lines.append(
        "  table    \(table.file): \(table.category), \(table.rows) rows\(noData), head in row \(table.headRow)\(encoding)\(mapping)\(hidden)"
      )
    }
    for sheet in summary.skippedSheets {
      lines.append("  skipped  \(sheet): no row looks like the head of a table of records")
    }
    for category in summary.categories {
      lines.append(
        "  category \(category.category): \(category.records) records, \(category.rejected) rejected, "
          + "\(category.compliant) without defect, \(category.timely) in time, \(category.late) late, "
          + "\(category.notJudged) not judged")
    }
    lines.append("  subjects " + counts(summary.kinds, unit: " rows"))
    lines.append("  合规率   " + measure(summary.compliance))
    lines.append("  及时率   " + measure(summary.timeliness))
    lines.append("  瞒报     not to be seen in the tables: compare them with the authorities' own registers")
    if !summary.missingYears.isEmpty {
      let years = summary.missingYears.map(String.init).joined(separator: ", ")
      lines.append("           no working days are known for \(years): add them to templates/calendar/holidays.yaml")
    }
    if !summary.defects.isEmpty { lines.append("  defects  " + counts(summary.defects)) }
    if !summary.notices.isEmpty { lines.append("  notices  " + counts(summary.notices)) }
    for group in summary.uncoded.prefix(10) {
      let codes =
        group.codesOfSameName.isEmpty ? "" : "; the same name has \(group.codesOfSameName.joined(separator: ", "))"
      lines.append("  no code  \(group.name): \(group.rows) rows\(codes)")
    }
    if summary.uncoded.count > 10 {
      lines.append("  no code  \(summary.uncoded.count - 10) names more: see rejected.csv")
    }
    lines.append("  see      \(quality)" + (rejected.map { ", \($0)" } ?? ""))
    return lines.joined(separator: "\n")
  }

  private func counts(_ counts: [String: Int], unit: String = "") -> String {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)\(unit)" }
      .joined(separator: ", ")
  }

  private func measure(_ measure: ImportSummary.Measure) -> String {
    guard let percent = measure.percent, let isMet = measure.isMet else {
      return "cannot be judged: no row has both a day of decision and one of receipt"
    }
    // Truncated, not rounded: 98.996 % is not 99.00 %.
    let shown = String(format: "%.2f", (percent * 100).rounded(.down) / 100)
    let target = String(format: "%g", measure.target)
    return "\(shown) % (\(measure.part) of \(measure.whole)), target \(target) %: \(isMet ? "met" : "not met")"
  }
}
