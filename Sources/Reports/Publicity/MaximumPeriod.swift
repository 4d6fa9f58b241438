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

  func judgement(for category: Category) -> PublicityJudgement? {
    let rules = rules.filter { $0.categories.contains(category.naming.key) }
    guard !rules.isEmpty, let dateField = category.dateField, let severity = category.field(CatalogueKeys.severity)
    else { return nil }
    return { record, day in
      guard case .date(let decided) = record.fields[dateField],
        let severity = severity.choice(of: record.fields[CatalogueKeys.severity]),
        let months = rules.first(where: { $0.from <= decided })?.maximumMonths[severity]
      else { return false }
      return months == 0 || decided.adding(months: months) < day
    }
  }
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
