import CivilTime
import Records
import ReportKinds
import Reports

// The members of a no-violation report's judgement that a template can name: docs/templates.md.

extension DataShape {
  /// - Parameters:
  ///   - group: the shape of the records of a category.
  ///   - domain: the keys of domains that a template compares with.
  static func judgement(group: DataShape, category: DataShape, record: DataShape, domain: DataShape) -> DataShape {
    let days = DataShape.object(["from": .text, "through": .text])
    let source = DataShape.object([
      "name": .text, "delivered": .optional(.text), "isComplete": .flag, "fault": .optional(.text),
      "categories": .list(.text), "statesCategories": .flag,
    ])
    let answer = DataShape.object([
      "index": .number, "domain": domain, "label": .text,
      "outcome": .name(of: "outcome of an answer", known: Judgement.Answer.Outcome.allCases.map(\.rawValue)),
      "outcomeLabel": .text, "count": .number, "reasons": .list(.text), "lacksData": .flag, "sources": .list(source),
      "groups": .list(group),
    ])
    let unclassified = DataShape.object([
      "index": .number, "category": category, "categoryLabel": .text, "reason": .text, "candidates": .list(.text),
      "record": record,
    ])
    return .object([
      "asked": days, "period": days, "isCut": .flag,
      "purpose": .name(of: "purpose", known: Judgement.Purpose.allCases.map(\.rawValue)), "purposeLabel": .text,
      "recipient": .optional(.text),
      "profile": .profile, "counted": .list(.text), "notQueried": .list(.text),
      "list": .list, "domainsWithRecords": .list(.text), "domainsWithoutAnswer": .list(.text),
      "answers": .list(answer), "answersWithRecords": .list(answer), "lacksData": .flag,
      "unclassified": .list(unclassified),
      "openSources": .list(
        .object(["domain": .text, "name": .text, "delivered": .optional(.text), "fault": .optional(.text)])),
      "counts": .object([
        "clean": .number, "records": .number, "noData": .number, "undetermined": .number,
      ]),
    ])
  }
}

extension DataShape {
  static var list: DataShape {
    .object(["key": .text, "label": .text, "version": .number, "asked": .number, "size": .number, "notAsked": .number])
  }

  static var profile: DataShape {
    .object(["key": .text, "label": .text, "basis": .text, "note": .optional(.text)])
  }
}

extension Judgement.List {
  /// - Parameter asked: how many of its domains were asked about.
  func data(asked: Int) -> DataValue {
    [
      "key": .text(key), "label": .text(label), "version": .number(Int(version)), "asked": .number(asked),
      "size": .number(size), "notAsked": .number(max(0, size - asked)),
    ]
  }
}

extension Judgement.Profile {
  var data: DataValue {
    ["key": .text(key), "label": .text(label), "basis": .text(basis), "note": DataValue(note)]
  }
}

extension Judgement {
  var data: DataValue {
    let answers = self.answers.enumerated().map { $1.data(index: $0 + 1) }
    func count(_ outcome: Answer.Outcome) -> DataValue {
      .number(self.answers.count { $0.outcome == outcome })
    }
    return [
      "asked": asked.data, "period": period.data, "isCut": .flag(asked != period),
      "purpose": .text(purpose.rawValue), "purposeLabel": .text(purpose.label), "recipient": DataValue(recipient),
      "profile": profile.data, "counted": .list(counted.map { .text($0.label) }),
      "notQueried": .list(notQueried.map { .text($0.label) }),
      "list": list.data(asked: answers.count),
      "domainsWithRecords": .list(self.answers.filter { $0.outcome == .records }.map { .text($0.label) }),
      "domainsWithoutAnswer": .list(
        self.answers.filter { $0.outcome == .noData || $0.outcome == .undetermined }.map { .text($0.label) }),
      "answers": .list(answers),
      "answersWithRecords": .list(zip(self.answers, answers).filter { $0.0.count > 0 }.map(\.1)),
      "lacksData": .flag(self.answers.contains(where: \.lacksData)),
      "unclassified": .list(unclassified.enumerated().map { $1.data(index: $0 + 1, of: unclassified.count) }),
      "openSources": .list(
        self.answers.flatMap { answer in
          answer.sources.filter { !$0.isComplete }.map {
            [
              "domain": .text(answer.label), "name": .text($0.name), "delivered": DataValue($0.deliveredText),
              "fault": DataValue($0.fault),
            ]
          }
        }),
      "counts": [
        "clean": count(.clean), "records": count(.records), "noData": count(.noData),
        "undetermined": count(.undetermined),
      ],
    ]
  }
}

extension ClosedRange<CalendarDate> {
  var data: DataValue {
    ["from": .text(lowerBound.description), "through": .text(upperBound.description)]
  }
}

extension Judgement.Answer {
  fileprivate func data(index: Int) -> DataValue {
    [
      "index": .number(index), "domain": .text(domain), "label": .text(label),
      "outcome": .text(outcome.rawValue), "outcomeLabel": .text(outcome.label), "count": .number(count),
      "reasons": .list(reasons.map { .text($0) }), "lacksData": .flag(lacksData), "sources": .list(sources.map(\.data)),
      "groups": .list(groups.enumerated().map { $1.data(ordinal: $0 + 1) }),
    ]
  }
}

extension Judgement.Source {
  fileprivate var deliveredText: String? { delivered.map { "\($0.lowerBound) 至 \($0.upperBound)" } }

  fileprivate var data: DataValue {
    [
      "name": .text(name), "delivered": DataValue(deliveredText),
      "isComplete": .flag(isComplete), "fault": DataValue(fault), "categories": .list(categories.map { .text($0) }),
      "statesCategories": .flag(statesCategories),
    ]
  }
}

extension Judgement.Unclassified {
  fileprivate func data(index: Int, of count: Int) -> DataValue {
    [
      "index": .number(index), "category": .text(category), "categoryLabel": .text(categoryLabel),
      "reason": .text(reason), "candidates": .list(candidates.map { .text($0) }),
      "record": record.data(index: index, of: count),
    ]
  }
}
