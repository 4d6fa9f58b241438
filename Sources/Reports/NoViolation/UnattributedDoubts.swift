import CivilTime
import Records

/// Rows that sources delivered and nobody could attribute, by the domains in which they may concern the subject:
/// docs/judgement.md, “What the file says of deliveries”.
struct UnattributedDoubts {
  /// index: in the file.
  private let rows: [(index: Int, row: Unattributed, domains: Set<String>)]

  init(_ completeness: SourceCompleteness, _ file: CreditFile) {
    // A day outside cannot be right, and puts no row outside the period. The rows' subjects may be older than this one.
    let possible = min(RecordDays.first(onRecordIn: file), file.lastDay)...file.lastDay
    rows = file.unattributed.enumerated().compactMap { index, row in
      let domains = completeness.domains(of: row)
      guard !domains.isEmpty, completeness.mayCount(row, possible) else { return nil }
      return (index, row, domains)
    }
  }

  /// Which of the file's entries they are.
  func entries(for domain: String) -> [Int] { rows.filter { $0.domains.contains(domain) }.map(\.index) }

  /// Why a domain cannot be called clean; empty: it can.
  func sentences(for domain: String, masking: Masking) -> [String] {
    rows.filter { $0.domains.contains(domain) }.map { _, row, _ in
      "\(row.source)有\(row.count)条数据未能归属到主体（\(masking.prose(row.reason).text)），可能属于本领域"
    }
  }
}

extension SourceCompleteness {
  /// Whether a row's category counts and its day may lie in the period.
  fileprivate func mayCount(_ row: Unattributed, _ possible: ClosedRange<CalendarDate>) -> Bool {
    guard !row.unknownCategories.isEmpty || row.categories.contains(where: asked.counting.contains) else {
      return false
    }
    guard let day = row.day, possible.contains(day) else { return true }
    // A subject listed before the period may still have been listed in it: only a day after the period is outside.
    let mayLast = !row.unknownCategories.isEmpty || row.categories.contains(where: asked.lasting.contains)
    return mayLast ? day <= period.upperBound : period.contains(day)
  }

  /// The domains asked about to which a row may belong.
  fileprivate func domains(of row: Unattributed) -> Set<String> {
    let all = Set(asked.domains)
    guard row.unknownDomains.isEmpty else { return all }
    // A category with a domain concerns that domain, whoever delivers it.
    let about = all.intersection(row.categories.compactMap { asked.domainOfCategory[$0] })
    if let named = row.domains { return all.intersection(named).union(about) }
    let name = foldedName(row.source)
    // If the catalogue does not know the source, any domain is possible.
    guard let known = asked.known(name) else { return all }
    let own = all.filter { isAsked(name, for: $0) }.union(about)
    // A source that serves none of the domains may still decide in them, as courts do; its category may be unknown.
    let isAboutAny =
      !row.unknownCategories.isEmpty
      || row.categories.contains { asked.counting.contains($0) && asked.domainOfCategory[$0] == nil }
    return isAboutAny && known.domains.isDisjoint(with: all) ? own.union(asked.domains(ofAuthority: row.source)) : own
  }
}
