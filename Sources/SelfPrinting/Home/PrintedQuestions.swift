import Attestation
import CivilTime
import FileFormats
import OfflineVerification
import Records
import Registry
import ReportKinds
import Verifying

/// Reads the questions of issued reports out of their tokens.
struct PrintedQuestions: Sendable {
  /// The names of the bits of a token's masks.
  let names: TokenNames
  /// The domains of each list, by the list's version and the domain's bit.
  private let lists: [UInt16: [(bit: Int, domain: DomainChoice)]]

  init(_ catalogue: Catalogue) {
    names = TokenNames(of: catalogue)
    let labels = Dictionary(catalogue.domains.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { $1 })
    lists = Dictionary(
      catalogue.domainLists.map { list in
        (
          list.version,
          list.entries.map { ($0.bit, DomainChoice(key: $0.domain, label: labels[$0.domain] ?? $0.domain)) }
        )
      }, uniquingKeysWith: { $1 })
  }

  /// Nil for a report that answers no question.
  func question(of report: RegisteredReport) -> PrintedQuestion? {
    guard report.kind.making == .judgement, let claims = claims(of: report) else { return nil }
    let asked = Set(DomainAnswers.bits(of: claims.domains.asked))
    let conclusion = Conclusion(claims, names)
    let recipient = claims.terms?.recipient
    return PrintedQuestion(
      domains: (lists[claims.catalogueVersion] ?? []).filter { asked.contains($0.bit) }.map(\.domain),
      period: CalendarDate(
        daysSince1970: claims.days.lowerBound)...CalendarDate(
          daysSince1970: claims.days.upperBound),
      purpose: claims.terms.flatMap { ReportPurpose(number: $0.purpose) }, recipient: recipient?.name,
      isRecipientCut: recipient?.isCut ?? false, outcome: conclusion.outcome, text: conclusion.text,
      scope: conclusion.scope)
  }

  /// `<名称>-<报告名>-<编号>`, without the extension. A person's name is masked, as everywhere outside of the report.
  func fileName(of report: RegisteredReport) -> String {
    let tail = "-\(FileNameText.safe(report.kind.title))-\(report.number)"
    return FileNameText.fitted("", subject: claims(of: report)?.subject ?? "", tail)
  }

  private func claims(of report: RegisteredReport) -> ReportClaims? { try? ReceivedToken(report.token).claims }
}
