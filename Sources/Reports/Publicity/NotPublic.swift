import Records

/// 公开类型: a public report prints only what is 可向社会公开 (domain.md §1.9).
///
/// A record that does not say its type is public: most categories have no such field.
struct NotPublic: PublicityPolicy {
  let rule = "notPublic"
  let label = "公开类型不是“可向社会公开”的记录"

  func concerns(_ category: Category) -> Bool {
    category.fields.contains { $0.naming.key == Vocabulary.RecordField.disclosure }
  }

  func leavesOut(_ record: Record, of category: Category, on day: CalendarDate) -> Bool {
    guard let type = record.fields[Vocabulary.RecordField.disclosure] else { return false }
    return type != .text("可向社会公开")
  }
}
