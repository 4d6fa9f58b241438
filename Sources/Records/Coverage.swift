public import CivilTime

/// What a source delivered, for which domains and categories: docs/judgement.md, “What the file says of deliveries”.
public struct Coverage: Sendable, Equatable {
  public enum State: String, Sendable, Equatable, CaseIterable { case loaded, failed, missing }
  public var source: String
  /// Canonical keys of domains; nil: not said, which means every domain of the source.
  public var domains: [String]?
  /// Canonical keys of categories; nil: not said (未载明类别), which means what the source owes by the catalogue.
  public var categories: [String]?
  /// Domains and categories that the catalogue does not know, as given (`--keep-unknown`).
  public var unknownDomains: [String], unknownCategories: [String]
  /// The first and the last day that the entry covers wholly; for what failed or is missing, the first and the last day
  /// that it touches at all. Inclusive; nil: not said.
  public var from: CalendarDate?
  public var through: CalendarDate?
  public var state: State
  /// Why the source was not loaded, as given.
  public var reason: String?
  public init(
    source: String, domains: [String]?, categories: [String]? = nil, from: CalendarDate?, through: CalendarDate?,
    state: State, reason: String? = nil, unknownDomains: [String] = [], unknownCategories: [String] = []
  ) {
    (self.source, self.domains, self.categories, self.from, self.through) = (source, domains, categories, from, through)
    (self.state, self.reason) = (state, reason)
    (self.unknownDomains, self.unknownCategories) = (unknownDomains, unknownCategories)
  }
}

/// Who says what the sources delivered (归集依据).
public enum CoverageBasis: String, Sendable, Equatable, CaseIterable {
  /// Computed from the deliveries that were accepted.
  case deliveries
  /// Stated by the author of the file.
  case declared

  /// As printed.
  public var label: String {
    switch self {
    case .deliveries: "归集情况由来源单位的交付记录计算"
    case .declared: "归集情况由出具单位声明"
    }
  }
}

/// Rows that a source delivered and nobody could attribute to a subject. They may be this subject's. Nothing of their
/// content is here: the file may be another subject's.
public struct Unattributed: Sendable, Equatable {
  public var source: String
  /// Canonical keys of their categories.
  public var categories: [String]
  /// Canonical keys of their domains; nil: not said, which means every domain of the source.
  public var domains: [String]?
  /// Domains and categories that the catalogue does not know, as given (`--keep-unknown`).
  public var unknownDomains: [String], unknownCategories: [String]
  /// The day of the events that they report; nil: not known.
  public var day: CalendarDate?
  public var count: Int
  /// Why nobody could attribute them, in words that name no one.
  public var reason: String
  public init(
    source: String, categories: [String], domains: [String]? = nil, day: CalendarDate? = nil, count: Int,
    reason: String, unknownDomains: [String] = [], unknownCategories: [String] = []
  ) {
    (self.source, self.categories, self.domains, self.day) = (source, categories, domains, day)
    (self.count, self.reason) = (count, reason)
    (self.unknownDomains, self.unknownCategories) = (unknownDomains, unknownCategories)
  }
}
