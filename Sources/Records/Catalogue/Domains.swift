public import CivilTime

/// A field of supervision for which a no-violation answer is given (税务, 消防安全, …): docs/judgement.md.
public struct Domain: Sendable, Hashable {
  public var naming: Naming
  /// The departments whose data must all be present before the domain can be called clean.
  public var sources: [Source]
  /// False for a domain that a plan is known to have but that could not be named: its only answer is 未归集.
  public var isIdentified: Bool

  public struct Source: Sendable, Hashable {
    /// As the department signs, and as `coverage` of a credit file names it.
    public var name: String
    public var aliases: [String]
    /// The places whose subjects it serves, as prefixes of the place number (characters 3 to 8 of the 统一社会信用代码); empty:
    /// all of them.
    public var places: [String]
    /// Keys of the categories that it must deliver; nil: all that count under the profile.
    public var owes: [String]?
    /// The first day for which it has data: before that day nobody looked. Nil: not known.
    public var since: CalendarDate?
    /// Sources whose data serve in place of its own, each for the subjects of its places (a city's 住房公积金管理中心 instead of
    /// the province's department); they have no alternatives themselves.
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
    /// The bit in the token; never given to another domain under the same version.
    public var bit: Int
    public init(domain: String, bit: Int) { (self.domain, self.bit) = (domain, bit) }
  }
  public var naming: Naming
  /// The token's value for the list (`verification.md` §2, `cat`).
  public var version: UInt16
  public var entries: [Entry]
  public init(naming: Naming, version: UInt16, entries: [Entry]) {
    (self.naming, self.version, self.entries) = (naming, version, entries)
  }
}

/// What counts as a violation; this differs by place: `domain.md` §3.3.
public struct ViolationProfile: Sendable, Hashable {
  /// How a record that may be left aside affects an answer. The report counts all records that are left aside.
  public enum Treatment: String, Sendable, Hashable, CaseIterable {
    /// It counts like any other.
    case count
    /// It does not count.
    case omit
  }
  public var naming: Naming
  /// From 1, never given to another profile: tokens name the profile by it. 0: catalogues from before version 2 of the claims
  /// have no numbers.
  public var number: UInt16
  /// Keys of the categories whose records count.
  public var categories: [String]
  /// Penalties imposed by simplified procedure (简易程序).
  public var simplified: Treatment
  /// Repaired records (信用修复); those that count are marked.
  public var repaired: Treatment
  /// Civil judgments that the subject won, if role and result are stated plainly (``JudgmentRules``).
  public var wonJudgments: Treatment
  /// The source of the rule, as printed in the report. It names no categories: which of them were searched depends on
  /// the sources that were asked.
  public var basis: String
  /// What else a reader must know about how records count, as printed.
  public var note: String?
  public init(
    naming: Naming, number: UInt16, categories: [String], simplified: Treatment, repaired: Treatment,
    wonJudgments: Treatment = .count, basis: String, note: String? = nil
  ) {
    self.number = number
    (self.naming, self.categories, self.basis, self.note) = (naming, categories, basis, note)
    (self.simplified, self.repaired, self.wonJudgments) = (simplified, repaired, wonJudgments)
  }
}
