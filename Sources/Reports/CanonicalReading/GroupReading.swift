import JSON
import Records

// Reads the summary of a group in the order in which GroupData.swift writes it.
extension CanonicalJSONReader {
  mutating func groupSummary() throws(CanonicalJSONFault) -> GroupSummary {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("asked")
      let asked = try reader.days()
      let counted = try reader.categories("counted")
      try reader.name("domains")
      let domains = try reader.array { reader throws(CanonicalJSONFault) in try reader.summaryDomain() }
      try reader.name("list")
      let list = try reader.list()
      try reader.name("members")
      let members = try reader.array { reader throws(CanonicalJSONFault) in
        let member = try reader.member()
        // Templates match answers to domains by position.
        guard member.answers.count == domains.count else { throw reader.fault("not one answer for each domain") }
        return member
      }
      // An empty group would be vacuously clean.
      guard members.first?.role == .issuer else { throw reader.fault("a group without its issuer first") }
      let notQueried = try reader.categories("notQueried")
      try reader.name("profile")
      let profile = try reader.profile()
      try reader.name("purpose")
      let purpose = try reader.name(of: Judgement.Purpose.self)
      try reader.name("recipient")
      return GroupSummary(
        asked: asked, purpose: purpose, recipient: try reader.optionalText(), profile: profile, list: list,
        counted: counted, notQueried: notQueried, domains: domains, members: members)
    }
  }

  private mutating func summaryDomain() throws(CanonicalJSONFault) -> GroupSummary.Domain {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("bit")
      let bit = try reader.natural()
      try reader.name("key")
      let key = try reader.text()
      try reader.name("label")
      return GroupSummary.Domain(key: key, label: try reader.text(), bit: bit)
    }
  }

  private mutating func member() throws(CanonicalJSONFault) -> GroupSummary.Member {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("answers")
      let answers = try reader.array { reader throws(CanonicalJSONFault) in try reader.summaryAnswer() }
      try reader.name("code")
      let code = try reader.text()
      try reader.name("digest")
      let digest = try reader.hexadecimalBytes(32)
      try reader.name("issuedAt")
      let issuedAt = try reader.time()
      try reader.name("name")
      let name = try reader.text()
      try reader.name("number")
      guard let number = ReportNumber(try reader.text()) else { throw reader.fault("no report number") }
      try reader.name("period")
      let period = try reader.days()
      try reader.name("role")
      let role = try reader.name(of: GroupSummary.Role.self)
      try reader.name("unclassified")
      return GroupSummary.Member(
        role: role, name: name, code: code, number: number, issuedAt: issuedAt, digest: digest, period: period,
        answers: answers, unclassified: try reader.natural())
    }
  }

  private mutating func summaryAnswer() throws(CanonicalJSONFault) -> GroupSummary.Answer {
    try object { reader throws(CanonicalJSONFault) in
      try reader.name("count")
      let count = try reader.natural()
      try reader.name("lacksData")
      let lacksData = try reader.flag()
      try reader.name("outcome")
      return GroupSummary.Answer(
        outcome: try reader.name(of: Judgement.Answer.Outcome.self), count: count, lacksData: lacksData)
    }
  }
}
