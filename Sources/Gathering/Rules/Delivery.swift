public import CivilTime

/// What a handing-over says of the days that it answers for.
public enum DeliveryKind: String, Sendable, Equatable, CaseIterable {
  /// 增量: what was decided or changed in these days.
  case increment
  /// 全量: all that is in force on the last of its days.
  case snapshot
  /// 零报告: nothing in these days.
  case nilReturn = "nil"
  /// 撤销: decisions that are withdrawn.
  case withdrawal
  /// 信用修复: records that are repaired.
  case repair
  /// 登记: who the subjects are, from their registrar.
  case registration
  /// What the operator decided about held rows, days and losses: no delivery of a source.
  case decision

  /// As receipts and tables print it.
  public var label: String {
    switch self {
    case .increment: "增量"
    case .snapshot: "全量"
    case .nilReturn: "零报告"
    case .withdrawal: "撤销"
    case .repair: "信用修复"
    case .registration: "登记"
    case .decision: "处理决定"
    }
  }
}

/// One handing-over by one source (报送批次), as its notice states it.
public struct DeliveryNotice: Sendable, Equatable {
  /// Who says which days a delivery answers for.
  public enum Author: String, Sendable, Equatable {
    /// The source: a sidecar, a manifest, or a notice that is kept as a file.
    case source
    /// An operator: a second person must confirm the days before they count.
    case person = "operator"
  }
  /// The source's name in the catalogue.
  public var source: String
  public var kind: DeliveryKind
  /// The days that it answers for.
  public var days: ClosedRange<CalendarDate>
  /// Keys of the categories that it answers for.
  public var categories: [String]
  /// When the source handed it in.
  public var received: BeijingTime
  /// A snapshot of decisions that holds all of them since this day, those no longer shown included.
  public var allSince: CalendarDate?
  /// The source confirms that few rows, or the loss of many, is right.
  public var isConfirmed: Bool
  public var author: Author

  /// How new what it says is: nothing is newer than the day on which it was handed in.
  var lastSaid: CalendarDate { min(days.upperBound, received.date) }

  public init(
    source: String, kind: DeliveryKind, days: ClosedRange<CalendarDate>, categories: [String], received: BeijingTime,
    allSince: CalendarDate? = nil, isConfirmed: Bool = false, author: Author = .source
  ) {
    (self.source, self.kind, self.days, self.categories) = (source, kind, days, categories)
    (self.received, self.allSince, self.isConfirmed, self.author) = (received, allSince, isConfirmed, author)
  }
}

/// What became of a row of a delivery: each row is exactly one of these.
public enum RowOutcome: String, Sendable, Equatable, CaseIterable {
  /// A record that its source had not delivered before.
  case new
  /// It takes the place of what its source said before of the same decision.
  case replaces
  /// Its source said the same before.
  case same
  /// A later delivery already said otherwise: kept in the history alone.
  case outdated
  /// It withdraws a decision.
  case withdraws
  /// Nobody can say for sure whom it is about (待核).
  case held
  /// A note, a footer, an example, a numbered empty row.
  case noData = "no-data"
}

/// How many rows of a delivery became what. The sum is the number of rows.
public struct RowCounts: Sendable, Equatable {
  private var counts: [RowOutcome: Int] = [:]

  public init() {}

  public subscript(outcome: RowOutcome) -> Int {
    get { counts[outcome] ?? 0 }
    set { counts[outcome] = newValue == 0 ? nil : newValue }
  }

  public var sum: Int { counts.values.reduce(0, +) }
  /// The rows that say something about somebody.
  public var withData: Int { sum - self[.noData] }
}
