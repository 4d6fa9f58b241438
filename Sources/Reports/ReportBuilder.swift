import CivilTime
public import Records
public import ReportKinds

/// Decides what a public report on a subject contains: the sections of an edition, with each value as text.
///
/// Created once per edition and used for any number of files, from any number of tasks. ``Report/omissions`` counts the
/// records and values that a rule leaves out, and the personal data that are shown in part; everything else in the file
/// is in the report.
public struct ReportBuilder: Sendable {
  /// Options besides the edition.
  public struct Options: Sendable, Equatable {
    /// Key, label or another name of a mask profile; nil: the catalogue's first.
    public var masks: String?
    /// What to do with repaired records; nil: the catalogue's default.
    public var repaired: RepairTreatment?
    public init(masks: String? = nil, repaired: RepairTreatment? = nil) {
      (self.masks, self.repaired) = (masks, repaired)
    }
  }

  private let catalogue: Catalogue
  private let kind: Report.Kind
  private let edition: Edition
  private let sections: [SectionPlan]
  private let policies: [any PublicityPolicy]
  private let labels: CatalogueLabels
  let masking: Masking

  private struct SectionPlan: Sendable {
    var section: Edition.Section
    var categories: [CategoryPlan]
  }

  private struct CategoryPlan: Sendable {
    var category: Category
    /// The policies that concern the category, each with its index.
    var judgements: [(policy: Int, leavesOut: PublicityJudgement)]
    /// If repaired records are marked: whether a record is repaired.
    var isRepaired: PublicityJudgement?
  }

  /// - Parameter kind: the kind of report.
  /// - Parameter edition: key, label or another name of an edition of the catalogue for that report.
  /// - Throws: an unknown edition or mask profile, or an edition whose sections do not match the catalogue's
  ///   categories.
  public init(
    catalogue: Catalogue, report kind: Report.Kind = .enterprise, edition name: String, options: Options = Options()
  ) throws(ReportError) {
    let editions = catalogue.editions.filter { $0.kind == kind.standard }
    guard let edition = editions.first(where: { $0.naming.names.contains(name) }) else {
      throw .unknownEdition(name, known: editions.map(\.naming.key))
    }
    let profiles = catalogue.maskProfiles
    let profile = options.masks.map { name in profiles.first { $0.naming.names.contains(name) } } ?? profiles.first
    if let name = options.masks, profile == nil {
      throw .unknownMaskProfile(name, known: profiles.map(\.naming.key))
    }
    let repaired = options.repaired ?? catalogue.repaired
    let policies = publicityPolicies(of: catalogue, repaired: repaired)
    let repairs = Repaired(rules: catalogue.publicityRules)
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
          plan.categories.append(
            CategoryPlan(
              category: category, judgements: judgements,
              isRepaired: repaired == .mark ? repairs.judgement(for: category) : nil))
        }
      }
      plans.append(plan)
    }
    (self.catalogue, self.kind, self.edition) = (catalogue, kind, edition)
    (self.sections, self.policies) = (plans, policies)
    labels = CatalogueLabels(catalogue)
    masking = Masking(profile)
  }

  /// The report on a file. Nothing in the file is lost: it is in the report or counted in its omissions.
  /// - Throws: a refusal: the subject is not of the report's kind or is not an adult with full capacity, or the
  ///   requester has no right to the report.
  public func report(on file: CreditFile, identity: Report.Identity) throws(ReportError) -> Report {
    let day = identity.issuedAt.date
    guard let kind = catalogue.subjectKinds.first(where: { $0.naming.key == file.subject.kind }),
      kind.isPerson == self.kind.isOfPerson
    else {
      throw .refused(wrongKind(file.subject.kind), pointer: "/subject/kind")
    }
    guard kind.isPerson else { return contents(of: file, identity: identity, birth: nil) }
    let birth = try Eligibility(kind: kind).birthDate(of: file.subject, on: day)
    guard let request = file.request else { throw .refused(.noRequest, pointer: "/request") }
    try request.check(for: file.subject, on: day)
    return contents(of: file, identity: identity, birth: birth)
  }

  private func wrongKind(_ key: String) -> Refusal {
    let label = catalogue.subjectKinds.first { $0.naming.key == key }?.naming.label ?? key
    return kind.isOfPerson ? .enterpriseForPerson(kind: label) : .personForEnterprise(kind: label)
  }

  /// The report, without checking the subject and the requester.
  /// - Parameter birth: the birth date, if the subject is a person.
  func contents(of file: CreditFile, identity: Report.Identity, birth: CalendarDate?) -> Report {
    var (report, values, records) = frame(of: file, identity: identity, birth: birth)
    values += records
    values.maskedInText += report.hideIdentityNumbers(masking, ofSubject: file.subject.code)
    report.omissions += valueOmissions(values)
    return report
  }

  /// The report before identity numbers are hidden in all its texts, with the counts of the subject's and the records' values
  /// that are not shown as given. The report does not include these counts yet.
  func frame(
    of file: CreditFile, identity: Report.Identity, birth: CalendarDate?
  ) -> (report: Report, ofSubject: Lines.Counts, ofRecords: Lines.Counts) {
    let kind = catalogue.subjectKinds.first { $0.naming.key == file.subject.kind }
    let isPerson = kind?.isPerson ?? false
    let context = PublicityContext(day: identity.issuedAt.date, birth: birth)
    var tally = Tally(policies: policies.count)
    var shown: [(category: String, records: [Record])] = []
    var sections: [Report.Section] = []
    for plan in self.sections {
      sections.append(section(plan, of: file, isOfPerson: isPerson, context, shown: &shown, tally: &tally))
    }
    tally.outsideEdition = file.records.reduce(0) { $0 + $1.records.count } - tally.seen

    let own = Lines(
      file.subject.fields, catalogued: kind?.fields ?? [], masking: masking, isOfPerson: isPerson)
    var counts = own.counts
    let code = shownCode(of: file.subject, kind)
    if code != file.subject.code { counts.masked += 1 }
    let subject = Report.Subject(
      kind: file.subject.kind, kindLabel: kind?.naming.label ?? file.subject.kind,
      name: file.subject.name, nameLabel: kind?.nameLabel ?? "名称", code: code, codeLabel: kind?.codeLabel ?? "代码",
      statusLabels: catalogue.statusLabels.labels(of: file.subject, shown: shown, on: context.day), fields: own.lines)

    var report = Report(
      kind: self.kind, title: self.kind.coverTitle ?? edition.title,
      edition: edition.naming.key, standard: edition.standard, versionLabel: edition.versionLabel, identity: identity,
      asOf: file.asOf, period: period(of: file), subject: subject, sections: sections, omissions: omissions(tally),
      sources: file.coverage.map { source($0, asOf: file.asOf.date) }, request: file.request?.reported)
    report.overview = edition.overview
    report.coverageBasis = file.coverageBasis
    report.unattributed = file.unattributed.map { labels.unattributed($0, masking: masking) }
    report.excluded = file.excluded.map { labels.excluded($0, masking: masking) }
    return (report, counts, tally.values)
  }

  /// The subject's own number is shown in one form wherever the report goes, whatever its masks (``ShownPerson``).
  private func shownCode(of subject: Subject, _ kind: SubjectKind?) -> String {
    guard let mask = kind?.codeMask else { return ShownPerson.code(subject.code) }
    return ShownPerson.number(masking.applied(mask, to: subject.code))
  }

  /// From the first day for which a source delivered data (if none says so, the day of `asOf`) to the day of `asOf`.
  private func period(of file: CreditFile) -> ClosedRange<CalendarDate> {
    let last = file.asOf.date
    let first = file.coverage.filter { $0.state == .loaded }.compactMap(\.from).min() ?? last
    return min(first, last)...last
  }

  private func section(
    _ plan: SectionPlan, of file: CreditFile, isOfPerson: Bool, _ context: PublicityContext,
    shown: inout [(category: String, records: [Record])], tally: inout Tally
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
    for categoryPlan in plan.categories {
      let records = publicRecords(categoryPlan, of: file, context, tally: &tally)
      guard !records.isEmpty else { continue }
      var group = Report.Group(
        category: categoryPlan.category.naming.key, label: categoryPlan.category.naming.label, count: records.count,
        records: [])
      group.records.reserveCapacity(records.count)
      for record in records {
        let lines = lines(of: record, in: categoryPlan.category, isOfPerson: isOfPerson)
        tally.values += lines.counts
        let isRepaired = categoryPlan.isRepaired?(record, context) ?? false
        group.records.append(Report.Record(lines: lines.lines, marks: isRepaired ? [Repaired.mark] : []))
      }
      shown.append((categoryPlan.category.naming.key, records))
      result.count += group.count
      result.groups.append(group)
    }
    return result
  }

  private func publicRecords(
    _ plan: CategoryPlan, of file: CreditFile, _ context: PublicityContext, tally: inout Tally
  ) -> [Record] {
    var shown: [Record] = []
    for given in file.records where given.category == plan.category.naming.key {
      tally.seen += given.records.count
      for record in given.records {
        if let judgement = plan.judgements.first(where: { $0.leavesOut(record, context) }) {
          tally.leftOut[judgement.policy] += 1
        } else {
          shown.append(record)
        }
      }
    }
    return shown
  }

  /// The lines that a report prints for a record.
  func lines(of record: Record, in category: Category, isOfPerson: Bool = false) -> Lines {
    let domains = [record.domain].compactMap(\.self) + record.furtherDomains
    return Lines(
      record.fields, catalogued: category.fields,
      domain: domains.isEmpty ? nil : domains.map(labels.domain).joined(separator: "、"),
      person: category.personField, masking: masking, isOfPerson: isOfPerson)
  }

  private func source(_ coverage: Coverage, asOf day: CalendarDate) -> Report.Source {
    let lag = coverage.through.map { day.daysSince1970 - $0.daysSince1970 }
    return Report.Source(
      name: coverage.source, domains: (coverage.domains ?? []).map(labels.domain) + coverage.unknownDomains,
      categories: (coverage.categories ?? []).map(labels.category) + coverage.unknownCategories,
      from: coverage.from?.description, through: coverage.through?.description, state: coverage.state,
      reason: coverage.reason, isLate: coverage.state == .loaded && (lag ?? .max) > catalogue.sourceDelay)
  }

  private func omissions(_ tally: Tally) -> [Report.Omission] {
    var omissions = zip(policies, tally.leftOut).map { policy, count in
      Report.Omission(rule: policy.rule, label: policy.label, count: count, unit: .records)
    }
    omissions.append(
      Report.Omission(
        rule: "outsideEdition", label: "本版式不含的信息类别的记录", count: tally.outsideEdition, unit: .records))
    return omissions.filter { $0.count > 0 }
  }
}

extension ReportBuilder {
  /// The omissions for values that are not shown as given.
  func valueOmissions(_ counts: Lines.Counts) -> [Report.Omission] {
    [
      Report.Omission(rule: "notForPublication", label: "不予公开的数据项", count: counts.withheld, unit: .values),
      Report.Omission(rule: "masked", label: "部分隐去的个人信息（\(masking.label)）", count: counts.masked, unit: .values),
      Report.Omission(
        rule: "maskedInText", label: "文字中隐去的个人信息（\(masking.label)）", count: counts.maskedInText,
        unit: .values),
    ].filter { $0.count > 0 }
  }
}

/// Counts of what a report leaves out.
private struct Tally {
  /// Records of the edition's categories, shown or not.
  var seen = 0
  /// By policy.
  var leftOut: [Int]
  var outsideEdition = 0
  var values = Lines.Counts()
  init(policies: Int) { leftOut = Array(repeating: 0, count: policies) }
}
