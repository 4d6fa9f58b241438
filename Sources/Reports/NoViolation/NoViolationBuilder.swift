import CivilTime
public import Records
public import ReportKinds

/// Makes the no-violation edition of a report (公共信用信息报告·无违法违规证明版): docs/judgement.md.
///
/// Created once per question and used for any number of files, from any number of tasks. The publicity rules of the
/// public report do not apply: the profile says what counts, and the report's omissions count the rest.
public struct NoViolationBuilder: Sendable {
  private let catalogue: Catalogue
  private let question: NoViolationQuestion
  private let frame: ReportBuilder
  private let recordDomains: RecordDomains
  private let sources: AskedSources
  private let askedDomains: Set<String>

  /// - Parameters:
  ///   - kind: a kind of report that judges.
  ///   - edition: the edition whose standard and version the report names.
  public init(
    catalogue: Catalogue, report kind: Report.Kind = .noViolation, edition: String, question: NoViolationQuestion
  ) throws(ReportError) {
    frame = try ReportBuilder(catalogue: catalogue, report: kind, edition: edition)
    (self.catalogue, self.question) = (catalogue, question)
    recordDomains = RecordDomains(catalogue)
    sources = AskedSources(catalogue, question)
    askedDomains = Set(question.entries.map(\.domain))
  }

  public func report(on file: CreditFile, identity: Report.Identity) throws(NoViolationError) -> Report {
    let period = try period(of: file)
    let findings = findings(in: file, period, issued: identity.issuedAt.date)

    var (report, values, _) = frame.frame(of: file, identity: identity, birth: nil)
    report.sections = []
    report.period = period
    let completeness = SourceCompleteness(sources, file, period: period)
    let unattributed = UnattributedDoubts(completeness, file)
    let notQueried = completeness.categoriesNotQueried()
    report.judgement = Judgement(
      asked: question.period, period: period, purpose: question.purpose, recipient: question.recipient,
      profile: .init(
        key: question.profile.naming.key, label: question.profile.naming.label, basis: question.profile.basis,
        note: question.profile.note, number: question.profile.number),
      list: .init(
        key: question.list.naming.key, label: question.list.naming.label, version: question.list.version,
        size: question.list.entries.count),
      counted: sources.counting.filter { !notQueried.contains($0) }.map(category),
      notQueried: notQueried.map(category),
      answers: question.entries.map { answer($0, findings, completeness, unattributed) },
      unclassified: findings.unclassified)
    values += findings.values
    values.maskedInText += report.hideIdentityNumbers(frame.masking, ofSubject: file.subject.code)
    report.omissions = findings.omissions(sources.label) + frame.valueOmissions(values)
    return report
  }

  /// The answers alone, as a report would give them.
  public func answers(on file: CreditFile) throws(NoViolationError) -> [Judgement.Answer] {
    let period = try period(of: file)
    let completeness = SourceCompleteness(sources, file, period: period)
    let unattributed = UnattributedDoubts(completeness, file)
    let findings = findings(in: file, period, issued: file.asOf.date)
    return question.entries.map { answer($0, findings, completeness, unattributed) }
  }

  /// The period that can be answered for.
  private func period(of file: CreditFile) throws(NoViolationError) -> ClosedRange<CalendarDate> {
    if let kind = catalogue.subjectKinds.first(where: { $0.naming.key == file.subject.kind }), kind.isPerson {
      throw .person(kind: kind.naming.label)
    }
    let last = file.lastDay
    guard question.period.lowerBound <= last else {
      throw .periodAfterData(from: question.period.lowerBound, asOf: last)
    }
    return question.period.lowerBound...min(question.period.upperBound, last)
  }

  private func category(_ key: String) -> Judgement.Category {
    Judgement.Category(key: key, label: sources.label(key))
  }

  private func answer(
    _ entry: NoViolationQuestion.Entry, _ findings: Findings, _ completeness: SourceCompleteness,
    _ unattributed: UnattributedDoubts
  ) -> Judgement.Answer {
    let (key, domain) = (entry.domain, entry.definition)
    let sources = completeness.sources(of: key).map(\.printed)
    var reasons = sources.filter { !$0.isComplete }.map { "\($0.name)：\($0.fault ?? "未归集")" }
    if !domain.isIdentified {
      reasons.append("该领域的名称和主管部门未能查明，无法核查")
    } else if sources.isEmpty {
      reasons.append("没有来源单位负责提供按本口径计入的信息")
    }
    let lacksData = !domain.isIdentified || sources.isEmpty || sources.contains { !$0.isComplete }
    let groups = findings.groups(of: key, catalogue)
    let doubts = findings.doubts[key, default: [:]]
    for (doubt, count) in doubts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      reasons.append(doubt.sentence(count))
    }
    let rows = unattributed.sentences(for: key, masking: frame.masking)
    reasons += rows
    let outcome: Judgement.Answer.Outcome =
      !groups.isEmpty ? .records : lacksData ? .noData : doubts.isEmpty && rows.isEmpty ? .clean : .undetermined
    return Judgement.Answer(
      domain: key, label: domain.naming.label, bit: entry.bit, outcome: outcome, reasons: reasons, lacksData: lacksData,
      sources: sources, groups: groups)
  }

  /// Goes through every record of the file once: it counts in a domain, is in doubt, or is left out by a rule.
  private func findings(
    in file: CreditFile, _ period: ClosedRange<CalendarDate>, issued: CalendarDate
  ) -> Findings {
    let rules = ViolationRules(profile: question.profile, period: period, file: file, catalogue: catalogue)
    var findings = Findings()
    for given in file.records {
      guard let category = catalogue.categories.first(where: { $0.naming.key == given.category }) else {
        findings.excluded[.outsideProfile, default: 0] += given.records.count
        continue
      }
      let repeated = repeatedDocuments(given.records, category)
      for record in given.records {
        func printed() -> Report.Record {
          var marks = rules.marks(of: record, in: category)
          if let document = document(of: record, category), repeated.contains(document) {
            marks.append("与其他记录文书号相同，可能为重复报送")
          }
          return self.printed(record, category, marks, issued, &findings)
        }
        switch verdict(on: record, of: file.subject, category, rules) {
        case .excluded(let exclusion): findings.excluded[exclusion, default: 0] += 1
        case .outsideDomains: findings.outsideDomains[category.naming.key, default: 0] += 1
        case .unclassified(let reason, let candidates):
          findings.unclassified.append(
            .init(
              category: category.naming.key, categoryLabel: category.naming.label,
              record: printed(), reason: reason,
              candidates: candidates.map(label)))
          for candidate in candidates { findings.doubts[candidate, default: [:]][.unclassified, default: 0] += 1 }
        case .counted(let key, let others):
          findings.counted[key, default: []].append(
            (category.naming.key, printed()))
          for other in others { findings.doubts[other, default: [:]][.elsewhere, default: 0] += 1 }
        }
      }
    }
    return findings
  }

  private func verdict(
    on record: Record, of subject: Subject, _ category: Category, _ rules: ViolationRules
  ) -> RecordVerdict {
    if let exclusion = rules.exclusion(of: record, in: category) { return .excluded(exclusion) }
    let domain = recordDomains.domain(of: record, in: category)
    if let reason = doubt(about: record, of: subject, category) ?? domain.reason(askedDomains) {
      let candidates = question.entries.map(\.domain).filter(domain.mayBe)
      return candidates.isEmpty ? .outsideDomains : .unclassified(reason: reason, candidates: candidates)
    }
    guard case .sure(let key, let perhaps, _) = domain, askedDomains.contains(key) else { return .outsideDomains }
    return .counted(domain: key, perhaps: perhaps.filter(askedDomains.contains))
  }

  /// Why a record may not be about the subject, or may not be a violation.
  private func doubt(about record: Record, of subject: Subject, _ category: Category) -> String? {
    if record.isOfUnknownCategory { return "信息类别未能识别，不能确认是否属于违法违规记录" }
    if let code = category.subjectCodeField.flatMap({ record.fields[$0] })?.text,
      normalizedIdentifier(code) != subject.code
    {
      return "记录所载统一社会信用代码（\(code)）与本报告主体不一致"
    }
    return nil
  }

  /// The record as the report shows it. A record that must not be published, or that concerns a minor, still counts,
  /// but without its contents.
  private func printed(
    _ record: Record, _ category: Category, _ marks: [String], _ issued: CalendarDate, _ findings: inout Findings
  ) -> Report.Record {
    let policies: [any PublicityPolicy] = [Minors(), NotPublic()]
    let context = PublicityContext(day: issued, birth: nil)
    if policies.contains(where: { $0.judgement(for: category)?(record, context) ?? false }) {
      findings.values.withheld += record.fields.entries.count + record.fields.unknown.count
      let line = Report.Line(key: "", label: "记录内容", value: "依法不予公开，本报告只计数，不列内容")
      return Report.Record(lines: [line], marks: marks + ["不予公开"])
    }
    let lines = frame.lines(of: record, in: category)
    findings.values += lines.counts
    return Report.Record(lines: lines.lines, marks: marks)
  }

  private func label(_ domain: String) -> String {
    catalogue.domains.first { $0.naming.key == domain }?.naming.label ?? domain
  }

  /// The number of the decision and the authority, which together identify a decision.
  private func document(of record: Record, _ category: Category) -> [String]? {
    guard let number = category.documentField.flatMap({ record.fields[$0] })?.text else { return nil }
    let authority = category.authorityField.flatMap { record.fields[$0] }?.text ?? ""
    return [foldedName(number), foldedName(authority)]
  }

  private func repeatedDocuments(_ records: [Record], _ category: Category) -> Set<[String]> {
    var seen: Set<[String]> = []
    return Set(records.compactMap { document(of: $0, category) }.filter { !seen.insert($0).inserted })
  }
}

extension NoViolationBuilder {
  /// What the answer for each domain that was asked about rests on, in the list's order.
  package func grounds(on file: CreditFile) throws(NoViolationError) -> [AnswerGrounds] {
    let period = try period(of: file)
    let rules = ViolationRules(profile: question.profile, period: period, file: file, catalogue: catalogue)
    let completeness = SourceCompleteness(sources, file, period: period)
    let unattributed = UnattributedDoubts(completeness, file)
    let findings = findings(in: file, period, issued: file.asOf.date)
    let verdicts = file.records.map { given in
      let category = catalogue.categories.first { $0.naming.key == given.category }
      return given.records.map { record in
        category.map { verdict(on: record, of: file.subject, $0, rules) } ?? .excluded(.outsideProfile)
      }
    }
    return question.entries.map { entry in
      AnswerGrounds(
        answer: answer(entry, findings, completeness, unattributed), period: period,
        sources: completeness.sources(of: entry.domain),
        records: verdicts.map { $0.map { $0.ground(in: entry.domain) } },
        unattributed: unattributed.entries(for: entry.domain))
    }
  }
}

/// The results for the records of a file.
private struct Findings {
  enum Doubt: Int {
    /// A record of 未归类 may belong to the domain.
    case unclassified
    /// A record that is listed under another domain may belong to this one.
    case elsewhere

    func sentence(_ count: Int) -> String {
      switch self {
      case .unclassified: "未归类记录中有\(count)条可能属于本领域"
      case .elsewhere: "列在其他领域的记录中有\(count)条也可能属于本领域"
      }
    }
  }
  /// By domain, in the file's order, with the keys of their categories.
  var counted: [String: [(category: String, record: Report.Record)]] = [:]
  var unclassified: [Judgement.Unclassified] = []
  var doubts: [String: [Doubt: Int]] = [:]
  var excluded: [ViolationRules.Exclusion: Int] = [:]
  /// Records that count but belong to no domain that was asked about, by category: the reader must know of them.
  var outsideDomains: [String: Int] = [:]
  var values = Lines.Counts()

  func groups(of domain: String, _ catalogue: Catalogue) -> [Report.Group] {
    var groups: [Report.Group] = []
    for (category, record) in counted[domain, default: []] {
      if groups.last?.category != category {
        let label = catalogue.categories.first { $0.naming.key == category }?.naming.label ?? category
        groups.append(Report.Group(category: category, label: label, count: 0, records: []))
      }
      groups[groups.count - 1].records.append(record)
      groups[groups.count - 1].count += 1
    }
    return groups
  }

  func omissions(_ label: (String) -> String) -> [Report.Omission] {
    let omissions = ViolationRules.Exclusion.allCases.flatMap { exclusion in
      guard exclusion == .outsideDomains else {
        return [omission(exclusion, exclusion.label, excluded[exclusion] ?? 0)]
      }
      return outsideDomains.sorted { $0.key < $1.key }.map { category, count in
        omission(exclusion, "\(exclusion.label)（\(label(category))）", count)
      }
    }
    return omissions.filter { $0.count > 0 }
  }

  private func omission(_ exclusion: ViolationRules.Exclusion, _ label: String, _ count: Int) -> Report.Omission {
    Report.Omission(rule: exclusion.rawValue, label: label, count: count, unit: .records)
  }
}
