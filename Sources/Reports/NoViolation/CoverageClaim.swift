import CivilTime
import Records

/// An entry of a file's coverage, as it bears on the domains that are asked about. What was loaded speaks of no more than
/// it says; what failed taints all that it may speak of.
struct CoverageClaim {
  let entry: Coverage
  /// The source's name, folded.
  let source: String
  let known: AskedSources.Known?
  /// The domains of which the entry speaks although it names none; nil: any that is asked about.
  private let unsaid: Set<String>?

  /// - Parameter named: the domains that other entries name for the source.
  init(_ entry: Coverage, source: String, known: AskedSources.Known?, named: Set<String>) {
    (self.entry, self.source, self.known) = (entry, source, known)
    if entry.state == .loaded {
      // Of a source that the catalogue does not know, nobody can say what it was to deliver.
      unsaid = known?.domains ?? []
    } else {
      unsaid = known.map { $0.domains.union(named) }
    }
  }

  var isLoaded: Bool { entry.state == .loaded }

  /// Whether it is of a source that the catalogue knows, and does not say of which domains it speaks.
  var leavesDomainsToCatalogue: Bool { entry.domains == nil }

  func concerns(domain: String) -> Bool {
    if entry.domains?.contains(domain) == true { return true }
    guard entry.domains == nil || !isLoaded && !entry.unknownDomains.isEmpty else { return false }
    return unsaid?.contains(domain) ?? true
  }

  /// - Parameter owes: the categories of which it speaks where it names none.
  func concerns(category: String, owes: Set<String>) -> Bool {
    if entry.categories?.contains(category) == true { return true }
    guard entry.categories == nil || !isLoaded && !entry.unknownCategories.isEmpty else { return false }
    return owes.contains(category)
  }

  /// Whether a failure touches a period, or does not say when it was.
  func touches(_ period: ClosedRange<CalendarDate>) -> Bool {
    if let from = entry.from, from > period.upperBound { return false }
    if let through = entry.through, through < period.lowerBound { return false }
    return true
  }
}
