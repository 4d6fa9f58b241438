public import CivilTime

/// A field of supervision for which a no-violation answer is given (税务, 消防安全, …): docs/judgement.md.
public struct Domain: Sendable, Hashable {
  public var naming: Naming
  /// The departments whose data must all be there before the domain can be called clean.
  public var sources: [Source]
  /// False for a domain that a plan is known to have and that could not be named: it has no answer but 未归集.
  public var isIdentified: Bool

  public struct Source: Sendable, Hashable {
    /// As the department signs, and as `coverage` of a credit file names it.
    public var name: String
    public var aliases: [String]
    /// The places whose subjects it serves, as beginnings of the place's number (characters 3 to 8 of the
    /// 统一社会信用代码); empty: all of them.
    public var places: [String]
    /// Keys of the categories that it is to deliver; nil: all that count under the profile.
    public var owes: [String]?
    /// The first day of which it has data: before it nobody looked. Nil: not known.
    public var since: CalendarDate?
    /// Those whose data serve as well as its own, each for the subjects of its places (the 住房公积金管理中心 of a city in
    /// the stead of the province's department); they have none of their own.
    public var alternatives: [Source]
    public init(
      name: String, aliases: [String] = [], places: [String] = [], owes: [String]? = nil, since: CalendarDate? = nil,
      alternatives: [Source] = []
    ) {
      (self.name, self.aliases, self.places, self.alternatives) = (name, aliases, places, alternatives)
      (self.owes, self.since) = (owes, since)
    }
  }

  public init(naming: Naming, sources: [Source], isIdentified: Bool = true) {
    (self.naming, self.sources, self.isIdentified) = (naming, sources, isIdentified)
  }
}

/// The domains that a no-violation report may be asked about, in print order, each with its bit in the token's masks.
public struct DomainList: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    /// Key of the domain.
    public var domain: String
    /// In the token; never given to another domain under the same version.
    public var bit: Int
    public init(domain: String, bit: Int) { (self.domain, self.bit) = (domain, bit) }
  }
  public var naming: Naming
  /// What a token calls the list (`verification.md` §2, `cat`).
  public var version: UInt16
  public var entries: [Entry]
  public init(naming: Naming, version: UInt16, entries: [Entry]) {
    (self.naming, self.version, self.entries) = (naming, version, entries)
  }
}

/// What counts as a violation; it differs from place to place: `domain.md` §3.3.
public struct ViolationProfile: Sendable, Hashable {
  /// What a record that could be left aside does to an answer. Whatever is left aside is counted in the report.
  public enum Treatment: String, Sendable, Hashable, CaseIterable {
    /// It counts like any other.
    case count
    /// It does not count.
    case omit
  }
  public var naming: Naming
  /// Keys of the categories whose records count.
  public var categories: [String]
  /// Penalties given by simplified procedure (简易程序).
  public var simplified: Treatment
  /// Records that were repaired (信用修复); counted ones are marked.
  public var repaired: Treatment
  /// Civil judgments that the subject won, where role and result are said plainly (``JudgmentRules``).
  public var wonJudgments: Treatment
  /// Where the rule comes from, as printed in the report. It names no categories: which of them were looked for depends
  /// on the sources that were asked.
  public var basis: String
  /// What else must be known of how records count, as printed.
  public var note: String?
  public init(
    naming: Naming, categories: [String], simplified: Treatment, repaired: Treatment, wonJudgments: Treatment = .count,
    basis: String, note: String? = nil
  ) {
    (self.naming, self.categories, self.basis, self.note) = (naming, categories, basis, note)
    (self.simplified, self.repaired, self.wonJudgments) = (simplified, repaired, wonJudgments)
  }
}
