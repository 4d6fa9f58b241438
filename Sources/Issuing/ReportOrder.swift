public import CivilTime
import Foundation
public import Records
public import ReportKinds
public import Reports

/// Which report is wanted, and on what terms: the options of `xinbao issue`, a row of a batch, the form of the
/// company's own page. Checked only when a report is made from it.
public struct ReportOrder: Sendable, Hashable {
  /// nil: the public report that fits the subject.
  public var kind: Report.Kind?
  /// Key or label of an edition; nil: as configured.
  public var edition: String?
  /// For public reports: a mask profile; nil: the catalogue's first.
  public var masks: String?
  /// For public reports; nil: what the catalogue says.
  public var repaired: RepairTreatment?
  /// Path of a template; nil: the one that comes with the report.
  public var template: String?
  /// Required for a no-violation report.
  public var noViolation: NoViolationTerms?

  public init(
    kind: Report.Kind? = nil, edition: String? = nil, masks: String? = nil, repaired: RepairTreatment? = nil,
    template: String? = nil, noViolation: NoViolationTerms? = nil
  ) {
    (self.kind, self.edition, self.masks, self.repaired) = (kind, edition, masks, repaired)
    (self.template, self.noViolation) = (template, noViolation)
  }
}

/// The question that a no-violation report answers (docs/judgement.md).
public struct NoViolationTerms: Sendable, Hashable {
  /// Labels or keys; nil: all domains of the list.
  public var domains: [String]?
  public var period: ClosedRange<CalendarDate>
  public var purpose: Judgement.Purpose
  /// The report's recipient, as printed on its cover.
  public var recipient: String?
  /// What counts as a violation; nil: as configured.
  public var profile: String?
  /// The list of domains; nil: as configured.
  public var list: String?

  public init(
    domains: [String]?, period: ClosedRange<CalendarDate>, purpose: Judgement.Purpose, recipient: String? = nil,
    profile: String? = nil, list: String? = nil
  ) {
    (self.domains, self.period, self.purpose) = (domains, period, purpose)
    (self.recipient, self.profile, self.list) = (recipient, profile, list)
  }
}

/// Splits domains as people write them, with Chinese or Western separators.
/// - Returns: nil for all of them.
public func domainNames(_ text: String) -> [String]? {
  let names = text.split(whereSeparator: { ",，、;；".contains($0) })
    .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  return names.map { $0.lowercased() } == ["all"] || names == ["全部"] ? nil : names
}

extension Judgement.Purpose {
  /// Finds a case by key or label.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == name || $0.label == name }) else { return nil }
    self = found
  }

  public static var known: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
