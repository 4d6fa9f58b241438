import CivilTime
import Records

/// The minimum and maximum period of publicity that the rules set for a record of one category.
///
/// The rule is the one in force on the day of the decision. The severity is the one that the record states; otherwise
/// it follows from the kinds of penalty and the procedure, as the rule's classes say. If these do not settle it (the
/// amounts that separate the severities are not known, domain.md §7), the longest period of the rule counts.
struct PublicityPeriods: Sendable {
  /// Latest first.
  private let rules: [PublicityRule]
  private let dateField: String
  private let severity: Field?
  private let procedure: Field?

  /// Nil if no rule applies to the category, or if its decisions have no date.
  init?(rules: [PublicityRule], category: Category) {
    let rules = rules.filter { $0.categories.contains(category.naming.key) }.sorted { $0.from > $1.from }
    guard !rules.isEmpty, let dateField = category.dateField else { return nil }
    (self.rules, self.dateField) = (rules, dateField)
    (severity, procedure) = (category.field(CatalogueKeys.severity), category.field(CatalogueKeys.procedure))
  }

  func decisionDay(of record: Record) -> CalendarDate? {
    guard case .date(let day)? = record.fields[dateField] else { return nil }
    return day
  }

  /// 0: not shown at all; nil: no rule was in force.
  func maximumMonths(of record: Record) -> Int? {
    guard let rule = rule(for: record) else { return nil }
    let periods = severities(of: record, by: rule).map { rule.maximumMonths[$0] }
    return periods.isEmpty || periods.contains(nil) ? rule.maximumMonths.values.max() : periods.compactMap(\.self).max()
  }

  /// The earliest possible repair: the shortest minimum among the severities that the record may have.
  func minimumMonths(of record: Record) -> Int? {
    guard let rule = rule(for: record) else { return nil }
    let severities = severities(of: record, by: rule)
    return severities.isEmpty
      ? rule.minimumMonths.values.min() : severities.map { rule.minimumMonths[$0] ?? 0 }.min()
  }

  private func rule(for record: Record) -> PublicityRule? {
    decisionDay(of: record).flatMap { day in rules.first { $0.from <= day } }
  }

  /// The stated severity and those implied by its kinds, if they contradict each other; empty: not known.
  private func severities(of record: Record, by rule: PublicityRule) -> [String] {
    let given = record.fields[CatalogueKeys.severity]
    let stated = severity?.choice(of: given)
    if given != nil, stated == nil { return [] }
    let kinds = penaltyKinds(record.fields[CatalogueKeys.penaltyKind]?.text ?? "")
    let procedure = procedure?.choice(of: record.fields[CatalogueKeys.procedure])
    let classes = rule.classes.filter { $0.holds(for: kinds, procedure: procedure) }
    // A stated severity can only be raised, by a kind that is grave: even a warning may be serious.
    guard let stated else { return classes.map(\.severity) }
    return [stated] + classes.filter { !$0.any.isEmpty }.map(\.severity)
  }
}

/// One value of 处罚类别 may contain several kinds (domain.md §2.3).
func penaltyKinds(_ text: String) -> [String] {
  text.split { "、,，;；/+和\n ".contains($0) }.map { foldedName(String($0)) }
}

extension PublicityRule.Class {
  fileprivate func holds(for kinds: [String], procedure given: String?) -> Bool {
    if let procedure, procedure != given { return false }
    if kinds.isEmpty { return false }
    if !only.isEmpty { return kinds.allSatisfy { kind in only.contains { foldedName($0) == kind } } }
    return kinds.contains { kind in any.contains { kind.contains(foldedName($0)) } }
  }
}
