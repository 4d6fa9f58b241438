import Records

/// Whether the sources of a domain were looked through for all of a period: design §2.5, rule 3. Nothing is forgiven: a
/// day that no source is known to have delivered is a day on which nobody looked.
struct SourceCompleteness {
  let coverage: [Coverage]
  let period: ClosedRange<CalendarDate>
  /// The place's number in the subject's code; nil where the code has none, and every source is asked for.
  let place: String?

  init(_ file: CreditFile, period: ClosedRange<CalendarDate>) {
    coverage = file.coverage
    self.period = period
    let code = Array(file.subject.code.utf8)
    let digits = code.count == 18 ? code[2..<8] : []
    let isNumber = digits.count == 6 && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    place = isNumber ? String(decoding: digits, as: UTF8.self) : nil
  }

  /// What each source delivered: those that the catalogue names for the domain, then any other that the file names for
  /// it, because it too may hold records.
  func sources(of domain: Domain) -> [Judgement.Source] {
    var entries = coverage.filter { $0.domains.contains(domain.naming.key) }
    var sources: [Judgement.Source] = []
    func take(_ source: Domain.Source) {
      let names = names(of: source)
      sources.append(self.source(source.name, entries.filter { names.contains(foldedName($0.source)) }))
      entries.removeAll { names.contains(foldedName($0.source)) }
    }
    for source in domain.sources where isAsked(source) { take(standing(for: source, in: entries)) }
    while let next = entries.first { take(Domain.Source(name: next.source)) }
    return sources
  }

  /// The source itself, or the alternative whose data are there in its stead.
  private func standing(for source: Domain.Source, in entries: [Coverage]) -> Domain.Source {
    let own = names(of: source)
    if entries.contains(where: { own.contains(foldedName($0.source)) }) { return source }
    return source.alternatives.first { alternative in
      let names = names(of: alternative)
      // Where the code names no place, nobody can say that the alternative serves the subject.
      return place != nil && isAsked(alternative) && entries.contains { names.contains(foldedName($0.source)) }
    } ?? source
  }

  private func names(of source: Domain.Source) -> Set<String> {
    Set(([source.name] + source.aliases).map(foldedName))
  }

  private func isAsked(_ source: Domain.Source) -> Bool {
    guard let place, !source.places.isEmpty else { return true }
    return source.places.contains { place.hasPrefix($0) }
  }

  private func source(_ name: String, _ entries: [Coverage]) -> Judgement.Source {
    let runs = Self.runs(entries)
    let delivered =
      runs.first { $0.contains(period.lowerBound) && $0.contains(period.upperBound) }
      ?? runs.last { $0.overlaps(period) }
    let fault = fault(entries, runs)
    return Judgement.Source(name: name, delivered: delivered, isComplete: fault == nil, fault: fault)
  }

  /// What is wrong with what a source delivered; nil: nothing.
  private func fault(_ entries: [Coverage], _ runs: [ClosedRange<CalendarDate>]) -> String? {
    guard !entries.isEmpty else { return "未提供归集情况" }
    // A failure for any part of the period, or for days that are not said, taints what was loaded.
    if let entry = entries.first(where: { $0.state != .loaded && concernsPeriod($0) }) {
      let state = entry.state == .failed ? "归集失败" : "未归集"
      return state + (entry.reason.map { "（\($0)）" } ?? "")
    }
    if runs.contains(where: { $0.contains(period.lowerBound) && $0.contains(period.upperBound) }) { return nil }
    if entries.contains(where: { $0.state == .loaded && ($0.from == nil || $0.through == nil) }) {
      return "未载明归集的起止日期"
    }
    let within = runs.filter { $0.overlaps(period) }
    guard let first = within.first, let last = within.last else {
      return runs.last.map { "仅归集\($0.lowerBound)至\($0.upperBound)，不在查询期间" } ?? "未归集"
    }
    if first.lowerBound > period.lowerBound { return "自\(first.lowerBound)起归集，此前未归集" }
    if within.count > 1 { return "\(within[0].upperBound)之后至\(within[1].lowerBound)之前未归集" }
    return "仅归集至\(last.upperBound)，此后未归集"
  }

  private func concernsPeriod(_ entry: Coverage) -> Bool {
    if let from = entry.from, from > period.upperBound { return false }
    if let through = entry.through, through < period.lowerBound { return false }
    return true
  }

  /// The days that were loaded, those that follow each other joined, in order.
  private static func runs(_ entries: [Coverage]) -> [ClosedRange<CalendarDate>] {
    var runs: [ClosedRange<CalendarDate>] = []
    let loaded = entries.compactMap { entry -> ClosedRange<CalendarDate>? in
      guard entry.state == .loaded, let from = entry.from, let through = entry.through, from <= through else {
        return nil
      }
      return from...through
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
