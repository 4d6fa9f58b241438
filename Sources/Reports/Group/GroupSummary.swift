public import CivilTime

/// What the no-violation reports of a securities issuer (发行人) and its group answer, subject by subject and domain by
/// domain (汇总表). It is made from issued reports and says no more than they do; it does not replace any of them.
public struct GroupSummary: Sendable, Equatable {
  /// The period that all reports were asked about: both days inclusive.
  public var asked: ClosedRange<CalendarDate>
  public var purpose: Judgement.Purpose
  /// For whom the reports are; nil: nobody was named.
  public var recipient: String?
  public var profile: Judgement.Profile
  public var list: Judgement.List
  /// Categories that count and were queried in every report; and those that at least one report did not query (未纳入查询).
  public var counted: [Judgement.Category]
  public var notQueried: [Judgement.Category]
  /// The domains that all of the reports were asked about, in the list's order.
  public var domains: [Domain]
  /// One per report: the issuer first, then in the order in which they were given.
  public var members: [Member]

  public struct Domain: Sendable, Equatable {
    /// Key and label of the domain, and its bit in the token.
    public var key: String, label: String
    public var bit: Int
    public init(key: String, label: String, bit: Int) { (self.key, self.label, self.bit) = (key, label, bit) }
  }

  /// A member of the group, and what its report says.
  public struct Member: Sendable, Equatable {
    public var role: Role
    public var name: String, code: String
    public var number: ReportNumber
    /// To the second.
    public var issuedAt: BeijingTime
    /// Digest of the report's canonical data, as in its token: 32 bytes.
    public var digest: [UInt8]
    /// The period that is answered for: `asked`, cut off at the day up to which the subject's records were gathered.
    public var period: ClosedRange<CalendarDate>
    /// One for each domain of the summary.
    public var answers: [Answer]
    /// Records whose domain is not certain.
    public var unclassified: Int
    public init(
      role: Role, name: String, code: String, number: ReportNumber, issuedAt: BeijingTime, digest: [UInt8],
      period: ClosedRange<CalendarDate>, answers: [Answer], unclassified: Int
    ) {
      (self.role, self.name, self.code) = (role, name, code)
      (self.number, self.issuedAt, self.digest) = (number, issuedAt, digest)
      (self.period, self.answers, self.unclassified) = (period, answers, unclassified)
    }

    /// The number that the report counts.
    public var recordCount: Int { answers.reduce(unclassified) { $0 + $1.count } }
    public var isClean: Bool { answers.allSatisfy { $0.outcome == .clean } }
  }

  public struct Answer: Sendable, Equatable {
    public var outcome: Judgement.Answer.Outcome
    /// Records that count.
    public var count: Int
    /// Whether a source did not deliver all of the period; possible even if there are records.
    public var lacksData: Bool
    public init(outcome: Judgement.Answer.Outcome, count: Int, lacksData: Bool) {
      (self.outcome, self.count, self.lacksData) = (outcome, count, lacksData)
    }
  }

  /// The relation of a subject to the issuer of its group.
  public enum Role: String, Sendable, Codable, CaseIterable {
    case issuer, branch, subsidiary
    case controllingShareholder = "controlling-shareholder"

    public var label: String {
      switch self {
      case .issuer: "发行人"
      case .branch: "分支机构"
      case .subsidiary: "子公司"
      case .controllingShareholder: "控股股东"
      }
    }
  }

  public init(
    asked: ClosedRange<CalendarDate>, purpose: Judgement.Purpose, recipient: String?, profile: Judgement.Profile,
    list: Judgement.List, counted: [Judgement.Category], notQueried: [Judgement.Category], domains: [Domain],
    members: [Member]
  ) {
    (self.asked, self.purpose, self.recipient) = (asked, purpose, recipient)
    (self.profile, self.list, self.domains, self.members) = (profile, list, domains, members)
    (self.counted, self.notQueried) = (counted, notQueried)
  }

  /// How many answers of all members have this outcome.
  public func count(_ outcome: Judgement.Answer.Outcome) -> Int {
    members.reduce(0) { sum, member in sum + member.answers.count { $0.outcome == outcome } }
  }

  /// The combined answer of all members in a domain: the outcome furthest from clean, and all records.
  /// - Parameter index: of the domain.
  public func answer(ofAllIn index: Int) -> Answer {
    let answers = members.map { $0.answers[index] }
    let outcomes: [Judgement.Answer.Outcome] = [.records, .noData, .undetermined]
    return Answer(
      outcome: outcomes.first { outcome in answers.contains { $0.outcome == outcome } } ?? .clean,
      count: answers.reduce(0) { $0 + $1.count }, lacksData: answers.contains(where: \.lacksData))
  }

  public var lacksData: Bool { members.contains { $0.answers.contains(where: \.lacksData) } }
}
