import CivilTime
public import ErrorCauses
import Records
import ReportKinds

extension Report {
  /// A no-violation report on a member of a group, as issued.
  public struct GroupPart: Sendable {
    public var role: GroupSummary.Role
    public var report: Report
    /// Digest of its canonical data, as in its token: 32 bytes.
    public var digest: [UInt8]
    public init(role: GroupSummary.Role, report: Report, digest: [UInt8]) {
      (self.role, self.report, self.digest) = (role, report, digest)
    }
  }

  /// The summary of the reports of a group. Reports that do not answer the same question are refused: next to each
  /// other they would appear to.
  ///
  /// Its period ends with the earliest end of theirs: after that day, not every member was examined.
  /// - Parameter parts: in the order in which they are to be listed; the issuer is always listed first.
  public init(summaryOf parts: [GroupPart], identity: Identity) throws(GroupError) {
    let issuers = parts.filter { $0.role == .issuer }
    guard let issuer = issuers.first else { throw .noIssuer }
    guard issuers.count == 1 else { throw .severalIssuers(issuers.map(\.report.subject.name)) }
    guard let question = issuer.report.judgement else { throw .noJudgement(issuer.report.subject.name) }
    let domains = question.answers.map { GroupSummary.Domain(key: $0.domain, label: $0.label, bit: $0.bit) }

    var members: [GroupSummary.Member] = []
    // Identified by code, or by name if there is no code.
    var seen: [String: String] = [:]
    for part in [issuer] + parts.filter({ $0.role != .issuer }) {
      let report = part.report
      let (name, code) = (report.subject.name, report.subject.code)
      if let other = seen.updateValue(name, forKey: code.isEmpty ? name : code) {
        throw .repeatedSubject(other, code: code)
      }
      members.append(try Self.member(part, question, domains, of: issuer.report))
    }
    let first = question.asked.lowerBound
    let last = members.map(\.period.upperBound).min() ?? first
    let asOf = parts.map(\.report.asOf).min() ?? issuer.report.asOf
    // A category was queried only if all reports queried it.
    let judgements = parts.compactMap(\.report.judgement)
    let notQueried = (question.notQueried + question.counted).filter { category in
      judgements.contains { $0.notQueried.contains(category) }
    }
    self.init(
      kind: .group, title: ReportKind.group.title, edition: issuer.report.edition,
      standard: issuer.report.standard, versionLabel: issuer.report.versionLabel, identity: identity, asOf: asOf,
      period: first...last, subject: issuer.report.subject, sections: [], omissions: [],
      group: GroupSummary(
        asked: question.asked, purpose: question.purpose, recipient: question.recipient, profile: question.profile,
        list: question.list, counted: question.counted.filter { !notQueried.contains($0) }, notQueried: notQueried,
        domains: domains, members: members))
    overview = issuer.report.overview
    coverageBasis = parts.allSatisfy { $0.report.coverageBasis == .deliveries } ? .deliveries : .declared
  }

  private static func member(
    _ part: GroupPart, _ question: Judgement, _ domains: [GroupSummary.Domain], of issuer: Report
  ) throws(GroupError) -> GroupSummary.Member {
    let report = part.report
    guard let judgement = report.judgement else { throw .noJudgement(report.subject.name) }
    func require(_ isSame: Bool, _ what: GroupError.Difference) throws(GroupError) {
      if !isSame { throw .differs(report.subject.name, what) }
    }
    try require(judgement.asked == question.asked, .period)
    try require(
      judgement.list == question.list
        && judgement.answers.map { GroupSummary.Domain(key: $0.domain, label: $0.label, bit: $0.bit) } == domains,
      .domains)
    try require(judgement.profile == question.profile, .profile)
    try require(judgement.purpose == question.purpose, .purpose)
    try require(judgement.recipient == question.recipient, .recipient)
    try require(report.dataVersion == issuer.dataVersion, .dataVersion)
    try require((report.edition, report.standard) == (issuer.edition, issuer.standard), .edition)
    let issuedAt = BeijingTime(millisecondsSince1970: report.identity.issuedAt.secondsSince1970 * 1000)
    return GroupSummary.Member(
      role: part.role, name: report.subject.name, code: report.subject.code, number: report.identity.number,
      issuedAt: issuedAt, digest: part.digest, period: judgement.period,
      answers: judgement.answers.map {
        GroupSummary.Answer(outcome: $0.outcome, count: $0.count, lacksData: $0.lacksData)
      }, unclassified: judgement.unclassified.count)
  }
}

/// Why reports cannot be summarised.
public enum GroupError: BilingualError, Sendable, Equatable {
  case noIssuer
  case severalIssuers([String])
  /// The report of this subject is not a no-violation report.
  case noJudgement(String)
  case repeatedSubject(String, code: String)
  /// The report of this subject was asked a different question from the issuer's.
  case differs(String, Difference)

  /// In what two reports differ.
  public enum Difference: Sendable {
    case period, domains, profile, purpose, recipient, dataVersion, edition

    var wording: Wording {
      switch self {
      case .period: Wording("period", "查询期间")
      case .domains: Wording("domains", "领域")
      case .profile: Wording("profile", "口径")
      case .purpose: Wording("purpose", "用途")
      case .recipient: Wording("recipient", "接收单位")
      case .dataVersion: Wording("version of its data", "数据版本")
      case .edition: Wording("edition", "版本")
      }
    }
  }

  public var cause: ErrorCause { .input }

  public var description: String { wording.english }

  public var wording: Wording {
    switch self {
    case .noIssuer:
      Wording("the group has no issuer; give one subject the role 发行人 (issuer)", "这组报告没有发行人；请将其中一个主体的角色写为发行人")
    case .severalIssuers(let names):
      Wording(
        "the group has \(names.count) issuers (\(names.joined(separator: "、"))); only one subject has the role 发行人 "
          + "(issuer)",
        "这组报告有 \(names.count) 个发行人（\(names.joined(separator: "、"))）；只能有一个主体的角色是发行人")
    case .noJudgement(let name):
      Wording(
        "the report on \(name) is no no-violation report, and a summary is made of these",
        "\(name)的报告不是无违法违规证明版，而汇总表只由无违法违规证明版汇总")
    case .repeatedSubject(let name, let code):
      Wording(
        "\(name) (\(code)) is in the group twice; remove one of its rows", "\(name)（\(code)）在这组报告中出现了两次；请删去其中一行")
    case .differs(let name, let what):
      Wording(
        "the report on \(name) has another \(what.wording.english) than the issuer's; reports of one summary must answer the "
          + "same question",
        "\(name)的报告与发行人的报告\(what.wording.chinese)不同；同一汇总表的各份报告须回答同一问题")
    }
  }
}
