public import CivilTime

/// The days of one source and category for which a delivery was accepted, less those that are open. Events are taken in
/// the order in which the store took them in.
public struct CoverageLedger: Sendable, Equatable {
  public enum Event: Sendable, Equatable {
    /// A delivery answers for the days. A row that names nobody stays one.
    /// - `mends`: numbers of the failed deliveries of which it hands in a table anew; nil: of all, since its source
    ///   confirms that it is all there is.
    case covered(ClosedRange<CalendarDate>, mends: Set<Int64>?)
    /// Something that was delivered for the days could not be read, or named nobody.
    /// - `by`: the number of the delivery or decision.
    case opened(ClosedRange<CalendarDate>, Opening, by: Int64)
  }

  /// Why days are open.
  public enum Opening: String, Sendable, Equatable, CaseIterable {
    case failed = "报送的数据未能归集"
    case nameless = "报送的数据中有不能确认主体的记录"
    /// An operator took back that a delivery answers for its days.
    case takenBack = "报送批次对应的期间已被撤回，须重新报送"

    /// Whether a later delivery of the days closes them. What could not be read is not delivered by another table of the same
    /// days, be it that of the next city.
    /// - Parameters:
    ///   - number: of the delivery or decision that opened them.
    ///   - mends: of the later delivery.
    func isClosed(_ number: Int64, by mends: Set<Int64>?) -> Bool {
      switch self {
      case .failed: mends?.contains(number) ?? true
      case .takenBack: true
      case .nameless: false
      }
    }
  }

  /// Days that a delivery was accepted for.
  private var answered = DaySet()
  private var openings: [Key: DaySet] = [:]

  private struct Key: Hashable {
    var opening: Opening
    var number: Int64
  }

  /// Days that were delivered and are open, by reason.
  public var open: [Opening: DaySet] {
    var open: [Opening: DaySet] = [:]
    for (key, days) in openings { for run in days.runs { open[key.opening, default: DaySet()].insert(run) } }
    return open
  }

  /// The days that are covered.
  public var covered: DaySet {
    var covered = answered
    for days in openings.values { for run in days.runs { covered.remove(run) } }
    return covered
  }

  public init() {}

  public init(_ events: some Sequence<Event>) { for event in events { take(event) } }

  public mutating func take(_ event: Event) {
    switch event {
    case .covered(let days, let mends):
      answered.insert(days)
      for key in openings.keys where key.opening.isClosed(key.number, by: mends) { openings[key]?.remove(days) }
      openings = openings.filter { !$0.value.isEmpty }
    case .opened(let days, let opening, let number):
      openings[Key(opening: opening, number: number), default: DaySet()].insert(days)
    }
  }
}
