public import Records
import Rendering
public import Reports

/// Makes reports to order. What an edition or a question takes to prepare is prepared once for all orders alike, whichever
/// task they come from.
public final class ReportMaker: Sendable {
  public let catalogue: Catalogue
  private let defaults: Defaults
  private let publicBuilders = Shelf<PublicTerms, ReportBuilder>()
  private let noViolationBuilders = Shelf<NoViolationKey, NoViolationBuilder>()

  private struct PublicTerms: Hashable {
    var isPersonal: Bool
    var edition: String
    var masks: String?
    var repaired: RepairTreatment?
  }
  private struct NoViolationKey: Hashable {
    var edition: String
    var terms: NoViolationTerms
  }

  /// What an order goes by that does not say it. Each is a key or label of the catalogue.
  public struct Defaults: Sendable, Equatable {
    /// The edition of the report standard.
    public var edition: String
    /// Of no-violation reports: the list of domains, and what counts as a violation.
    public var list: String, profile: String

    public init(edition: String, list: String, profile: String) {
      (self.edition, self.list, self.profile) = (edition, list, profile)
    }
  }

  public init(catalogue: Catalogue, defaults: Defaults) { (self.catalogue, self.defaults) = (catalogue, defaults) }

  /// Which report an order means for a subject.
  public func kind(of order: ReportOrder, for file: CreditFile) -> Report.Kind {
    if let kind = order.kind { return kind }
    let kind = catalogue.subjectKinds.first { $0.naming.key == file.subject.kind }
    return kind?.isPerson == true ? .personal : .enterprise
  }

  /// - Throws: `ReportError`, `NoViolationError`.
  public func report(_ order: ReportOrder, on file: CreditFile, identity: Report.Identity) throws -> Report {
    let edition = order.edition ?? defaults.edition
    switch kind(of: order, for: file) {
    case .noViolation:
      guard let terms = order.noViolation else { throw NoViolationError.noTerms }
      return try noViolationBuilder(NoViolationKey(edition: edition, terms: terms))
        .report(on: file, identity: identity)
    case .enterprise:
      return try builder(of: order, isPersonal: false, edition).report(on: file, identity: identity)
    case .group: throw ReportError.summaryOfFile
    case .personal:
      return try builder(of: order, isPersonal: true, edition).report(on: file, identity: identity)
    }
  }

  /// That reports can be made to an order at all, whatever is on file: told before a day's work is begun.
  /// - Throws: `ReportError`, `NoViolationError` for names that the catalogue does not have, and terms that do not fit.
  public func check(_ order: ReportOrder) throws {
    let edition = order.edition ?? defaults.edition
    switch order.kind {
    case .noViolation:
      guard let terms = order.noViolation else { throw NoViolationError.noTerms }
      _ = try noViolationBuilder(NoViolationKey(edition: edition, terms: terms))
    case .enterprise, nil: _ = try builder(of: order, isPersonal: false, edition)
    case .personal: _ = try builder(of: order, isPersonal: true, edition)
    case .group: throw ReportError.summaryOfFile
    }
  }

  private func builder(of order: ReportOrder, isPersonal: Bool, _ edition: String) throws -> ReportBuilder {
    let terms = PublicTerms(
      isPersonal: isPersonal, edition: edition, masks: order.masks, repaired: order.repaired)
    return try publicBuilders.value(for: terms) {
      try ReportBuilder(
        catalogue: catalogue, report: isPersonal ? .personal : .enterprise, edition: edition,
        options: .init(masks: terms.masks, repaired: terms.repaired))
    }
  }

  private func noViolationBuilder(_ key: NoViolationKey) throws -> NoViolationBuilder {
    try noViolationBuilders.value(for: key) {
      let terms = key.terms
      let question = try NoViolationQuestion(
        catalogue: catalogue, list: terms.list ?? defaults.list, domains: terms.domains, period: terms.period,
        purpose: terms.purpose, recipient: terms.recipient, profile: terms.profile ?? defaults.profile)
      return try NoViolationBuilder(catalogue: catalogue, edition: key.edition, question: question)
    }
  }
}
