import CivilTime
import Records

/// One rule on what a public report may show; its file is named after it.
///
/// A policy that is in doubt lets the record show, but for what protects persons. Whatever it leaves out is counted under
/// its rule.
protocol PublicityPolicy: Sendable {
  /// Key under which omissions are counted, and what to tell the user.
  var rule: String { get }
  var label: String { get }

  /// Says whether a record of the category is left out of a report; nil where the policy never concerns the category.
  func judgement(for category: Category) -> PublicityJudgement?
}

/// What policies go by beside the record itself.
struct PublicityContext: Sendable {
  /// On which the report is issued.
  var day: CalendarDate
  /// Of the subject, where it is a person.
  var birth: CalendarDate?
}

/// Whether a record is left out.
typealias PublicityJudgement = @Sendable (Record, PublicityContext) -> Bool

/// The policies of a public report, in the order in which they are asked; the first that leaves a record out counts it.
func publicityPolicies(of catalogue: Catalogue, repaired: RepairTreatment) -> [any PublicityPolicy] {
  let rules = catalogue.publicityRules
  let repairs: [any PublicityPolicy] = repaired == .omit ? [Repaired(rules: rules)] : []
  return [Minors(), NotPublic()] + repairs + [
    PublicityEnded(), SlightBreach(rules: rules), MaximumPeriod(rules: rules),
  ]
}

extension Category {
  func field(_ key: String) -> Field? { fields.first { $0.naming.key == key } }
}
