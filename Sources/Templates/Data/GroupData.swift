import CivilTime
import Records
import ReportKinds
import Reports

// The members of a group's summary that a template can name: docs/templates.md.

extension DataShape {
  /// - Parameter domain: the keys of domains that a template compares with.
  static func groupSummary(domain: DataShape) -> DataShape {
    let days = DataShape.object(["from": .text, "through": .text])
    let role = DataShape.name(of: "role", known: GroupSummary.Role.allCases.map(\.rawValue))
    let answer = DataShape.object([
      "domain": domain, "label": .text,
      "outcome": .name(of: "outcome of an answer", known: Judgement.Answer.Outcome.allCases.map(\.rawValue)),
      "outcomeLabel": .text, "count": .number, "lacksData": .flag,
    ])
    let member = DataShape.object([
      "index": .number, "role": role, "roleLabel": .text, "name": .text, "code": .text, "number": .text,
      "issuedAt": .text, "period": days, "isCut": .flag, "answers": .list(answer), "count": .number,
      "unclassified": .number, "isClean": .flag, "recordDomains": .list(.text),
    ])
    let domainCounts = DataShape.object([
      "label": .text, "clean": .number, "records": .number, "noData": .number, "undetermined": .number,
      "count": .number,
    ])
    return .object([
      "asked": days, "isCut": .flag,
      "purpose": .name(of: "purpose", known: Judgement.Purpose.allCases.map(\.rawValue)), "purposeLabel": .text,
      "recipient": .optional(.text),
      "profile": .profile, "counted": .list(.text), "notQueried": .list(.text),
      "list": .list, "domainsWithRecords": .list(.text), "domainsWithoutAnswer": .list(.text),
      "domains": .list(domainCounts), "members": .list(member), "membersWithRecords": .list(member),
      "isClean": .flag,
      "tables": .list(.object(["domains": .list(.text), "members": .list(member)])),
      "counts": .object([
        "subjects": .number, "cleanSubjects": .number, "branches": .number, "subsidiaries": .number,
        "controllingShareholders": .number, "answers": .number, "clean": .number, "records": .number,
        "noData": .number, "undetermined": .number, "unclassified": .number,
      ]),
    ])
  }
}

/// The maximum number of domains next to each other in one table: what fits on an A4 page.
private let domainsOfTable = 10

extension GroupSummary {
  var data: DataValue {
    let members = self.members.enumerated().map { $1.data(index: $0 + 1, domains, asked: asked) }
    func count(_ role: Role) -> DataValue { .number(self.members.count { $0.role == role }) }
    return [
      "asked": asked.data, "isCut": .flag(self.members.contains { $0.period != asked }),
      "purpose": .text(purpose.rawValue), "purposeLabel": .text(purpose.label), "recipient": DataValue(recipient),
      "profile": profile.data, "counted": .list(counted.map { .text($0.label) }),
      "notQueried": .list(notQueried.map { .text($0.label) }),
      "list": list.data(asked: domains.count),
      "domainsWithRecords": .list(labels { $0.contains(.records) }),
      "domainsWithoutAnswer": .list(
        labels { !$0.contains(.records) && ($0.contains(.noData) || $0.contains(.undetermined)) }),
      "domains": .list(domains.indices.map(domainCounts)), "members": .list(members),
      "membersWithRecords": .list(
        zip(self.members, members).filter { $0.0.recordCount > 0 }.map(\.1)),
      "isClean": .flag(self.members.allSatisfy(\.isClean)),
      "tables": .list(tables),
      "counts": [
        "subjects": .number(members.count), "cleanSubjects": .number(self.members.count(where: \.isClean)),
        "branches": count(.branch), "subsidiaries": count(.subsidiary),
        "controllingShareholders": count(.controllingShareholder),
        "answers": .number(members.count * domains.count), "clean": .number(self.count(.clean)),
        "records": .number(self.count(.records)), "noData": .number(self.count(.noData)),
        "undetermined": .number(self.count(.undetermined)),
        "unclassified": .number(self.members.reduce(0) { $0 + $1.unclassified }),
      ],
    ]
  }

  /// The labels of the domains whose answers, of all members, meet a condition.
  private func labels(where isMet: (Set<Judgement.Answer.Outcome>) -> Bool) -> [DataValue] {
    domains.indices.filter { index in isMet(Set(members.map { $0.answers[index].outcome })) }.map {
      .text(domains[$0].label)
    }
  }

  /// The number of subjects for each answer, and the number of all records.
  private func domainCounts(_ index: Int) -> DataValue {
    func count(_ outcome: Judgement.Answer.Outcome) -> DataValue {
      .number(members.count { $0.answers[index].outcome == outcome })
    }
    return [
      "label": .text(domains[index].label), "clean": count(.clean), "records": count(.records),
      "noData": count(.noData), "undetermined": count(.undetermined), "count": .number(answer(ofAllIn: index).count),
    ]
  }

  /// The domains, split into tables of nearly equal width.
  private var tables: [DataValue] {
    let count = max(1, (domains.count + domainsOfTable - 1) / domainsOfTable)
    return (0..<count).map { table in
      let columns = domains.count * table / count..<domains.count * (table + 1) / count
      return [
        "domains": .list(domains[columns].map { .text($0.label) }),
        "members": .list(
          members.enumerated().map { $1.data(index: $0 + 1, domains, asked: asked, columns: columns) }),
      ]
    }
  }
}

extension GroupSummary.Member {
  /// - Parameter columns: the domains whose answers are included; nil: all.
  fileprivate func data(
    index: Int, _ domains: [GroupSummary.Domain], asked: ClosedRange<CalendarDate>, columns: Range<Int>? = nil
  ) -> DataValue {
    let judged = Array(zip(domains, answers))
    return [
      "index": .number(index), "role": .text(role.rawValue), "roleLabel": .text(role.label), "name": .text(name),
      "code": .text(code), "number": .text(number.description), "issuedAt": .text(issuedAt.description),
      "period": period.data, "isCut": .flag(period != asked),
      "answers": .list(
        judged[columns ?? judged.indices].map { domain, answer in
          [
            "domain": .text(domain.key), "label": .text(domain.label), "outcome": .text(answer.outcome.rawValue),
            "outcomeLabel": .text(answer.outcome.label), "count": .number(answer.count),
            "lacksData": .flag(answer.lacksData),
          ]
        }),
      "count": .number(recordCount), "unclassified": .number(unclassified), "isClean": .flag(isClean),
      "recordDomains": .list(
        judged.filter { $1.outcome == .records }.map { .text("\($0.label)（\($1.count) 条）") }),
    ]
  }
}
