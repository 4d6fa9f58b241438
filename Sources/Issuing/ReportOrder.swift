public import CivilTime
import Foundation
public import Records
public import ReportKinds
public import Reports

/// Which report somebody asks for, and on what terms: the options of `xinbao issue`, a row of a batch, the form of the
/// company's own page. Checked only when a report is made by it.
public struct ReportOrder: Sendable, Hashable {
  /// nil: the public report that fits the subject.
  public var kind: Report.Kind?
  /// Key or label of an edition; nil: as configured.
  public var edition: String?
  /// Of public reports: a mask profile; nil: the catalogue's first.
  public var masks: String?
  /// Of public reports; nil: what the catalogue says.
  public var repaired: RepairTreatment?
  /// Path of a template; nil: the one that comes with the report.
  public var template: String?
  /// Of a no-violation report, which cannot be made without.
  public var noViolation: NoViolationTerms?

  public init(
    kind: Report.Kind? = nil, edition: String? = nil, masks: String? = nil, repaired: RepairTreatment? = nil,
    template: String? = nil, noViolation: NoViolationTerms? = nil
  ) {
    (self.kind, self.edition, self.masks, self.repaired) = (kind, edition, masks, repaired)
    (self.template, self.noViolation) = (template, noViolation)
  }
}

/// What a no-violation report is asked (docs/judgement.md).
public struct NoViolationTerms: Sendable, Hashable {
  /// Labels or keys; nil: all domains of the list.
  public var domains: [String]?
  public var period: ClosedRange<CalendarDate>
  public var purpose: Judgement.Purpose
  /// Whom the report is for, as printed on its cover.
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

/// Domains as people write them, with commas of either kind between.
/// - Returns: nil for all of them.
public func domainNames(_ text: String) -> [String]? {
  let names = text.split(whereSeparator: { ",，、;；".contains($0) })
    .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  return names.map { $0.lowercased() } == ["all"] || names == ["全部"] ? nil : names
}

extension Judgement.Purpose {
  /// By key or label.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == name || $0.label == name }) else { return nil }
    self = found
  }

  public static var known: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension Report.Identity {
  /// Number, salt and check code that nobody can guess.
  public static func drawn(at time: BeijingTime, issuer: String) -> Self {
    var generator = SystemRandomNumberGenerator()
    return Self(
      number: ReportNumber(at: time, random: generator.next()), issuedAt: time, issuer: issuer,
      salt: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) },
      checkCode: checkCode(random: generator.next()))
  }
}

extension BeijingTime {
  public static func now() -> BeijingTime {
    BeijingTime(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
