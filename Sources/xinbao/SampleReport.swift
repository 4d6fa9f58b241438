import CivilTime
import Installation
import Issuing
import Records
import ReportKinds
import Reports

/// A report of any kind on a credit file, for previews: values that the file lacks and a user would be asked for are
/// filled in.
struct SampleReport {
  var catalogue: Catalogue
  var configuration: Configuration
  /// Nil: the configured one.
  var edition: String?

  func report(_ kind: Report.Kind, on file: CreditFile) throws -> Report {
    let identity = Report.Identity(
      number: ReportNumber(at: file.asOf, random: 0), issuedAt: file.asOf, issuer: "样张（不具证明作用）",
      salt: [UInt8](repeating: 0, count: 16))
    if kind.making == .summary {
      // The subject and, in the absence of others, itself again as its own subsidiary.
      let issuer = try report(.noViolation, on: file)
      var subsidiary = issuer
      subsidiary.subject.name += "（样张：子公司）"
      subsidiary.subject.code = "样张代码"
      let digest = [UInt8](repeating: 0, count: 32)
      return try Report(
        summaryOf: [
          .init(role: .issuer, report: issuer, digest: digest),
          .init(role: .subsidiary, report: subsidiary, digest: digest),
        ], identity: identity)
    }
    let terms = NoViolationTerms(
      domains: nil, period: threeYears(before: file.asOf.date), purpose: .listing, recipient: "示例证券交易所")
    return try ReportMaker(catalogue: catalogue, defaults: configuration.reportDefaults)
      .report(
        ReportOrder(kind: kind, edition: edition, noViolation: kind.making == .judgement ? terms : nil), on: file,
        identity: identity)
  }

  /// The period that most listings ask about, up to the last day that was gathered completely.
  private func threeYears(before day: CalendarDate) -> ClosedRange<CalendarDate> {
    let last = CalendarDate(daysSince1970: day.daysSince1970 - 1)
    // 29 February does not exist three years earlier.
    let first = CalendarDate(year: day.year - 3, month: day.month, day: min(day.day, day.month == 2 ? 28 : 31))
    return (first ?? last)...last
  }
}
