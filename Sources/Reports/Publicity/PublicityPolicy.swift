import Records

/// One rule on what a public report may show; its file is named after it.
///
/// A policy that is in doubt lets the record show. Whatever it leaves out is counted under its rule.
protocol PublicityPolicy: Sendable {
  /// Key under which omissions are counted, and what to tell the user.
  var rule: String { get }
  var label: String { get }

  /// Says whether a record of the category is left out of a report on what was known on a day; nil where the policy
  /// never concerns the category.
  func judgement(for category: Category) -> PublicityJudgement?
}

/// Whether a record is left out on a day.
typealias PublicityJudgement = @Sendable (Record, CalendarDate) -> Bool

/// The policies of a public report, in the order in which they are asked; the first that leaves a record out counts it.
func publicityPolicies(of catalogue: Catalogue) -> [any PublicityPolicy] {
  [NotPublic(), Repaired(), PublicityEnded(), MaximumPeriod(rules: catalogue.publicityRules)]
}

extension Category {
  func field(_ key: String) -> Field? { fields.first { $0.naming.key == key } }
}
