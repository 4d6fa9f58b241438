package import CivilTime
package import Records
package import Reports

/// What the form offers a subject: domains, and how far the data reach.
package struct FormOffer: Sendable {
  package var domains: [DomainChoice]
  package var questions: QuestionForm
  /// How far the data of each domain reach.
  package var days: [DomainDays]
  /// The last day of which anything can be known.
  package var lastDay: CalendarDate

  package init(
    domains: [DomainChoice], questions: QuestionForm, days: [DomainDays], lastDay: CalendarDate
  ) {
    (self.domains, self.questions, self.days, self.lastDay) = (domains, questions, days, lastDay)
  }

  /// How far the data of some domains reach together.
  package struct Reach: Equatable {
    /// The last day that all sources of these domains cover; of domains without data, none is counted.
    package var day: CalendarDate
    /// The domains whose data end on that day; empty if no other reaches further.
    package var ending: [DomainDays]
    /// The domains without data: their answer can only be 未归集.
    package var without: [DomainDays]
  }

  package func reach(of domains: [DomainChoice]) -> Reach {
    let asked = days.filter { day in domains.contains { $0.key == day.domain } }
    let day = asked.compactMap(\.through).min() ?? lastDay
    return Reach(
      day: day,
      ending: asked.contains { $0.through.map { $0 > day } ?? false } ? asked.filter { $0.through == day } : [],
      without: asked.filter { $0.through == nil })
  }

  /// The domains that are ticked in a form.
  package func chosen(_ form: [String: String]) -> [DomainChoice] { domains.filter { form[Self.field($0.key)] != nil } }

  /// How many domains are ticked in a form, offered or not.
  package static func count(_ form: [String: String]) -> Int { form.keys.count { $0.hasPrefix(field("")) } }

  package func label(_ domain: String) -> String { domains.first { $0.key == domain }?.label ?? domain }

  /// A long list in groups; a short one in one group without a name. What is in no group comes last.
  package var groups: [(label: String?, domains: [DomainChoice])] {
    guard domains.count > Self.short else { return [(nil, domains)] }
    var left = domains
    var groups: [(label: String?, domains: [DomainChoice])] = []
    for group in questions.groups {
      let members = left.filter { group.domains.contains($0.key) }
      left.removeAll { group.domains.contains($0.key) }
      if !members.isEmpty { groups.append((group.label, members)) }
    }
    if !left.isEmpty { groups.append((groups.isEmpty ? nil : "其他领域", left)) }
    return groups
  }

  /// As many domains are taken in at a glance.
  private static let short = 12

  /// What a new form holds: all domains, three years or the first length offered, through the last day that all cover.
  package var blank: [String: String] {
    var form = Self.ticked(domains)
    let years = questions.years.contains(3) ? 3 : questions.years.first ?? 1
    let period = QuestionForm.period(ofYears: years, through: reach(of: domains).day)
    (form["from"], form["to"]) = (period.lowerBound.description, period.upperBound.description)
    return form
  }

  package static func field(_ domain: String) -> String { "domain." + domain }

  package static func ticked(_ domains: [DomainChoice]) -> [String: String] {
    Dictionary(domains.map { (field($0.key), "on") }, uniquingKeysWith: { $1 })
  }
}
