import Records

/// The longest period for which a breach shows, counted from the decision, by the rule in force on that day
/// (domain.md §1.8).
///
/// Applies only where the record says both its date and its severity; the amounts that part the severities are not
/// known (domain.md §7), so they are never guessed from the text.
struct MaximumPeriod: PublicityPolicy {
  let rule = "maximumPeriod"
  let label = "已超过最长公示期限的记录"

  /// Latest first.
  private let rules: [PublicityRule]

  init(rules: [PublicityRule]) { self.rules = rules.sorted { $0.from > $1.from } }

  func concerns(_ category: Category) -> Bool {
    category.dateField != nil
      && category.fields.contains { $0.naming.key == Vocabulary.RecordField.severity }
      && rules.contains { $0.categories.contains(category.naming.key) }
  }

  func leavesOut(_ record: Record, of category: Category, on day: CalendarDate) -> Bool {
    guard let dateField = category.dateField, case .date(let decided) = record.fields[dateField],
      case .text(let severity) = record.fields[Vocabulary.RecordField.severity],
      let key = Self.severities[severity],
      let rule = rules.first(where: { $0.from <= decided && $0.categories.contains(category.naming.key) }),
      let months = rule.maximumMonths[key]
    else { return false }
    return months == 0 || decided.adding(months: months) < day
  }

  private static let severities = ["轻微": "minor", "一般": "general", "严重": "serious"]
}

extension CalendarDate {
  /// The same day of a later month, or that month's last day where it has no such day.
  func adding(months: Int) -> CalendarDate {
    let month = year * 12 + self.month - 1 + months
    for day in stride(from: self.day, to: 0, by: -1) {
      if let date = CalendarDate(year: month / 12, month: month % 12 + 1, day: day) { return date }
    }
    return self
  }
}
