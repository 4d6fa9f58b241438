import Records

/// 公示截止期: a record whose own last day of publicity has passed is withdrawn (domain.md §1.8, §2.3).
struct PublicityEnded: PublicityPolicy {
  let rule = "publicityEnded"
  let label = "公示截止期已过的记录"

  func judgement(for category: Category) -> PublicityJudgement? {
    guard category.field(CatalogueKeys.publicityEnd) != nil else { return nil }
    return { record, context in
      guard case .date(let end) = record.fields[CatalogueKeys.publicityEnd] else { return false }
      return end < context.day
    }
  }
}
