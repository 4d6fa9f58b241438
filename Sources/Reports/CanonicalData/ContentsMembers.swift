import JSON
import Records

// The contents of a report in its canonical data.

extension Report.Subject: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of subject: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let code = try coder.member("code", subject.code)
    let codeLabel = try coder.member("codeLabel", subject.codeLabel)
    let fields = try coder.member("fields", subject.fields)
    let kind = try coder.member("kind", subject.kind)
    let kindLabel = try coder.member("kindLabel", subject.kindLabel)
    let name = try coder.member("name", subject.name)
    let nameLabel = try coder.member("nameLabel", subject.nameLabel)
    let statusLabels = try coder.member("statusLabels", subject.statusLabels)
    return Self(
      kind: kind, kindLabel: kindLabel, name: name, nameLabel: nameLabel, code: code, codeLabel: codeLabel,
      statusLabels: statusLabels, fields: fields)
  }
}

/// A line whose value is null is printed as — —; a line of an unknown field has an empty key.
extension Report.Line: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of line: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let key = try coder.member("key", line.key)
    let label = try coder.member("label", line.label)
    let value = try coder.member("value", line.value)
    return Self(key: key, label: label, value: value)
  }
}

extension Report.Section: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of section: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let content = try coder.member("content", section.content)
    let count = try coder.member("count", section.count)
    let groups = try coder.member("groups", section.groups)
    let key = try coder.member("key", section.key)
    let paragraphs = try coder.member("paragraphs", section.paragraphs)
    let shortTitle = try coder.member("shortTitle", section.shortTitle)
    let showsCount = try coder.member("showsCount", section.showsCount)
    let title = try coder.member("title", section.title)
    return Self(
      key: key, title: title, shortTitle: shortTitle, content: content, showsCount: showsCount, count: count,
      groups: groups, paragraphs: paragraphs)
  }
}

extension Report.Group: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of group: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let category = try coder.member("category", group.category)
    let count = try coder.member("count", group.count)
    let label = try coder.member("label", group.label)
    let records = try coder.member("records", group.records)
    return Self(category: category, label: label, count: count, records: records)
  }
}

extension Report.Record: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of record: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let lines = try coder.member("lines", record.lines)
    let marks = try coder.member("marks", record.marks)
    return Self(lines: lines, marks: marks)
  }
}

extension Report.Omission: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of omission: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let count = try coder.member("count", omission.count)
    let label = try coder.member("label", omission.label)
    let rule = try coder.member("rule", omission.rule)
    let unit = try coder.member("unit", omission.unit)
    return Self(rule: rule, label: label, count: count, unit: unit)
  }
}

extension Report.Source: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of source: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let categories = try coder.member("categories", source.categories, since: 4, earlier: [])
    let domains = try coder.member("domains", source.domains)
    let from = try coder.member("from", source.from)
    let isLate = try coder.member("isLate", source.isLate)
    let name = try coder.member("name", source.name)
    let reason = try coder.member("reason", source.reason)
    let state = try coder.member("state", source.state)
    let through = try coder.member("through", source.through)
    return Self(
      name: name, domains: domains, categories: categories, from: from, through: through, state: state,
      reason: reason, isLate: isLate)
  }
}

extension Report.Excluded: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of rows: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let categories = try coder.member("categories", rows.categories)
    let count = try coder.member("count", rows.count)
    let reason = try coder.member("reason", rows.reason)
    let source = try coder.member("source", rows.source)
    return Self(source: source, categories: categories, count: count, reason: reason)
  }
}

extension Report.Unattributed: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of rows: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let categories = try coder.member("categories", rows.categories)
    let count = try coder.member("count", rows.count)
    let day = try coder.member("day", rows.day)
    let domains = try coder.member("domains", rows.domains)
    let reason = try coder.member("reason", rows.reason)
    let source = try coder.member("source", rows.source)
    return Self(source: source, categories: categories, domains: domains, day: day, count: count, reason: reason)
  }
}
