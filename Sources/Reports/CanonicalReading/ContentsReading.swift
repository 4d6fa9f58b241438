import JSON
import Records

// Reads the contents of a report in the order in which CanonicalData.swift writes them.
extension CanonicalJSONReader {
  mutating func subject() throws(CanonicalJSONFault) -> Report.Subject {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("code")
      let code = try reader.text()
      try reader.name("codeLabel")
      let codeLabel = try reader.text()
      try reader.name("fields")
      let fields = try reader.array { reader throws(CanonicalJSONFault) in try reader.line() }
      try reader.name("kind")
      let kind = try reader.text()
      try reader.name("kindLabel")
      let kindLabel = try reader.text()
      try reader.name("name")
      let name = try reader.text()
      try reader.name("nameLabel")
      let nameLabel = try reader.text()
      try reader.name("statusLabels")
      return Report.Subject(
        kind: kind, kindLabel: kindLabel, name: name, nameLabel: nameLabel, code: code, codeLabel: codeLabel,
        statusLabels: try reader.texts(), fields: fields)
    }
  }

  private mutating func line() throws(CanonicalJSONFault) -> Report.Line {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("key")
      let key = try reader.text()
      try reader.name("label")
      let label = try reader.text()
      try reader.name("value")
      return Report.Line(key: key, label: label, value: try reader.optionalText())
    }
  }

  mutating func section() throws(CanonicalJSONFault) -> Report.Section {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("content")
      let content = try reader.name(of: Report.Section.Content.self)
      try reader.name("count")
      let count = try reader.natural()
      try reader.name("groups")
      let groups = try reader.groups()
      try reader.name("key")
      let key = try reader.text()
      try reader.name("paragraphs")
      let paragraphs = try reader.texts()
      try reader.name("shortTitle")
      let shortTitle = try reader.text()
      try reader.name("showsCount")
      let showsCount = try reader.flag()
      try reader.name("title")
      return Report.Section(
        key: key, title: try reader.text(), shortTitle: shortTitle, content: content, showsCount: showsCount,
        count: count, groups: groups, paragraphs: paragraphs)
    }
  }

  mutating func groups() throws(CanonicalJSONFault) -> [Report.Group] {
    try array { reader throws(CanonicalJSONFault) in
      try reader.object { reader throws(CanonicalJSONFault) in
        try reader.name("category")
        let category = try reader.text()
        try reader.name("count")
        let count = try reader.natural()
        try reader.name("label")
        let label = try reader.text()
        try reader.name("records")
        let records = try reader.array { reader throws(CanonicalJSONFault) in try reader.record() }
        return Report.Group(category: category, label: label, count: count, records: records)
      }
    }
  }

  mutating func record() throws(CanonicalJSONFault) -> Report.Record {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("lines")
      let lines = try reader.array { reader throws(CanonicalJSONFault) in try reader.line() }
      try reader.name("marks")
      return Report.Record(lines: lines, marks: try reader.texts())
    }
  }

  mutating func omission() throws(CanonicalJSONFault) -> Report.Omission {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("count")
      let count = try reader.natural()
      try reader.name("label")
      let label = try reader.text()
      try reader.name("rule")
      let rule = try reader.text()
      try reader.name("unit")
      return Report.Omission(
        rule: rule, label: label, count: count, unit: try reader.name(of: Report.Omission.Unit.self))
    }
  }

  mutating func source() throws(CanonicalJSONFault) -> Report.Source {
    try object { reader throws(CanonicalJSONFault) in
      var categories: [String] = []
      if reader.version > 3 {
        try reader.name("categories")
        categories = try reader.texts()
      }
      try reader.name("domains")
      let domains = try reader.texts()
      try reader.name("from")
      let from = try reader.optionalText()
      try reader.name("isLate")
      let isLate = try reader.flag()
      try reader.name("name")
      let name = try reader.text()
      try reader.name("reason")
      let reason = try reader.optionalText()
      try reader.name("state")
      let state = try reader.name(of: Coverage.State.self)
      try reader.name("through")
      return Report.Source(
        name: name, domains: domains, categories: categories, from: from, through: try reader.optionalText(),
        state: state, reason: reason, isLate: isLate)
    }
  }

  mutating func unattributed() throws(CanonicalJSONFault) -> Report.Unattributed {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("categories")
      let categories = try reader.texts()
      try reader.name("count")
      let count = try reader.natural()
      try reader.name("day")
      let day = try reader.optionalText()
      try reader.name("domains")
      let domains = try reader.texts()
      try reader.name("reason")
      let reason = try reader.text()
      try reader.name("source")
      return Report.Unattributed(
        source: try reader.text(), categories: categories, domains: domains, day: day, count: count, reason: reason)
    }
  }
}
