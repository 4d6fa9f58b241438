public import CivilTime
public import ReportKinds

/// The answers of the no-violation edition, domain by domain (docs/judgement.md). A wrong "clean" is the worst possible
/// error: every doubt leads to another answer, with its reason.
public struct Judgement: Sendable, Equatable {
  /// The period that was asked about: both days inclusive.
  public var asked: ClosedRange<CalendarDate>
  /// The period that is answered for: `asked`, cut off at the day up to which records were gathered.
  public var period: ClosedRange<CalendarDate>
  public var purpose: Purpose
  /// For whom the report is; nil: nobody was named.
  public var recipient: String?
  public var profile: Profile
  public var list: List
  /// The categories that count and were queried, in the profile's order; empty: the report's data do not say.
  public var counted: [Category]
  /// 未纳入查询: categories that count under the profile but that none of the asked sources delivers. Their records on file
  /// count all the same.
  public var notQueried: [Category]
  /// One per domain that was asked about, in the list's order.
  public var answers: [Answer]
  /// 未归类: records that count but whose domain is not certain, in the file's order.
  public var unclassified: [Unclassified]

  public typealias Purpose = ReportPurpose

  /// The violation profile that was applied, as the report prints it.
  public struct Profile: Sendable, Equatable {
    public var key: String, label: String, basis: String
    /// What else a reader must know about how records count.
    public var note: String?
    /// The number in tokens; 0: the report's data do not say.
    public var number: UInt16
    public init(key: String, label: String, basis: String, note: String? = nil, number: UInt16) {
      (self.key, self.label, self.basis, self.note, self.number) = (key, label, basis, note, number)
    }
  }

  /// Key and label of a category.
  public struct Category: Sendable, Equatable {
    public var key: String, label: String
    public init(key: String, label: String) { (self.key, self.label) = (key, label) }
  }

  /// The list of domains, which defines the token's bits.
  public struct List: Sendable, Equatable {
    public var key: String, label: String
    public var version: UInt16
    /// How many domains it has, asked about or not; 0: the report's data do not say.
    public var size: Int
    public init(key: String, label: String, version: UInt16, size: Int) {
      (self.key, self.label, self.version, self.size) = (key, label, version, size)
    }
  }

  public struct Answer: Sendable, Equatable {
    public enum Outcome: String, Sendable, CaseIterable, Codable {
      /// Every source was searched for the whole period, and no record counts.
      case clean
      /// At least one record counts.
      case records
      /// 未归集: a source did not deliver all of the period.
      case noData = "no-data"
      /// 不能确认: the sources are complete, but a record may belong here and none certainly does.
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
    /// Why a domain cannot be called clean, besides its records: whole sentences.
    public var reasons: [String]
    /// Whether a source did not deliver all of the period; possible even if there are records.
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
    /// The last run of delivered days that meets the period; nil: none.
    public var delivered: ClosedRange<CalendarDate>?
    /// Whether it delivered the whole period.
    public var isComplete: Bool
    /// Why not: 未归集, 归集失败（…）, 归集至2025-06-30.
    public var fault: String?
    /// Labels of the categories for which it was needed.
    public var categories: [String]
    /// Whether every entry of the file about it names categories; otherwise 未载明类别 is printed.
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
    /// Labels of the domains asked about to which it may belong.
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
