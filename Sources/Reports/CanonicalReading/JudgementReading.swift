import JSON
import Records

// Reads the judgement in the order in which JudgementData.swift writes it.
extension CanonicalJSONReader {
  mutating func judgement() throws(CanonicalJSONFault) -> Judgement {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("answers")
      let answers = try reader.array { reader throws(CanonicalJSONFault) in try reader.answer() }
      try reader.name("asked")
      let asked = try reader.days()
      let counted = try reader.categories("counted")
      try reader.name("list")
      let list = try reader.list()
      let notQueried = try reader.categories("notQueried")
      try reader.name("period")
      let period = try reader.days()
      try reader.name("profile")
      let profile = try reader.profile()
      try reader.name("purpose")
      let purpose = try reader.name(of: Judgement.Purpose.self)
      try reader.name("recipient")
      let recipient = try reader.optionalText()
      try reader.name("unclassified")
      let unclassified = try reader.array { reader throws(CanonicalJSONFault) in try reader.unclassified() }
      return Judgement(
        asked: asked, period: period, purpose: purpose, recipient: recipient, profile: profile, list: list,
        counted: counted, notQueried: notQueried, answers: answers, unclassified: unclassified)
    }
  }

  /// A list of categories, which version 3 does not have.
  mutating func categories(_ name: StaticString) throws(CanonicalJSONFault) -> [Judgement.Category] {
    guard version > 3 else { return [] }
    try self.name(name)
    return try array { reader throws(CanonicalJSONFault) in
      try reader.object { reader throws(CanonicalJSONFault) in
        try reader.name("key")
        let key = try reader.text()
        try reader.name("label")
        return Judgement.Category(key: key, label: try reader.text())
      }
    }
  }

  mutating func list() throws(CanonicalJSONFault) -> Judgement.List {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("key")
      let key = try reader.text()
      try reader.name("label")
      let label = try reader.text()
      try reader.name("version")
      guard let version = UInt16(exactly: try reader.natural()) else { throw reader.fault("no version of a list") }
      return Judgement.List(key: key, label: label, version: version)
    }
  }

  mutating func profile() throws(CanonicalJSONFault) -> Judgement.Profile {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("basis")
      let basis = try reader.text()
      try reader.name("key")
      let key = try reader.text()
      try reader.name("label")
      let label = try reader.text()
      var note: String?
      if reader.version > 3 {
        try reader.name("note")
        note = try reader.optionalText()
      }
      return Judgement.Profile(key: key, label: label, basis: basis, note: note)
    }
  }

  private mutating func answer() throws(CanonicalJSONFault) -> Judgement.Answer {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("bit")
      let bit = try reader.natural()
      try reader.name("domain")
      let domain = try reader.text()
      try reader.name("groups")
      let groups = try reader.groups()
      try reader.name("label")
      let label = try reader.text()
      try reader.name("lacksData")
      let lacksData = try reader.flag()
      try reader.name("outcome")
      let outcome = try reader.name(of: Judgement.Answer.Outcome.self)
      try reader.name("reasons")
      let reasons = try reader.texts()
      try reader.name("sources")
      let sources = try reader.array { reader throws(CanonicalJSONFault) in try reader.judgedSource() }
      return Judgement.Answer(
        domain: domain, label: label, bit: bit, outcome: outcome, reasons: reasons, lacksData: lacksData,
        sources: sources, groups: groups)
    }
  }

  private mutating func judgedSource() throws(CanonicalJSONFault) -> Judgement.Source {
    try object { reader throws(CanonicalJSONFault) in
      var categories: [String] = []
      if reader.version > 3 {
        try reader.name("categories")
        categories = try reader.texts()
      }
      try reader.name("delivered")
      let delivered = reader.passesNull() ? nil : try reader.days()
      try reader.name("fault")
      let fault = try reader.optionalText()
      try reader.name("isComplete")
      let isComplete = try reader.flag()
      try reader.name("name")
      let name = try reader.text()
      var statesCategories = false
      if reader.version > 3 {
        try reader.name("statesCategories")
        statesCategories = try reader.flag()
      }
      return Judgement.Source(
        name: name, delivered: delivered, isComplete: isComplete, fault: fault, categories: categories,
        statesCategories: statesCategories)
    }
  }

  private mutating func unclassified() throws(CanonicalJSONFault) -> Judgement.Unclassified {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("candidates")
      let candidates = try reader.texts()
      try reader.name("category")
      let category = try reader.text()
      try reader.name("categoryLabel")
      let categoryLabel = try reader.text()
      try reader.name("reason")
      let reason = try reader.text()
      try reader.name("record")
      return Judgement.Unclassified(
        category: category, categoryLabel: categoryLabel, record: try reader.record(), reason: reason,
        candidates: candidates)
    }
  }
}
