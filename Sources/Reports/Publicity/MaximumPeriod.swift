import CivilTime
import Records

/// The longest period for which a breach is shown, counted from the decision, by the rule in force on that day
/// (domain.md §1.8).
///
/// A record without a readable date is shown: nothing says that its period is over.
struct MaximumPeriod: PublicityPolicy {
  let rule = "maximumPeriod"
  let label = "已超过最长公示期限的记录"

  private let rules: [PublicityRule]

  init(rules: [PublicityRule]) { self.rules = rules }

  func judgement(for category: Category) -> PublicityJudgement? {
    guard let periods = PublicityPeriods(rules: rules, category: category) else { return nil }
    return { record, context in
      guard let decided = periods.decisionDay(of: record), let months = periods.maximumMonths(of: record) else {
        return false
      }
      return decided.adding(months: months) < context.day
    }
  }
}
