import Records

/// 公示截止期: a record whose own last day of publicity has passed is withdrawn (domain.md §1.8, §2.3).
struct PublicityEnded: PublicityPolicy {
  let rule = "publicityEnded"
  let label = "公示截止期已过的记录"

  func concerns(_ category: Category) -> Bool {
    category.fields.contains { $0.naming.key == Vocabulary.RecordField.publicityEnd }
  }

  func leavesOut(_ record: Record, of category: Category, on day: CalendarDate) -> Bool {
    guard case .date(let end) = record.fields[Vocabulary.RecordField.publicityEnd] else { return false }
    return end < day
  }
}
