public import CivilTime
public import ErrorCauses
public import Records
public import ReportKinds

/// What a no-violation report is asked: domains of a list, a period, a profile, and the purpose of the report.
///
/// Checked against the catalogue once; used for any number of subjects.
public struct NoViolationQuestion: Sendable, Equatable {
  let list: DomainList
  /// The domains of the list that are asked about, in its order.
  let entries: [Entry]
  let profile: ViolationProfile
  public let period: ClosedRange<CalendarDate>
  public let purpose: Judgement.Purpose
  public let recipient: String?

  /// A domain that is asked about, with everything needed to answer for it.
  struct Entry: Sendable, Equatable {
    /// Key of the domain.
    var domain: String
    /// Its bit in the token.
    var bit: Int
    var definition: Domain
  }

  /// - Parameters:
  ///   - list: key, label or another name of a domain list of the catalogue.
  ///   - domains: names of domains of the list; nil: all of them.
  ///   - profile: key, label or another name of a violation profile of the catalogue.
  public init(
    catalogue: Catalogue, list listName: String, domains names: [String]?, period: ClosedRange<CalendarDate>,
    purpose: Judgement.Purpose, recipient: String?, profile profileName: String
  ) throws(NoViolationError) {
    guard let list = catalogue.domainLists.first(where: { $0.naming.isCalled(listName) }) else {
      throw .unknownList(listName, known: catalogue.domainLists.map(\.naming.key))
    }
    guard let profile = catalogue.profiles.first(where: { $0.naming.isCalled(profileName) }) else {
      throw .unknownProfile(profileName, known: catalogue.profiles.map(\.naming.key))
    }
    if let recipient {
      do { _ = try ApplicantText(recipient) } catch { throw .recipient(error) }
    }
    var asked: Set<String>?
    if let names {
      asked = try Self.domains(names, of: list, catalogue)
    }
    var entries: [Entry] = []
    for entry in list.entries where asked?.contains(entry.domain) ?? true {
      // If it were skipped, the next domain would be answered under its bit.
      guard let definition = catalogue.domains.first(where: { $0.naming.key == entry.domain }) else {
        throw .unknownDomains([NoViolationError.Unknown(name: entry.domain)], list: list.naming.key, known: [])
      }
      entries.append(Entry(domain: entry.domain, bit: entry.bit, definition: definition))
    }
    self.entries = entries
    (self.list, self.profile, self.period) = (list, profile, period)
    (self.purpose, self.recipient) = (purpose, recipient)
  }

  /// The question of an issued report, as its token names it.
  ///
  /// Nil if the catalogue no longer has the list of this version, one of the bits in it, or the profile of this number.
  /// - Parameters:
  ///   - bits: of the domains asked about.
  ///   - profile: its number; 0 is none.
  public init?(
    catalogue: Catalogue, listVersion: UInt16, bits: [Int], profile number: UInt16, period: ClosedRange<CalendarDate>
  ) {
    guard let list = catalogue.domainLists.first(where: { $0.version == listVersion }), number > 0,
      let profile = catalogue.profiles.first(where: { $0.number == number })
    else { return nil }
    let asked = Set(bits)
    entries = list.entries.filter { asked.contains($0.bit) }.compactMap { entry in
      catalogue.domains.first { $0.naming.key == entry.domain }.map {
        Entry(domain: entry.domain, bit: entry.bit, definition: $0)
      }
    }
    guard entries.count == asked.count else { return nil }
    (self.list, self.profile, self.period) = (list, profile, period)
    // Neither has an effect on the answers.
    (purpose, recipient) = (.other, nil)
  }

  /// The keys of the list's domains with these names.
  /// - Throws: all that are unknown, at once.
  private static func domains(
    _ names: [String], of list: DomainList, _ catalogue: Catalogue
  ) throws(NoViolationError) -> Set<String> {
    let listed = list.entries.compactMap { entry in catalogue.domains.first { $0.naming.key == entry.domain } }
    var (keys, unknown, others): (Set<String>, [NoViolationError.Unknown], [(name: String, domain: Domain)]) = (
      [], [], []
    )
    for name in names {
      if let domain = listed.first(where: { $0.naming.isCalled(name) }) {
        keys.insert(domain.naming.key)
      } else if let other = catalogue.domains.first(where: { $0.naming.isCalled(name) }) {
        others.append((name, other))
      } else {
        let nearest = DomainHints(listed, catalogue.authorityRules).nearest(to: name)
        unknown.append(NoViolationError.Unknown(name: name, nearest: nearest))
      }
    }
    guard unknown.isEmpty else {
      throw .unknownDomains(unknown, list: list.naming.key, known: listed.map(\.naming.label))
    }
    if let (name, other) = others.first {
      let lists = catalogue.domainLists.filter { $0.entries.contains { $0.domain == other.naming.key } }
      throw .domainNotListed(name, list: list.naming.key, lists: lists.map(\.naming.key))
    }
    guard !keys.isEmpty else { throw .noDomains }
    return keys
  }
}

extension Naming {
  func isCalled(_ name: String) -> Bool {
    let folded = foldedName(name)
    return names.contains { foldedName($0) == folded }
  }
}

/// Why a no-violation report cannot be requested or issued.
public enum NoViolationError: BilingualError, Equatable {
  case unknownList(String, known: [String])
  case unknownProfile(String, known: [String])
  /// - Parameter known: labels of the list's domains.
  case unknownDomains([Unknown], list: String, known: [String])
  case domainNotListed(String, list: String, lists: [String])
  case noDomains
  case recipient(ApplicantText.Problem)
  /// Period and purpose were not given.
  case noTerms
  case person(kind: String)
  case periodAfterData(from: CalendarDate, asOf: CalendarDate)
  /// The home has keys for real reports, and nobody has confirmed that declared coverage is to be trusted.
  case declaredCoverage

  /// A name that nothing bears, and the name that may be meant.
  public struct Unknown: Sendable, Equatable {
    public var name: String
    public var nearest: String?

    public init(name: String, nearest: String? = nil) { (self.name, self.nearest) = (name, nearest) }
  }

  public var cause: ErrorCause { .input }

  public var remedy: Remedy? {
    switch self {
    case .unknownList: .domainList
    case .unknownProfile: .violationProfile
    case .unknownDomains, .noDomains, .domainNotListed: .domains
    case .periodAfterData: .periodStart
    case .declaredCoverage: .trustDeclaredCoverage
    case .noTerms, .person, .recipient: nil
    }
  }

  public var description: String { wording.english }

  public var wording: Wording {
    switch self {
    case .unknownList(let name, let known):
      Wording(
        "catalogue: there is no domain list \(name): choose one of \(known.joined(separator: ", "))",
        "领域清单（catalogue）：没有“\(name)”，可选：\(known.joined(separator: "、"))")
    case .unknownProfile(let name, let known):
      Wording(
        "profile: there is no violation profile \(name): choose one of \(known.joined(separator: ", "))",
        "口径（profile）：没有“\(name)”，可选：\(known.joined(separator: "、"))")
    case .unknownDomains(let unknown, let list, let known): Self.unknownDomains(unknown, list, known)
    case .domainNotListed(let name, let list, let lists):
      Wording("domains: the domain \(name) is not in the list \(list)", "领域（domains）：“\(name)”不在领域清单 \(list) 中")
        .with(
          hint: lists.isEmpty
            ? nil
            : Wording(
              "it is in \(lists.joined(separator: ", ")): choose that list",
              "该领域在 \(lists.joined(separator: "、")) 中，请选用该清单"))
    case .noDomains:
      Wording("domains: no domain is named; name some, or all", "领域（domains）：没有写明任何领域；请写明，或写 all（全部）")
    case .recipient(.tooLong):
      Wording(
        "recipient: the name has more than \(ApplicantText.longest) characters: shorten it",
        "接收单位（recipient）：超过 \(ApplicantText.longest) 个字，请缩短")
    case .recipient(.character(let code)):
      Wording(
        "recipient: \(code) is not of a name, which has letters, digits, spaces and \(ApplicantText.allowed): remove it",
        "接收单位（recipient）：有名称中不用的字符（\(code)）；只能用文字、数字、空格和 \(ApplicantText.allowed)，请删除")
    case .noTerms:
      Wording("a no-violation report needs domains, period and purpose", "无违法违规证明版须写明领域、查询期间和用途")
    case .person(let kind):
      Wording(
        "/subject/kind: a no-violation report is for companies and other bodies, not for a \(kind)",
        "/subject/kind：无违法违规证明版只对企业和其他组织出具，不对\(kind)出具")
    case .periodAfterData(let from, let asOf):
      Wording(
        "from: the period begins on \(from), after the records were gathered (\(asOf)): nothing can be said about it",
        "起始日期（from）：查询期间从 \(from) 开始，晚于数据归集之日 \(asOf)，对该期间不能作出任何结论")
    case .declaredCoverage:
      Wording(
        "/coverageBasis: the coverage is declared, not computed from deliveries, and this home has keys for real reports; "
          + "if the issuer answers for it, set trustDeclaredCoverage: true in config.yaml",
        "/coverageBasis：归集情况是单位声明的，不是由交付记录算出的，而本机存有正式报告的密钥；如出具单位对该声明负责，请在 config.yaml 中设 "
          + "trustDeclaredCoverage: true")
    }
  }

  private static func unknownDomains(_ unknown: [Unknown], _ list: String, _ known: [String]) -> Wording {
    let names = unknown.map(\.name)
    let hints = unknown.compactMap { one in one.nearest.map { (name: one.name, nearest: $0) } }
    let isOne = unknown.count == 1
    let english = hints.map { isOne ? $0.nearest : "\($0.nearest) for \($0.name)" }.joined(separator: ", ")
    let chinese = hints.map { isOne ? "“\($0.nearest)”" : "“\($0.name)”应为“\($0.nearest)”" }
      .joined(separator: "，")
    let problem = Wording(
      "domains: there \(isOne ? "is no domain" : "are no domains") \(names.joined(separator: ", "))",
      "领域（domains）：没有“\(names.joined(separator: "”“"))”")
    let meant = problem.with(
      hint: hints.isEmpty ? nil : Wording("did you mean \(english)?", isOne ? "是否应为\(chinese)？" : "是否\(chinese)？"))
    if known.isEmpty { return meant }
    let all = known.joined(separator: "、")
    return Wording("\(meant.english) (\(list) has \(all))", "\(meant.chinese)（领域清单 \(list) 有\(all)）")
  }

}
