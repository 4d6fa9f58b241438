import CivilTime
import Records

/// An entry of a file's coverage, as it affects the domains that are asked about. A loaded entry covers only what it
/// names; a failed one taints everything that it may concern.
struct CoverageClaim {
  let entry: Coverage
  /// The source's name, folded.
  let source: String
  let known: AskedSources.Known?
  /// The domains that the entry concerns if it names none; nil: any domain that is asked about.
  private let unsaid: Set<String>?

  /// - Parameter named: the domains that other entries name for this source.
  init(_ entry: Coverage, source: String, known: AskedSources.Known?, named: Set<String>) {
    (self.entry, self.source, self.known) = (entry, source, known)
    if entry.state == .loaded {
      // If the catalogue does not know the source, nobody can say what it had to deliver.
      unsaid = known?.domains ?? []
    } else {
      unsaid = known.map { $0.domains.union(named) }
    }
  }

  var isLoaded: Bool { entry.state == .loaded }

  /// Whether it names no domains, so that the catalogue says which ones it covers.
  var leavesDomainsToCatalogue: Bool { entry.domains == nil }

  func concerns(domain: String) -> Bool {
    if entry.domains?.contains(domain) == true { return true }
    guard entry.domains == nil || !isLoaded && !entry.unknownDomains.isEmpty else { return false }
    return unsaid?.contains(domain) ?? true
  }

  /// - Parameter owes: the categories that the entry concerns if it names none.
  func concerns(category: String, owes: Set<String>) -> Bool {
    if entry.categories?.contains(category) == true { return true }
    guard entry.categories == nil || !isLoaded && !entry.unknownCategories.isEmpty else { return false }
    return owes.contains(category)
  }

  /// Whether the entry touches a period; one without days touches every period.
  func touches(_ period: ClosedRange<CalendarDate>) -> Bool {
    if let from = entry.from, from > period.upperBound { return false }
    if let through = entry.through, through < period.lowerBound { return false }
    return true
  }
}
