import CivilTime
import Records

/// 信用修复: a repaired record is no longer published (Order 36, article 3: 终止公示; domain.md §1.9). If a report marks
/// repaired records instead, the same test sets the mark.
///
/// An impossible repair (before the decision, before the minimum period of publicity is over, or after the day of the
/// report) is a contradiction: the record is shown as if it had not been repaired.
struct Repaired: PublicityPolicy {
  let rule = "repaired"
  let label = "已完成信用修复的记录"
  static let mark = "已修复"

  private let rules: [PublicityRule]

  init(rules: [PublicityRule]) { self.rules = rules }

  func judgement(for category: Category) -> PublicityJudgement? {
    guard let field = category.field(CatalogueKeys.repairStatus) else { return nil }
    let periods = PublicityPeriods(rules: rules, category: category)
    return { record, context in
      guard field.choice(of: record.fields[CatalogueKeys.repairStatus]) == CatalogueKeys.repaired else { return false }
      guard case .date(let repaired)? = record.fields[CatalogueKeys.repairedOn] else { return true }
      if repaired > context.day { return false }
      guard let dateField = category.dateField, case .date(let decided)? = record.fields[dateField] else { return true }
      return decided.adding(months: periods?.minimumMonths(of: record) ?? 0) <= repaired
    }
  }
}
