public import CivilTime

/// The days of one source and category for which a delivery was accepted, less those that are open. Events are taken in
/// the order in which the store took them in.
public struct CoverageLedger: Sendable, Equatable {
  public enum Event: Sendable, Equatable {
    /// A delivery answers for the days. What could not be read is then delivered; a row that names nobody stays one.
    case covered(ClosedRange<CalendarDate>)
    /// Something that was delivered for the days could not be read, or named nobody.
    case opened(ClosedRange<CalendarDate>, Opening)
  }

  /// Why days are open.
  public enum Opening: String, Sendable, Equatable, CaseIterable {
    case failed = "报送的数据未能归集"
    case nameless = "报送的数据中有不能确认主体的记录"
    /// An operator took back that a delivery answers for its days.
    case takenBack = "报送批次对应的期间已被撤回，须重新报送"

    /// Whether a later delivery of the days closes them.
    var isClosedByDelivery: Bool { self != .nameless }
  }

  /// Days that a delivery was accepted for.
  private var answered = DaySet()
  /// Days that were delivered and are open, by reason.
  public private(set) var open: [Opening: DaySet] = [:]

  /// The days that are covered.
  public var covered: DaySet {
    var covered = answered
    for days in open.values { for run in days.runs { covered.remove(run) } }
    return covered
  }

  public init() {}

  public init(_ events: some Sequence<Event>) { for event in events { take(event) } }

  public mutating func take(_ event: Event) {
    switch event {
    case .covered(let days):
      answered.insert(days)
      for opening in Opening.allCases where opening.isClosedByDelivery { open[opening]?.remove(days) }
    case .opened(let days, let opening): open[opening, default: DaySet()].insert(days)
    }
    open = open.filter { !$0.value.isEmpty }
  }
}
