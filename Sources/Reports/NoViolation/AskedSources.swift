import CivilTime
import Records

/// What the catalogue says about the sources of the domains that are asked about, prepared once per question.
struct AskedSources: Sendable {
  struct Source: Sendable {
    var name: String
    /// All its names, folded.
    var names: Set<String>
    var places: [String]
    var since: CalendarDate?
    /// The counting categories that it owes.
    var owes: Set<String>
    var alternatives: [Source]
  }

  /// What the whole catalogue says about a source's name.
  struct Known: Sendable {
    /// Keys of the domains that the source serves, itself or as an alternative.
    var domains: Set<String> = []
    /// The counting categories that it owes in any of them.
    var owes: Set<String> = []
  }

  /// Keys of the categories that count, in the profile's order, and their labels.
  let counting: [String]
  /// The categories whose records last: a list on which a subject stays until it is removed.
  let lasting: Set<String>
  /// The domain of the categories that belong to one (重大税收违法: 税务).
  let domainOfCategory: [String: String]
  private let labels: [String: String]
  /// Keys of the domains that are asked about.
  let domains: [String]
  private let sources: [String: [Source]]
  private let known: [String: Known]
  let places: PlaceFinder
  private let authorities: AuthorityDirectory

  init(_ catalogue: Catalogue, _ question: NoViolationQuestion) {
    counting = question.profile.categories
    let all = Set(counting)
    lasting = all.intersection(catalogue.categories.filter(\.isLasting).map(\.naming.key))
    domainOfCategory = Dictionary(
      catalogue.categories.compactMap { category in
        category.domain.flatMap { all.contains(category.naming.key) ? (category.naming.key, $0) : nil }
      }, uniquingKeysWith: { first, _ in first })
    authorities = AuthorityDirectory(catalogue)
    labels = Dictionary(
      catalogue.categories.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { first, _ in first })
    domains = question.entries.map(\.domain)
    sources = Dictionary(
      question.entries.map { entry in (entry.domain, entry.definition.sources.map { Source($0, counting: all) }) },
      uniquingKeysWith: { first, _ in first })
    var known: [String: Known] = [:]
    for domain in catalogue.domains {
      for source in domain.sources.map({ Source($0, counting: all) }).flatMap({ [$0] + $0.alternatives }) {
        for name in source.names {
          known[name, default: Known()].domains.insert(domain.naming.key)
          known[name, default: Known()].owes.formUnion(source.owes)
        }
      }
    }
    self.known = known
    places = PlaceFinder(catalogue.places)
  }

  /// The domains asked about for which a source acts, judging by its name.
  func domains(ofAuthority name: String) -> Set<String> {
    switch authorities.domains(of: name) {
    case .domain(let domain, let perhaps): Set(domains).intersection([domain] + perhaps)
    case .several(let several): Set(domains).intersection(several)
    case .unknown: []
    }
  }

  func sources(of domain: String) -> [Source] { sources[domain] ?? [] }

  /// All folded names of the domain's source that has this name. They mean one body, whether or not it is asked for a
  /// subject. If the domain has no such source, only the name itself.
  func names(of name: String, for domain: String) -> Set<String> {
    sources(of: domain).flatMap { [$0] + $0.alternatives }.first { $0.names.contains(name) }?.names ?? [name]
  }

  /// - Parameter name: folded.
  func known(_ name: String) -> Known? { known[name] }

  func label(_ category: String) -> String { labels[category] ?? category }

  /// The labels of some categories, in the profile's order.
  func labels(_ categories: Set<String>) -> [String] { counting.filter(categories.contains).map(label) }
}

extension AskedSources.Source {
  fileprivate init(_ source: Domain.Source, counting: Set<String>) {
    self.init(
      name: source.name, names: Set(([source.name] + source.aliases).map(foldedName)), places: source.places,
      since: source.since, owes: source.owes.map { Set($0).intersection(counting) } ?? counting,
      alternatives: source.alternatives.map { Self($0, counting: counting) })
  }
}
