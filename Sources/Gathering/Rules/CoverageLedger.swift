public import CivilTime

/// The days of one source and category for which a delivery was accepted, less those that are open. Events are taken in
/// the order in which the store took them in.
public struct CoverageLedger: Sendable, Equatable {
  public enum Event: Sendable, Equatable {
    /// A delivery answers for the days. A row that names nobody stays one.
    /// - `mends`: numbers of the failed deliveries of which it hands in a table anew; nil: of all, since its source
    ///   confirms that it is all there is.
    /// - `isWhole`: it is a snapshot, which says who stands on a list.
    case covered(ClosedRange<CalendarDate>, mends: Set<Int64>?, isWhole: Bool = false)
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

  /// Days of a list that were answered for, while nobody has said who stood on it before them.
  public static let unfounded = "此前没有名单的全量数据，不能确认已经列入的主体"

  /// Nil: the category is no list. Else the days on which a snapshot said who stands on it, or which were its source's first.
  private var whole: DaySet?

  /// - Parameters:
  ///   - isList: whether subjects stay on the category until they are removed (经营异常名录).
  ///   - first: the first day for which the source has data.
  init(isList: Bool = false, from first: CalendarDate? = nil) {
    if isList { whole = first.map { DaySet($0...$0) } ?? DaySet() }
  }

  init(_ events: some Sequence<Event>, isList: Bool = false, from first: CalendarDate? = nil) {
    self.init(isList: isList, from: first)
    for event in events { take(event) }
  }

  private var answeredAndClosed: DaySet {
    var days = answered
    for open in openings.values { for run in open.runs { days.remove(run) } }
    return days
  }

  /// The days that are covered. Those of a list are from the day of a snapshot on, without a gap: what was delivered of
  /// each day then says who stands on it.
  public var covered: DaySet {
    let days = answeredAndClosed
    guard let whole else { return days }
    var covered = DaySet()
    for run in days.runs {
      let starts = whole.runs.filter { $0.overlaps(run) }.map { max($0.lowerBound, run.lowerBound) }
      if let start = starts.min() { covered.insert(start...run.upperBound) }
    }
    return covered
  }

  /// Days that were answered for in vain: see `unfounded`.
  public var withoutBasis: DaySet {
    var days = answeredAndClosed
    for run in covered.runs { days.remove(run) }
    return days
  }

  public mutating func take(_ event: Event) {
    switch event {
    case .covered(let days, let mends, let isWhole):
      answered.insert(days)
      if isWhole { whole?.insert(days) }
      for key in openings.keys where key.opening.isClosed(key.number, by: mends) { openings[key]?.remove(days) }
      openings = openings.filter { !$0.value.isEmpty }
    case .opened(let days, let opening, let number):
      openings[Key(opening: opening, number: number), default: DaySet()].insert(days)
    }
  }
}
