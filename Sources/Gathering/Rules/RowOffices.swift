/// Whose rows a delivery holds, by the offices that its rows name: a table that lies in the folder of another source would
/// answer for days that nobody delivered.
struct RowOffices {
  private let source: String
  private let catalogue: SourceCatalogue
  private var known: [String: Office] = [:]
  private var others: Set<String> = []
  private var isOwn = false

  private enum Office {
    /// The source itself, or one that speaks for the same domain.
    case own
    case other(String)
    /// No source of the catalogue: an office below one.
    case unknown
  }

  init(of source: String, _ catalogue: SourceCatalogue) { (self.source, self.catalogue) = (source, catalogue) }

  mutating func note(_ row: GatheredRow) {
    if isOwn { return }
    var other: String?
    for name in row.offices {
      switch office(name) {
      case .own:
        isOwn = true
        return
      case .other(let name): other = other ?? name
      case .unknown: break
      }
    }
    if let other { others.insert(other) } else { isOwn = true }
  }

  /// The other sources whose rows these are, every one of them; nil: some may be its own.
  var onlyOthers: [String]? { isOwn || others.isEmpty ? nil : others.sorted() }

  private mutating func office(_ name: String) -> Office {
    if let office = known[name] { return office }
    let found = catalogue.source(named: name)?.name
    let office: Office =
      found.map { $0 == source || catalogue.shareDomain($0, source) ? .own : .other($0) } ?? .unknown
    known[name] = office
    return office
  }
}
