import JSON
import Records

// The judgement in the canonical data of a report.

extension Judgement: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of judgement: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let answers = try coder.member("answers", judgement.answers)
    let asked = try coder.member("asked", judgement.asked)
    let counted = try coder.member("counted", judgement.counted, since: 4, earlier: [])
    let list = try coder.member("list", judgement.list)
    let notQueried = try coder.member("notQueried", judgement.notQueried, since: 4, earlier: [])
    let period = try coder.member("period", judgement.period)
    let profile = try coder.member("profile", judgement.profile)
    let purpose = try coder.member("purpose", judgement.purpose)
    let recipient = try coder.member("recipient", judgement.recipient)
    let unclassified = try coder.member("unclassified", judgement.unclassified)
    return Self(
      asked: asked, period: period, purpose: purpose, recipient: recipient, profile: profile, list: list,
      counted: counted, notQueried: notQueried, answers: answers, unclassified: unclassified)
  }
}

extension Judgement.List: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of list: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let key = try coder.member("key", list.key)
    let label = try coder.member("label", list.label)
    let size = try coder.member("size", list.size, since: 6, earlier: 0)
    let version = try coder.member("version", list.fullVersion)
    try coder.require(version <= UInt16.max, orElse: "no version of a list")
    return Self(key: key, label: label, version: UInt16(version), size: size)
  }

  private var fullVersion: Int { Int(version) }
}

extension Judgement.Profile: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of profile: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let basis = try coder.member("basis", profile.basis)
    let key = try coder.member("key", profile.key)
    let label = try coder.member("label", profile.label)
    let note = try coder.member("note", profile.note, since: 4, earlier: nil)
    let number = try coder.member("number", profile.fullNumber, since: 6, earlier: 0)
    try coder.require(number <= UInt16.max, orElse: "no number of a profile")
    return Self(key: key, label: label, basis: basis, note: note, number: UInt16(number))
  }

  private var fullNumber: Int { Int(number) }
}

extension Judgement.Category: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of category: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let key = try coder.member("key", category.key)
    let label = try coder.member("label", category.label)
    return Self(key: key, label: label)
  }
}

extension Judgement.Answer: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of answer: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let bit = try coder.member("bit", answer.bit)
    let domain = try coder.member("domain", answer.domain)
    let groups = try coder.member("groups", answer.groups)
    let label = try coder.member("label", answer.label)
    let lacksData = try coder.member("lacksData", answer.lacksData)
    let outcome = try coder.member("outcome", answer.outcome)
    let reasons = try coder.member("reasons", answer.reasons)
    let sources = try coder.member("sources", answer.sources)
    return Self(
      domain: domain, label: label, bit: bit, outcome: outcome, reasons: reasons, lacksData: lacksData,
      sources: sources, groups: groups)
  }
}

extension Judgement.Source: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of source: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let categories = try coder.member("categories", source.categories, since: 4, earlier: [])
    let delivered = try coder.member("delivered", source.delivered)
    let fault = try coder.member("fault", source.fault)
    let isComplete = try coder.member("isComplete", source.isComplete)
    let name = try coder.member("name", source.name)
    let statesCategories = try coder.member("statesCategories", source.statesCategories, since: 4, earlier: false)
    return Self(
      name: name, delivered: delivered, isComplete: isComplete, fault: fault, categories: categories,
      statesCategories: statesCategories)
  }
}

extension Judgement.Unclassified: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of unclassified: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let candidates = try coder.member("candidates", unclassified.candidates)
    let category = try coder.member("category", unclassified.category)
    let categoryLabel = try coder.member("categoryLabel", unclassified.categoryLabel)
    let reason = try coder.member("reason", unclassified.reason)
    let record = try coder.member("record", unclassified.record)
    return Self(
      category: category, categoryLabel: categoryLabel, record: record, reason: reason, candidates: candidates)
  }
}
