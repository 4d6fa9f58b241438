import CivilTime
import Records

/// One rule on what a public report may show; its file has its name.
///
/// In doubt a policy shows the record, unless it protects persons. Everything that it leaves out is counted under its
/// rule.
protocol PublicityPolicy: Sendable {
  /// The key under which omissions are counted, and the text for the user.
  var rule: String { get }
  var label: String { get }

  /// Whether a record of the category is left out of a report; nil: the policy never concerns the category.
  func judgement(for category: Category) -> PublicityJudgement?
}

/// What policies consider besides the record itself.
struct PublicityContext: Sendable {
  /// The day on which the report is issued.
  var day: CalendarDate
  /// The birth date of the subject, if it is a person.
  var birth: CalendarDate?
}

/// Whether a record is left out.
typealias PublicityJudgement = @Sendable (Record, PublicityContext) -> Bool

/// The policies of a public report, in the order of evaluation; the first that leaves a record out counts it.
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
