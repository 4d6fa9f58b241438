import Records

/// 公开类型: a public report prints only what is 可向社会公开 (domain.md §1.9).
///
/// A record that does not state its type is public, as in exchange tables without that field. A record whose type is
/// not understood is withheld: a misspelling must not publish what was meant to stay secret. The reader warns of it.
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
