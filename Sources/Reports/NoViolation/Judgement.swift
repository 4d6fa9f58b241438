public import CivilTime

/// What the no-violation edition answers, domain by domain (docs/judgement.md). A wrong "clean" is the worst that can
/// happen: every doubt makes another answer of it, and says why.
public struct Judgement: Sendable, Equatable {
  /// What was asked: both days inclusive.
  public var asked: ClosedRange<CalendarDate>
  /// What is answered for: `asked`, cut at the day up to which records were gathered.
  public var period: ClosedRange<CalendarDate>
  public var purpose: Purpose
  /// Whom the report is for; nil: nobody was named.
  public var recipient: String?
  public var profile: Profile
  public var list: List
  /// The categories that count and were looked for, in the profile's order; empty: the data of the report do not say.
  public var counted: [Category]
  /// 未纳入查询: categories that count by the profile, and that no source which was asked delivers. What is on file of
  /// them counts all the same.
  public var notQueried: [Category]
  /// One for each domain that was asked about, in the list's order.
  public var answers: [Answer]
  /// 未归类: records that count and that fit no domain of which one could be sure, in the file's order.
  public var unclassified: [Unclassified]

  /// Why the report is wanted.
  public enum Purpose: String, Sendable, CaseIterable {
    case listing, financing, bidding, subsidy, procurement, other

    public var label: String {
      switch self {
      case .listing: "上市"
      case .financing: "融资信贷"
      case .bidding: "招标投标"
      case .subsidy: "资金申请与项目支持"
      case .procurement: "政府采购"
      case .other: "其他"
      }
    }
  }

  /// The violation profile that was applied, as the report prints it.
  public struct Profile: Sendable, Equatable {
    public var key: String, label: String, basis: String
    /// What else must be known of how records count.
    public var note: String?
    public init(key: String, label: String, basis: String, note: String? = nil) {
      (self.key, self.label, self.basis, self.note) = (key, label, basis, note)
    }
  }

  /// Key and label of a category.
  public struct Category: Sendable, Equatable {
    public var key: String, label: String
    public init(key: String, label: String) { (self.key, self.label) = (key, label) }
  }

  /// The list of domains; the token's bits are its.
  public struct List: Sendable, Equatable {
    public var key: String, label: String
    public var version: UInt16
    public init(key: String, label: String, version: UInt16) {
      (self.key, self.label, self.version) = (key, label, version)
    }
  }

  public struct Answer: Sendable, Equatable {
    public enum Outcome: String, Sendable, CaseIterable {
      /// Every source was looked through for all of the period, and no record counts.
      case clean
      /// At least one record counts.
      case records
      /// 未归集: a source did not deliver all of the period.
      case noData = "no-data"
      /// 不能确认: the sources are complete, but a record may belong here and none is sure to.
      case undetermined

      public var label: String {
        switch self {
        case .clean: "未发现违法违规记录"
        case .records: "有违法违规记录"
        case .noData: "数据未归集，不能作出结论"
        case .undetermined: "有存疑记录，不能作出结论"
        }
      }
    }
    /// Key and label of the domain, and its bit in the token.
    public var domain: String, label: String
    public var bit: Int
    public var outcome: Outcome
    /// Why a domain cannot be called clean, beside its records: whole sentences.
    public var reasons: [String]
    /// Whether a source did not deliver all of the period; it may be so beside records.
    public var lacksData: Bool
    /// The sources that were needed, and what each delivered.
    public var sources: [Source]
    /// The records that count, by category.
    public var groups: [Report.Group]
    public init(
      domain: String, label: String, bit: Int, outcome: Outcome, reasons: [String], lacksData: Bool,
      sources: [Source], groups: [Report.Group]
    ) {
      (self.domain, self.label, self.bit, self.outcome) = (domain, label, bit, outcome)
      (self.reasons, self.lacksData, self.sources, self.groups) = (reasons, lacksData, sources, groups)
    }

    public var count: Int { groups.reduce(0) { $0 + $1.count } }
  }

  /// A source of a domain, as the report prints it.
  public struct Source: Sendable, Equatable {
    public var name: String
    /// The days that it delivered without a gap and that meet the period; nil: none.
    public var delivered: ClosedRange<CalendarDate>?
    /// Whether these are all of the period.
    public var isComplete: Bool
    /// Why not: 未归集, 归集失败（…）, 归集至2025-06-30.
    public var fault: String?
    /// Labels of the categories for which it was needed.
    public var categories: [String]
    /// Whether all that the file says of it names categories; else it prints as 未载明类别.
    public var statesCategories: Bool
    public init(
      name: String, delivered: ClosedRange<CalendarDate>?, isComplete: Bool, fault: String?, categories: [String],
      statesCategories: Bool
    ) {
      (self.name, self.delivered) = (name, delivered)
      (self.isComplete, self.fault) = (isComplete, fault)
      (self.categories, self.statesCategories) = (categories, statesCategories)
    }
  }

  /// A record that counts and whose domain is in doubt.
  public struct Unclassified: Sendable, Equatable {
    /// Key and label of its category.
    public var category: String, categoryLabel: String
    public var record: Report.Record
    /// Why it is here: one sentence.
    public var reason: String
    /// Labels of the domains that were asked about and that it may belong to.
    public var candidates: [String]
    public init(
      category: String, categoryLabel: String, record: Report.Record, reason: String, candidates: [String]
    ) {
      (self.category, self.categoryLabel, self.record) = (category, categoryLabel, record)
      (self.reason, self.candidates) = (reason, candidates)
    }
  }

  public init(
    asked: ClosedRange<CalendarDate>, period: ClosedRange<CalendarDate>, purpose: Purpose, recipient: String?,
    profile: Profile, list: List, counted: [Category], notQueried: [Category], answers: [Answer],
    unclassified: [Unclassified]
  ) {
    (self.asked, self.period, self.purpose, self.recipient) = (asked, period, purpose, recipient)
    (self.profile, self.list, self.answers, self.unclassified) = (profile, list, answers, unclassified)
    (self.counted, self.notQueried) = (counted, notQueried)
  }
}
