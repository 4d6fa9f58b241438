import Records

/// 轻微失信: a breach for which the rule in force on the day of the decision provides no publicity at all (Order 36,
/// domain.md §1.8).
struct SlightBreach: PublicityPolicy {
  let rule = "slightBreach"
  let label = "轻微失信、依规定不予公示的记录"

  private let rules: [PublicityRule]

  init(rules: [PublicityRule]) { self.rules = rules }

  func judgement(for category: Category) -> PublicityJudgement? {
    guard let periods = PublicityPeriods(rules: rules, category: category) else { return nil }
    return { record, _ in periods.maximumMonths(of: record) == 0 }
  }
}
