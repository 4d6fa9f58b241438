public import Records

/// Says what a public report on a subject holds: sections of an edition, each value as text.
///
/// Made once for an edition and used for any number of files, from any number of tasks. Records and values that a rule
/// leaves out are counted in ``Report/omissions``; everything else of the file is in the report.
public struct ReportBuilder: Sendable {
  private let catalogue: Catalogue
  private let edition: Edition
  private let sections: [SectionPlan]
  private let policies: [any PublicityPolicy]

  private struct SectionPlan: Sendable {
    var section: Edition.Section
    var categories: [CategoryPlan]
  }

  private struct CategoryPlan: Sendable {
    var category: Category
    /// Of the policies that concern the category, each with its index.
    var judgements: [(policy: Int, leavesOut: PublicityJudgement)]
  }

  /// - Parameter edition: key, label or another name of an edition of the catalogue.
  /// - Throws: an unknown edition, or one whose sections and the catalogue's categories do not fit together.
  public init(catalogue: Catalogue, edition name: String) throws(ReportError) {
    guard let edition = catalogue.editions.first(where: { $0.naming.names.contains(name) }) else {
      throw .unknownEdition(name, known: catalogue.editions.map(\.naming.key))
    }
    let policies = publicityPolicies(of: catalogue)
    var placed: Set<String> = []
    var plans: [SectionPlan] = []
    for section in edition.sections {
      var plan = SectionPlan(section: section, categories: [])
      if case .records(let keys) = section.content {
        for key in keys {
          guard let category = catalogue.categories.first(where: { $0.naming.key == key }) else {
            throw .unknownCategory(key, section: section.naming.key, edition: edition.naming.key)
          }
          guard placed.insert(key).inserted else {
            throw .repeatedCategory(key, section: section.naming.key, edition: edition.naming.key)
          }
          let judgements = policies.enumerated().compactMap { index, policy in
            policy.judgement(for: category).map { (policy: index, leavesOut: $0) }
          }
          plan.categories.append(CategoryPlan(category: category, judgements: judgements))
        }
      }
      plans.append(plan)
    }
    (self.catalogue, self.edition, self.sections, self.policies) = (catalogue, edition, plans, policies)
  }

  /// The report on a file. Nothing of the file is lost: it is in the report or counted in its omissions.
  public func report(on file: CreditFile, identity: Report.Identity) -> Report {
    let kind = catalogue.subjectKinds.first { $0.naming.key == file.subject.kind }
    let isPerson = kind?.isPerson ?? false
    var tally = Tally(policies: policies.count)
    var shown: [(category: String, records: [Record])] = []
    var sections: [Report.Section] = []
    for plan in self.sections {
      sections.append(section(plan, of: file, shown: &shown, tally: &tally))
    }
    tally.outsideEdition = file.records.reduce(0) { $0 + $1.records.count } - tally.seen

    let own = Lines(file.subject.fields, catalogued: kind?.fields ?? [], masks: catalogue.masks)
    tally.withheldValues += own.withheld
    let subject = Report.Subject(
      kind: file.subject.kind, kindLabel: kind?.naming.label ?? file.subject.kind,
      name: file.subject.name, nameLabel: kind?.nameLabel ?? "名称",
      code: kind?.codeMask.map { masked(file.subject.code, by: $0, of: catalogue.masks) } ?? file.subject.code,
      codeLabel: kind?.codeLabel ?? "代码",
      statusLabels: StatusLabels.labels(of: file.subject, shown: shown, on: file.asOf.date), fields: own.lines)

    var report = Report(
      kind: isPerson ? .personal : .enterprise, title: isPerson ? "个人公共信用信息报告" : "法人和非法人组织公共信用信息报告",
      edition: edition.naming.key, standard: edition.standard, versionLabel: edition.versionLabel, identity: identity,
      asOf: file.asOf, period: period(of: file), subject: subject, sections: sections, omissions: omissions(tally),
      sources: file.coverage.map(source))
    report.overview = edition.overview
    return report
  }

  /// From the first day of which a source says that it delivered data (else the day of `asOf`) to the day of `asOf`.
  private func period(of file: CreditFile) -> ClosedRange<CalendarDate> {
    let last = file.asOf.date
    let first = file.coverage.filter { $0.state == .loaded }.compactMap(\.from).min() ?? last
    return min(first, last)...last
  }

  private func section(
    _ plan: SectionPlan, of file: CreditFile, shown: inout [(category: String, records: [Record])], tally: inout Tally
  ) -> Report.Section {
    let section = plan.section
    var result = Report.Section(
      key: section.naming.key, title: section.naming.label, shortTitle: section.shortLabel, content: .records,
      showsCount: section.showsCount)
    switch section.content {
    case .subject:
      result.content = .subject
      result.count = 1  // the registration itself; the 2021 edition counts it too (domain.md §1.4)
    case .text(let paragraphs):
      result.content = .text
      result.paragraphs = paragraphs
    case .records: break
    }
    for plan in plan.categories {
      let records = publicRecords(plan, of: file, tally: &tally)
      guard !records.isEmpty else { continue }
      var group = Report.Group(
        category: plan.category.naming.key, label: plan.category.naming.label, count: records.count, records: [])
      group.records.reserveCapacity(records.count)
      for record in records {
        group.records.append(Report.Record(lines: lines(of: record, in: plan.category, tally: &tally)))
      }
      shown.append((plan.category.naming.key, records))
      result.count += group.count
      result.groups.append(group)
    }
    return result
  }

  private func publicRecords(_ plan: CategoryPlan, of file: CreditFile, tally: inout Tally) -> [Record] {
    let day = file.asOf.date
    var shown: [Record] = []
    for given in file.records where given.category == plan.category.naming.key {
      tally.seen += given.records.count
      for record in given.records {
        if let judgement = plan.judgements.first(where: { $0.leavesOut(record, day) }) {
          tally.leftOut[judgement.policy] += 1
        } else {
          shown.append(record)
        }
      }
    }
    return shown
  }

  private func lines(of record: Record, in category: Category, tally: inout Tally) -> [Report.Line] {
    let own = Lines(
      record.fields, catalogued: category.fields, domain: record.domain.map(domainLabel), masks: catalogue.masks)
    tally.withheldValues += own.withheld
    return own.lines
  }

  private func domainLabel(_ key: String) -> String {
    catalogue.domains.first { $0.naming.key == key }?.naming.label ?? key
  }

  private func source(_ coverage: Coverage) -> Report.Source {
    Report.Source(
      name: coverage.source, domains: coverage.domains.map(domainLabel), from: coverage.from?.description,
      through: coverage.through?.description, state: coverage.state, reason: coverage.reason)
  }

  private func omissions(_ tally: Tally) -> [Report.Omission] {
    var omissions = zip(policies, tally.leftOut).map { policy, count in
      Report.Omission(rule: policy.rule, label: policy.label, count: count, unit: .records)
    }
    omissions.append(
      Report.Omission(
        rule: "outsideEdition", label: "本版式不含的信息类别的记录", count: tally.outsideEdition, unit: .records))
    omissions.append(
      Report.Omission(
        rule: "notForPublication", label: "不予公开的数据项", count: tally.withheldValues, unit: .values))
    return omissions.filter { $0.count > 0 }
  }
}

/// Counts of what a report leaves out.
private struct Tally {
  /// Records of the edition's categories, shown or not.
  var seen = 0
  /// By policy.
  var leftOut: [Int]
  var outsideEdition = 0
  var withheldValues = 0
  init(policies: Int) { leftOut = Array(repeating: 0, count: policies) }
}
