import CivilTime
public import Records
import Rendering
public import ReportKinds
public import Reports

/// Makes reports to order. The preparation that an edition or a question needs is done once for all equal orders,
/// whichever task they come from.
public final class ReportMaker: Sendable {
  public let catalogue: Catalogue
  private let defaults: Defaults
  private let publicBuilders = Shelf<PublicTerms, ReportBuilder>()
  private let noViolationBuilders = Shelf<NoViolationKey, NoViolationBuilder>()

  private struct PublicTerms: Hashable {
    var kind: Report.Kind
    var edition: String
    var masks: String?
    var repaired: RepairTreatment?
  }
  private struct NoViolationKey: Hashable {
    var kind: Report.Kind
    var edition: String
    var terms: NoViolationTerms
  }

  /// Used where an order does not say otherwise. Each is a key or label of the catalogue.
  public struct Defaults: Sendable, Equatable {
    /// The edition of the report standard.
    public var edition: String
    /// For no-violation reports: the list of domains, and what counts as a violation.
    public var list: String, profile: String

    public init(edition: String, list: String, profile: String) {
      (self.edition, self.list, self.profile) = (edition, list, profile)
    }
  }

  public init(catalogue: Catalogue, defaults: Defaults) { (self.catalogue, self.defaults) = (catalogue, defaults) }

  /// The kind of report that an order means for a subject.
  public func kind(of order: ReportOrder, for file: CreditFile) -> Report.Kind {
    if let kind = order.kind { return kind }
    let kind = catalogue.subjectKinds.first { $0.naming.key == file.subject.kind }
    return Report.Kind(publicReportOf: StandardReport(ofPerson: kind?.isPerson == true))
  }

  /// - Throws: `ReportError`, `NoViolationError`.
  public func report(_ order: ReportOrder, on file: CreditFile, identity: Report.Identity) throws -> Report {
    try builder(kind(of: order, for: file), order).report(file, identity)
  }

  /// Checks that reports can be made to an order at all, whatever the credit file says, so that this is known before a
  /// day's work begins.
  /// - Throws: `ReportError`, `NoViolationError` for names that the catalogue does not have, and terms that do not fit.
  public func check(_ order: ReportOrder) throws {
    _ = try builder(order.kind ?? Report.Kind(publicReportOf: .enterprise), order)
  }

  private struct Builder {
    var report: (CreditFile, Report.Identity) throws -> Report
  }

  /// The builder for a kind of report and an order: one for each way of making reports.
  private func builder(_ kind: Report.Kind, _ order: ReportOrder) throws -> Builder {
    let edition = order.edition ?? defaults.edition
    switch kind.making {
    case .edition:
      let terms = PublicTerms(kind: kind, edition: edition, masks: order.masks, repaired: order.repaired)
      let builder = try publicBuilder(terms)
      return Builder { try builder.report(on: $0, identity: $1) }
    case .judgement:
      guard let terms = order.noViolation else { throw NoViolationError.noTerms }
      let builder = try noViolationBuilder(NoViolationKey(kind: kind, edition: edition, terms: terms))
      return Builder { try builder.report(on: $0, identity: $1) }
    case .summary: throw ReportError.summaryOfFile
    }
  }

  private func publicBuilder(_ terms: PublicTerms) throws -> ReportBuilder {
    try publicBuilders.value(for: terms) {
      try ReportBuilder(
        catalogue: catalogue, report: terms.kind, edition: terms.edition,
        options: .init(masks: terms.masks, repaired: terms.repaired))
    }
  }

  /// For the question of an issued report; nil: the catalogue no longer has what it names.
  func noViolationBuilder(
    listVersion: UInt16, bits: [Int], profile: UInt16, period: ClosedRange<CalendarDate>
  ) -> NoViolationBuilder? {
    NoViolationQuestion(
      catalogue: catalogue, listVersion: listVersion, bits: bits, profile: profile, period: period
    ).flatMap { try? NoViolationBuilder(catalogue: catalogue, edition: defaults.edition, question: $0) }
  }

  private func noViolationBuilder(_ key: NoViolationKey) throws -> NoViolationBuilder {
    try noViolationBuilders.value(for: key) {
      let terms = key.terms
      let question = try NoViolationQuestion(
        catalogue: catalogue, list: terms.list ?? defaults.list, domains: terms.domains, period: terms.period,
        purpose: terms.purpose, recipient: terms.recipient, profile: terms.profile ?? defaults.profile)
      return try NoViolationBuilder(
        catalogue: catalogue, report: key.kind, edition: key.edition, question: question)
    }
  }
}
