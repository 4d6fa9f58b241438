import Records

/// 信用修复: a repaired record is no longer published (Order 36, article 3: 终止公示; domain.md §1.9).
struct Repaired: PublicityPolicy {
  let rule = "repaired"
  let label = "已完成信用修复的记录"

  func judgement(for category: Category) -> PublicityJudgement? {
    guard let field = category.field(CatalogueKeys.repairStatus) else { return nil }
    return { record, _ in field.choice(of: record.fields[CatalogueKeys.repairStatus]) == CatalogueKeys.repaired }
  }
}
