import Records

/// 公开类型: a public report prints only what is 可向社会公开 (domain.md §1.9).
///
/// A record that does not say its type is public, as the exchange tables without that field are. One whose type is not
/// understood is not: what was meant to be withheld must not show because of a misspelling, of which the reader warns.
struct NotPublic: PublicityPolicy {
  let rule = "notPublic"
  let label = "公开类型不是“可向社会公开”的记录"

  func judgement(for category: Category) -> PublicityJudgement? {
    guard let field = category.field(CatalogueKeys.publicityType) else { return nil }
    return { record, _ in
      guard let type = record.fields[CatalogueKeys.publicityType] else { return false }
      return field.choice(of: type) != CatalogueKeys.publicType
    }
  }
}
