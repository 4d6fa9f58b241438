import CivilTime
import Records

/// The days of a category that a source delivered, and what is wrong with them. Nothing is forgiven: on a day that no
/// source is known to have delivered, nobody looked.
struct DeliveredDays {
  let period: ClosedRange<CalendarDate>
  /// Adjacent days are joined; in order.
  let runs: [ClosedRange<CalendarDate>]
  /// What is wrong, in words; nil: nothing.
  let fault: String?

  /// - Parameters:
  ///   - claims: everything that the file says about the source and the category.
  ///   - possible: the days for which anybody can have data; nil: none.
  init(_ claims: [CoverageClaim], period: ClosedRange<CalendarDate>, possible: ClosedRange<CalendarDate>?) {
    self.period = period
    runs = Self.runs(claims, possible)
    fault = Self.fault(claims, runs, period)
  }

  /// The days that a printed line shows: the whole period, or the last run that meets it.
  static func shown(
    _ runs: [ClosedRange<CalendarDate>], in period: ClosedRange<CalendarDate>
  ) -> ClosedRange<CalendarDate>? {
    runs.first { $0.contains(period.lowerBound) && $0.contains(period.upperBound) }
      ?? runs.last { $0.overlaps(period) }
  }

  /// The intersection.
  static func common(
    _ first: [ClosedRange<CalendarDate>], _ second: [ClosedRange<CalendarDate>]
  ) -> [ClosedRange<CalendarDate>] {
    first.flatMap { run in second.filter(run.overlaps).map { $0.clamped(to: run) } }
  }

  private static func fault(
    _ claims: [CoverageClaim], _ runs: [ClosedRange<CalendarDate>], _ period: ClosedRange<CalendarDate>
  ) -> String? {
    guard !claims.isEmpty else { return "未提供归集情况" }
    // A failure for any part of the period, or without days, taints what was loaded.
    if let claim = claims.first(where: { !$0.isLoaded && $0.touches(period) }) {
      let state = claim.entry.state == .failed ? "归集失败" : "未归集"
      return state + (claim.entry.reason.map { "（\($0)）" } ?? "")
    }
    if runs.contains(where: { $0.contains(period.lowerBound) && $0.contains(period.upperBound) }) { return nil }
    if claims.contains(where: { $0.isLoaded && ($0.entry.from == nil || $0.entry.through == nil) }) {
      return "未载明归集的起止日期"
    }
    let within = runs.filter { $0.overlaps(period) }
    guard let first = within.first, let last = within.last else {
      return runs.last.map { "仅归集\($0.lowerBound)至\($0.upperBound)，不在查询期间" } ?? "未归集"
    }
    // One gap is named by what surrounds it.
    switch (first.lowerBound > period.lowerBound, within.count, last.upperBound < period.upperBound) {
    case (true, 1, false): return "自\(first.lowerBound)起归集，此前未归集"
    case (false, 1, true): return "仅归集至\(last.upperBound)，此后未归集"
    case (false, 2, false): return "\(first.upperBound)之后至\(last.lowerBound)之前未归集"
    default: return "仅归集\(named(within))，其余日期未归集"
    }
  }

  /// The first ones and how many there are, if there are many.
  private static func named(_ runs: [ClosedRange<CalendarDate>]) -> String {
    let most = 3
    let text = runs.prefix(most).map { run in
      run.lowerBound == run.upperBound ? "\(run.lowerBound)" : "\(run.lowerBound)至\(run.upperBound)"
    }.joined(separator: "、")
    return runs.count > most ? "\(text)等\(runs.count)段" : text
  }

  private static func runs(
    _ claims: [CoverageClaim], _ possible: ClosedRange<CalendarDate>?
  ) -> [ClosedRange<CalendarDate>] {
    var runs: [ClosedRange<CalendarDate>] = []
    let loaded = claims.compactMap { claim -> ClosedRange<CalendarDate>? in
      guard let possible, claim.isLoaded, let from = claim.entry.from, let through = claim.entry.through,
        from <= through, (from...through).overlaps(possible)
      else { return nil }
      return (from...through).clamped(to: possible)
    }
    for days in loaded.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = runs.last, days.lowerBound.daysSince1970 <= last.upperBound.daysSince1970 + 1 {
        runs[runs.count - 1] = last.lowerBound...max(last.upperBound, days.upperBound)
      } else {
        runs.append(days)
      }
    }
    return runs
  }
}
