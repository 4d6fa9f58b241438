import CivilTime
import Records
import Reports

/// What the catalogue says of the sources: their names, what each owes, and when it delivers.
struct SourceCatalogue: Sendable {
  struct Source: Sendable {
    /// As the catalogue writes it.
    var name: String
    var aliases: [String] = []
    /// Keys of the categories that it owes in any domain; nil: its domains say nothing, so that it owes all that count.
    var owes: Set<String>?
    var schedule: SourceSchedule
  }

  private(set) var sources: [Source] = []
  private var indices: [String: Int] = [:]
  let categories: [Category]
  /// Labels by key.
  private let labels: [String: String]
  /// Keys of the categories on which a subject stands until it is removed.
  let lists: Set<String>
  private let kinds: [String: SubjectKind]
  let retention: [RetentionRule]
  private let rowDomains: RowDomains
  /// Labels by key, and all of them.
  private let domainLabels: [String: String], allDomains: [String]
  /// By key of the category, what the fields of a subject's name and code are called.
  private(set) var subjectFields: [String: (name: Vocabulary, code: Vocabulary)] = [:]
  let alikeNames: AlikeNames

  init(_ catalogue: Catalogue) {
    categories = catalogue.categories
    labels = Dictionary(
      catalogue.categories.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { first, _ in first })
    lists = Set(catalogue.categories.filter(\.isLasting).map(\.naming.key))
    kinds = Dictionary(
      catalogue.subjectKinds.map { ($0.naming.key, $0) }, uniquingKeysWith: { first, _ in first })
    (retention, rowDomains) = (catalogue.retention, RowDomains(catalogue))
    allDomains = catalogue.domains.map(\.naming.label)
    domainLabels = Dictionary(
      catalogue.domains.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { first, _ in first })
    alikeNames = AlikeNames(places: catalogue.authorityWords.places)
    for category in catalogue.categories {
      let named = { (key: String?) in Vocabulary(category.fields.map(\.naming).filter { $0.key == key }) }
      subjectFields[category.naming.key] = (named(category.subjectNameField), named(category.subjectCodeField))
    }
    for schedule in catalogue.schedules { add(schedule.name, schedule.aliases, owes: [], schedule) }
    for source in catalogue.domains.flatMap(\.sources).flatMap({ [$0] + $0.alternatives }) {
      add(source.name, source.aliases, owes: source.owes.map(Set.init), nil)
    }
  }

  /// The labels of the domains that a row may concern which nobody could attribute.
  /// - Parameter body: what it says; nil: nobody knows.
  func domains(ofRow body: [UInt8]?, in category: String, of source: String) -> [String] {
    guard let body else { return allDomains }
    return rowDomains.domains(ofRow: BodyFields.fields(of: body), in: category, of: source).compactMap {
      domainLabels[$0]
    }
  }

  private mutating func add(_ name: String, _ aliases: [String], owes: Set<String>?, _ schedule: SourceSchedule?) {
    let names = ([name] + aliases).map(comparableName)
    let index = names.compactMap { indices[$0] }.first ?? sources.count
    if index == sources.count {
      let standard = SourceSchedule(name: name, rhythm: .weekly, lateness: 10)
      sources.append(Source(name: name, aliases: aliases, owes: owes, schedule: schedule ?? standard))
    } else {
      for alias in [name] + aliases where alias != sources[index].name && !sources[index].aliases.contains(alias) {
        sources[index].aliases.append(alias)
      }
      if let owes, let own = sources[index].owes {
        sources[index].owes = own.union(owes)
      } else {
        sources[index].owes = nil
      }
    }
    for name in names where indices[name] == nil { indices[name] = index }
  }

  /// Keys of the domains in which a source, or an office below one, acts; nil: nobody knows.
  func domains(ofOffice name: String) -> Set<String>? {
    rowDomains.domains(ofOffice: source(named: name)?.name ?? name)
  }

  func source(named name: String) -> Source? { indices[comparableName(name)].map { sources[$0] } }

  /// The known name most like one that is not known, or the shortest one that holds it (交通).
  func nearest(to name: String) -> String? {
    if let nearest = nearestName(to: name, among: sources.map(\.name)) { return nearest }
    let part = comparableName(name)
    guard part.count > 1 else { return nil }
    return sources.filter { source in
      ([source.name] + source.aliases).contains { comparableName($0).contains(part) }
    }.map(\.name).min { $0.count < $1.count }
  }

  func label(ofCategory key: String) -> String {
    key == GatheringStore.registration.key ? GatheringStore.registration.label : labels[key] ?? key
  }
  func kind(_ key: String) -> SubjectKind? { kinds[key] }
}
