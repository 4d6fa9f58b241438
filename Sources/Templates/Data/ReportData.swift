import CivilTime
public import Records
public import ReportKinds
public import Reports

// The members of a report that a template can name: docs/templates.md. `DataShape.report` and `Report.data` define the
// same structure, once for checking and once for applying; a test compares them.

extension DataShape {
  /// A report as a template sees it.
  /// - Parameters:
  ///   - kind: only a report that judges has a `judgement`, only a summary a `group`, only one on a person a `request`.
  ///   - catalogue: if given, the names of categories, fields, sections and subject kinds that a template compares with
  ///     are checked.
  public static func report(_ kind: Report.Kind = .enterprise, _ catalogue: Catalogue? = nil) -> DataShape {
    func name(of kind: String, _ keys: (Catalogue) -> [String]) -> DataShape {
      catalogue.map { .name(of: kind, known: Array(Set(keys($0))).sorted()) } ?? .text
    }
    // Lines of unknown fields (`--keep-unknown`) have the key "", and every record may have a line for its domain.
    let ownKeys = ["", "domain"]
    let line = DataShape.object([
      "key": name(of: "field") { catalogue in
        ownKeys + (catalogue.categories.flatMap(\.fields) + catalogue.subjectKinds.flatMap(\.fields)).map(\.naming.key)
      },
      "label": .text, "value": .optional(.text),
    ])
    let record = DataShape.object([
      "index": .number, "count": .number, "fields": .list(line), "marks": .list(.text),
    ])
    let category = name(of: "category") { $0.categories.map(\.naming.key) }
    let group = DataShape.object([
      "category": category,
      "label": .text, "ordinal": .text, "count": .number, "listed": .number, "isCut": .flag,
      "records": .list(record),
    ])
    let section = DataShape.object([
      "key": name(of: "section") { $0.editions.flatMap(\.sections).map(\.naming.key) },
      "ordinal": .text, "title": .text, "shortTitle": .text,
      "content": .name(of: "content of a section", known: ["subject", "records", "text"]),
      "showsCount": .flag, "count": .number, "isEmpty": .flag, "groups": .list(group), "paragraphs": .list(.text),
    ])
    let source = DataShape.object([
      "name": .text, "domains": .list(.text), "categories": .list(.text), "from": .optional(.text),
      "through": .optional(.text),
      "state": .name(of: "state of a source", known: Coverage.State.allCases.map(\.rawValue)), "stateLabel": .text,
      "reason": .optional(.text), "isLate": .flag,
    ])
    var members: [String: DataShape] = [
      "kind": .name(of: "kind of report", known: Report.Kind.allCases.map(\.rawValue)),
      "title": .text, "edition": .text,
      "overview": .name(of: "overview", known: Edition.Overview.allCases.map(\.rawValue)), "standard": .text,
      "version": .text,
      "number": .text, "checkCode": .optional(.text), "host": .optional(.text), "issuer": .text, "issuedAt": .text,
      "expiresAt": .optional(.text),
      "asOf": .text,
      "period": .object(["from": .text, "through": .text]),
      "subject": .object([
        "kind": name(of: "kind of subject") { $0.subjectKinds.map(\.naming.key) },
        "kindLabel": .text, "name": .text, "nameLabel": .text, "code": .text, "codeLabel": .text,
        "labels": .list(.text), "fields": .list(line),
      ]),
      "count": .number, "sections": .list(section), "countedSections": .list(section), "sources": .list(source),
      "hasGaps": .flag,
      "coverageBasis": .name(of: "basis of the coverage", known: CoverageBasis.allCases.map(\.rawValue)),
      "coverageBasisLabel": .text,
      "unattributed": .list(
        .object([
          "source": .text, "categories": .list(.text), "domains": .list(.text), "day": .optional(.text),
          "count": .number, "reason": .text,
        ])),
      "excluded": .list(
        .object(["source": .text, "categories": .list(.text), "count": .number, "reason": .text])),
      "excludedCount": .number,
      "omissions": .list(
        .object(["rule": .text, "label": .text, "count": .number, "unit": .text])),
    ]
    if kind.making == .judgement {
      members["judgement"] = .judgement(
        group: group, category: category, record: record, domain: name(of: "domain") { $0.domains.map(\.naming.key) })
    }
    if kind.making == .summary {
      members["group"] = .groupSummary(domain: name(of: "domain") { $0.domains.map(\.naming.key) })
    }
    if kind.isOfPerson {
      members["request"] = .object([
        "requester": .text,
        "basis": .name(of: "basis of a request", known: Report.Request.Basis.allCases.map(\.rawValue)),
        "basisLabel": .text, "purpose": .text, "document": .optional(.text), "authorisedOn": .optional(.text),
        "validThrough": .optional(.text),
      ])
    }
    return .object(members)
  }
}

extension Report {
  /// The report for a template. Times are RFC 3339 texts, for the filters `date`, `time` and `datetime`.
  public var data: DataValue {
    let sections = self.sections.enumerated().map { $1.data(ordinal: $0 + 1) }
    let counted = zip(self.sections, sections).filter(\.0.showsCount).map(\.1)
    // The registration is the one entry of its section, but is not a record.
    let count = self.sections.reduce(0) { $0 + ($1.content == .records ? $1.count : 0) }
    var members: [String: DataValue] = [
      "kind": .text(kind.rawValue), "title": .text(title), "edition": .text(edition),
      "overview": .text(overview.rawValue), "standard": .text(standard),
      "version": .text(versionLabel), "number": .text(identity.number.description),
      "checkCode": DataValue(identity.printedCheckCode), "host": DataValue(rendering?.host),
      "issuer": .text(identity.issuer),
      "issuedAt": .text(identity.issuedAt.description), "expiresAt": DataValue(identity.expiresAt?.description),
      "asOf": .text(asOf.description),
      "subject": subject.data, "count": .number(count), "sections": .list(sections),
      "countedSections": .list(counted), "sources": .list(sources.map(\.data)), "hasGaps": .flag(hasGaps),
      "coverageBasis": .text(coverageBasis.rawValue), "coverageBasisLabel": .text(coverageBasis.label),
      "unattributed": .list(unattributed.map(\.data)),
      "excluded": .list(excluded.map(\.data)), "excludedCount": .number(excluded.reduce(0) { $0 + $1.count }),
      "omissions": .list(
        omissions.map {
          [
            "rule": .text($0.rule), "label": .text($0.label), "count": .number($0.count),
            "unit": .text($0.unit.rawValue),
          ]
        }),
      "period": ["from": .text(period.lowerBound.description), "through": .text(period.upperBound.description)],
    ]
    if let judgement { members["judgement"] = judgement.data }
    if let group { members["group"] = group.data }
    if let request { members["request"] = request.data }
    return .object(DataObject(members))
  }
}

extension Report.Request {
  fileprivate var data: DataValue {
    [
      "requester": .text(requester), "basis": .text(basis.rawValue), "basisLabel": .text(basisLabel),
      "purpose": .text(purpose), "document": DataValue(document), "authorisedOn": DataValue(authorisedOn),
      "validThrough": DataValue(validThrough),
    ]
  }
}

extension Report.Subject {
  fileprivate var data: DataValue {
    [
      "kind": .text(kind), "kindLabel": .text(kindLabel), "name": .text(name), "nameLabel": .text(nameLabel),
      "code": .text(code), "codeLabel": .text(codeLabel), "labels": .list(statusLabels.map { .text($0) }),
      "fields": .list(fields.map(\.data)),
    ]
  }
}

extension Report.Source {
  fileprivate var data: DataValue {
    [
      "name": .text(name), "domains": .list(domains.map { .text($0) }),
      "categories": .list(categories.map { .text($0) }), "from": DataValue(from),
      "through": DataValue(through), "state": .text(state.rawValue), "stateLabel": .text(stateLabel),
      "reason": DataValue(reason), "isLate": .flag(isLate),
    ]
  }
}

extension Report.Unattributed {
  fileprivate var data: DataValue {
    [
      "source": .text(source), "categories": .list(categories.map { .text($0) }),
      "domains": .list(domains.map { .text($0) }), "day": DataValue(day), "count": .number(count),
      "reason": .text(reason),
    ]
  }
}

extension Report.Excluded {
  fileprivate var data: DataValue {
    [
      "source": .text(source), "categories": .list(categories.map { .text($0) }), "count": .number(count),
      "reason": .text(reason),
    ]
  }
}

extension Report.Section {
  fileprivate func data(ordinal: Int) -> DataValue {
    let hasNothing =
      switch content {
      case .subject: false
      case .records: groups.isEmpty
      case .text: paragraphs.isEmpty
      }
    return [
      "key": .text(key), "ordinal": .text(chineseNumber(ordinal)), "title": .text(title),
      "shortTitle": .text(shortTitle), "content": .text(content.rawValue), "showsCount": .flag(showsCount),
      "count": .number(count), "isEmpty": .flag(hasNothing),
      "groups": .list(groups.enumerated().map { $1.data(ordinal: $0 + 1) }),
      "paragraphs": .list(paragraphs.map { .text($0) }),
    ]
  }
}

private let recordKeys = ["index", "count", "fields", "marks"]
private let lineKeys = ["label", "value", "key"]

extension Report.Record {
  func data(index: Int, of count: Int) -> DataValue {
    .object(
      DataObject(
        keys: recordKeys,
        values: [.number(index), .number(count), .list(lines.map(\.data)), .list(marks.map { .text($0) })]))
  }
}

extension Report.Group {
  func data(ordinal: Int) -> DataValue {
    let records = records.enumerated().map { $1.data(index: $0 + 1, of: count) }
    return [
      "category": .text(category), "label": .text(label), "ordinal": .text(chineseNumber(ordinal)),
      "count": .number(count), "listed": .number(records.count), "isCut": .flag(records.count < count),
      "records": .list(records),
    ]
  }
}

extension Report.Line {
  fileprivate var data: DataValue {
    .object(DataObject(keys: lineKeys, values: [.text(label), DataValue(value), .text(key)]))
  }
}
