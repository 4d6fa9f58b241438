import Records

/// One rule on what a public report may show; its file is named after it.
///
/// A policy that is in doubt lets the record show. Whatever it leaves out is counted under its rule.
protocol PublicityPolicy: Sendable {
  /// Key under which omissions are counted, and what to tell the user.
  var rule: String { get }
  var label: String { get }

  /// Whether records of the category can ever be left out by this policy.
  func concerns(_ category: Category) -> Bool

  /// Whether the record is left out of a report on what was known on `day`.
  func leavesOut(_ record: Record, of category: Category, on day: CalendarDate) -> Bool
}

/// The policies of a public report, in the order in which they are asked; the first that leaves a record out counts it.
func publicityPolicies(of catalogue: Catalogue) -> [any PublicityPolicy] {
  [NotPublic(), PublicityEnded(), MaximumPeriod(rules: catalogue.publicityRules)]
}
