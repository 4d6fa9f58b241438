public import CivilTime

/// How long a record is shown, by the day on which the rule came into force: `domain.md` §1.8.
public struct PublicityRule: Sendable, Hashable {
  public var key: String
  public var label: String
  /// The categories to which it applies.
  public var categories: [String]
  /// Applies to decisions from this day on, until the next rule's day.
  public var from: CalendarDate
  /// Maximum period in months by severity key (`minor`, `general`, `serious`); 0: not shown.
  public var maximumMonths: [String: Int]
  /// Minimum period in months before a record can be repaired, by severity key; no entry: none given.
  public var minimumMonths: [String: Int]
  /// What a decision's own words say about its severity.
  public var classes: [Class]
  /// The regulation, for messages.
  public var source: String

  /// Decisions whose severity follows from the kinds of penalty that they impose (处罚类别).
  public struct Class: Sendable, Hashable {
    public var severity: String
    /// Every kind in the decision must be one of these (只有警告); empty: no condition.
    public var only: [String]
    /// Some kind in the decision must contain one of these words (吊销); empty: no condition.
    public var any: [String]
    /// Key of the procedure by which it was made (`simplified`); nil: no condition.
    public var procedure: String?
    public init(severity: String, only: [String] = [], any: [String] = [], procedure: String? = nil) {
      (self.severity, self.only, self.any, self.procedure) = (severity, only, any, procedure)
    }
  }

  public init(
    key: String, label: String, categories: [String], from: CalendarDate, maximumMonths: [String: Int],
    minimumMonths: [String: Int] = [:], classes: [Class] = [], source: String = ""
  ) {
    (self.key, self.label, self.categories, self.from) = (key, label, categories, from)
    (self.maximumMonths, self.minimumMonths) = (maximumMonths, minimumMonths)
    (self.classes, self.source) = (classes, source)
  }
}

/// What a public report does with a record that was repaired (信用修复): `domain.md` §1.9.
public enum RepairTreatment: String, Sendable, Hashable, CaseIterable {
  /// 终止公示: it is left out, and counted.
  case omit
  /// It is shown and marked 已修复.
  case mark
}
