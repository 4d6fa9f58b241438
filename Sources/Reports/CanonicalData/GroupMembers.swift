import JSON
import Records

// The summary of a group in the canonical data of a report.

extension GroupSummary: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of summary: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let asked = try coder.member("asked", summary.asked)
    let counted = try coder.member("counted", summary.counted, since: 4, earlier: [])
    let domains = try coder.member("domains", summary.domains)
    let list = try coder.member("list", summary.list)
    let members = try coder.member("members", summary.members)
    // Templates match answers to domains by their index.
    try coder.require(
      members.allSatisfy { $0.answers.count == domains.count }, orElse: "not one answer for each domain")
    // An empty group would be vacuously clean.
    try coder.require(members.first?.role == .issuer, orElse: "a group without its issuer first")
    let notQueried = try coder.member("notQueried", summary.notQueried, since: 4, earlier: [])
    let profile = try coder.member("profile", summary.profile)
    let purpose = try coder.member("purpose", summary.purpose)
    let recipient = try coder.member("recipient", summary.recipient)
    return Self(
      asked: asked, purpose: purpose, recipient: recipient, profile: profile, list: list, counted: counted,
      notQueried: notQueried, domains: domains, members: members)
  }
}

extension GroupSummary.Domain: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of domain: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let bit = try coder.member("bit", domain.bit)
    let key = try coder.member("key", domain.key)
    let label = try coder.member("label", domain.label)
    return Self(key: key, label: label, bit: bit)
  }
}

extension GroupSummary.Member: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of member: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let answers = try coder.member("answers", member.answers)
    let code = try coder.member("code", member.code)
    let digest = try coder.member("digest", member.digest, count: 32)
    let issuedAt = try coder.member("issuedAt", member.issuedAt)
    let name = try coder.member("name", member.name)
    let number = try coder.member("number", member.number)
    let period = try coder.member("period", member.period)
    let role = try coder.member("role", member.role)
    let unclassified = try coder.member("unclassified", member.unclassified)
    return Self(
      role: role, name: name, code: code, number: number, issuedAt: issuedAt, digest: digest, period: period,
      answers: answers, unclassified: unclassified)
  }
}

extension GroupSummary.Answer: CanonicalObject {
  static func members<Coder: CanonicalCoder>(
    of answer: Given<Self>, by coder: inout Coder
  ) throws(Coder.Fault) -> Self {
    let count = try coder.member("count", answer.count)
    let lacksData = try coder.member("lacksData", answer.lacksData)
    let outcome = try coder.member("outcome", answer.outcome)
    return Self(outcome: outcome, count: count, lacksData: lacksData)
  }
}
