public import CivilTime

/// A set of days, as runs that neither touch nor overlap, in order.
public struct DaySet: Sendable, Equatable {
  public private(set) var runs: [ClosedRange<CalendarDate>] = []

  public init() {}

  public init(_ days: ClosedRange<CalendarDate>) { runs = [days] }

  public var isEmpty: Bool { runs.isEmpty }

  public func contains(_ day: CalendarDate) -> Bool { runs.contains { $0.contains(day) } }

  public mutating func insert(_ days: ClosedRange<CalendarDate>) {
    // Adjacent runs are joined: what touches is one day wider on either side.
    let touching = days.lowerBound.next(-1)...days.upperBound.next(1)
    let joined = runs.filter { $0.overlaps(touching) }
    let from = min(days.lowerBound, joined.first?.lowerBound ?? days.lowerBound)
    let through = max(days.upperBound, joined.last?.upperBound ?? days.upperBound)
    let before = runs.filter { $0.upperBound < touching.lowerBound }
    let behind = runs.filter { $0.lowerBound > touching.upperBound }
    runs = before + [from...through] + behind
  }

  public mutating func remove(_ days: ClosedRange<CalendarDate>) {
    runs = runs.flatMap { run -> [ClosedRange<CalendarDate>] in
      guard run.overlaps(days) else { return [run] }
      var rest: [ClosedRange<CalendarDate>] = []
      if run.lowerBound < days.lowerBound { rest.append(run.lowerBound...days.lowerBound.next(-1)) }
      if run.upperBound > days.upperBound { rest.append(days.upperBound.next(1)...run.upperBound) }
      return rest
    }
  }

  /// The days of a range that are not in the set.
  public func missing(from days: ClosedRange<CalendarDate>) -> DaySet {
    var missing = DaySet(days)
    for run in runs { missing.remove(run) }
    return missing
  }
}

extension CalendarDate {
  /// The day so many days later.
  func next(_ days: Int) -> CalendarDate { CalendarDate(daysSince1970: daysSince1970 + days) }
}
