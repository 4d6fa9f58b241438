/// Whose rows a delivery holds, by the offices that its rows name: a table that lies in the folder of another source would
/// answer for days that nobody delivered.
struct RowOffices {
  private let source: String
  private let catalogue: SourceCatalogue
  private let own: Set<String>?
  private var known: [String: Office] = [:]
  private var categories: [String: Category] = [:]

  private struct Category {
    var others: Set<String> = []
    var isOwn = false
  }

  private enum Office {
    /// The source itself, an office below it, or another that acts in one of its domains.
    case own
    case other(String)
    /// Nobody knows in which domain it acts.
    case unknown
  }

  init(of source: String, _ catalogue: SourceCatalogue) {
    (self.source, self.catalogue, own) = (source, catalogue, catalogue.domains(ofOffice: source))
  }

  /// A row that does not say who says it, or names offices of which nobody knows what they do, speaks for nobody.
  mutating func note(_ row: GatheredRow, in category: String) {
    if row.offices.isEmpty || categories[category]?.isOwn == true { return }
    var other: String?
    for name in row.offices {
      switch office(name) {
      case .own:
        categories[category, default: Category()].isOwn = true
        return
      case .other(let name): other = other ?? name
      case .unknown: break
      }
    }
    if let other { categories[category, default: Category()].others.insert(other) }
  }

  /// The other offices whose rows those of a category are, as far as they say; nil: some are its own, or none says.
  var onlyOthers: [String]? {
    let others = categories.values.filter { !$0.isOwn }.reduce(into: Set<String>()) { $0.formUnion($1.others) }
    return others.isEmpty ? nil : others.sorted()
  }

  private mutating func office(_ name: String) -> Office {
    if let office = known[name] { return office }
    var office = Office.unknown
    if catalogue.source(named: name)?.name == source {
      office = .own
    } else if let own, let found = catalogue.domains(ofOffice: name) {
      office = found.isDisjoint(with: own) ? .other(name) : .own
    }
    known[name] = office
    return office
  }
}
