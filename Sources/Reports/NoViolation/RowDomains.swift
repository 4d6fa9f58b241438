package import Records

/// The domains in which a row that nobody could attribute may concern somebody: those of a record with the same cells, and
/// those of the source that delivered it. Whoever is given the row later finds it in no other domain.
package struct RowDomains: Sendable {
  private let records: RecordDomains
  private let categories: [String: Category]
  /// Any whose records say which office decided.
  private let signed: Category?
  private let domains: Vocabulary
  private let keys: [String]
  /// Domains that a source serves, itself or as an alternative, by its folded names.
  private let ofSource: [String: Set<String>]

  package init(_ catalogue: Catalogue) {
    records = RecordDomains(catalogue)
    categories = Dictionary(
      catalogue.categories.map { ($0.naming.key, $0) }, uniquingKeysWith: { first, _ in first })
    signed = catalogue.categories.first { $0.authorityField != nil }
    domains = Vocabulary(catalogue.domains.map(\.naming))
    keys = catalogue.domains.map(\.naming.key)
    var ofSource: [String: Set<String>] = [:]
    for domain in catalogue.domains {
      for source in domain.sources.flatMap({ [$0] + $0.alternatives }) {
        for name in [source.name] + source.aliases {
          ofSource[foldedName(name), default: []].insert(domain.naming.key)
        }
      }
    }
    self.ofSource = ofSource
  }

  /// - Parameters:
  ///   - cells: by the catalogue's labels; other labels say nothing.
  ///   - category: its canonical key.
  /// - Returns: canonical keys, in the catalogue's order.
  package func domains(ofRow cells: [(label: String, text: String)], in category: String, of source: String) -> [String]
  {
    guard let category = categories[category] else { return keys }
    var found = ofSource[foldedName(source)] ?? []
    switch records.domain(of: record(cells, category), in: category) {
    case .sure(let domain, let perhaps, _): found.formUnion([domain] + perhaps)
    case .doubtful(let candidates, _): found.formUnion(candidates ?? keys)
    }
    return keys.filter(found.contains)
  }

  /// The domains that a source serves; of another office, those in which the catalogue's authorities know it to act.
  /// - Returns: canonical keys; nil: nobody knows.
  package func domains(ofOffice name: String) -> Set<String>? {
    if let own = ofSource[foldedName(name)] { return own }
    guard let signed, let field = signed.authorityField else { return nil }
    let record = Record(fields: Fields(entries: [.init(key: field, value: .text(name))]))
    switch records.domain(of: record, in: signed) {
    case .sure(let domain, let perhaps, _): return Set([domain] + perhaps)
    case .doubtful(let candidates, _): return candidates.map(Set.init)
    }
  }

  private func record(_ cells: [(label: String, text: String)], _ category: Category) -> Record {
    var record = Record(fields: Fields())
    for (label, text) in cells where !text.isEmpty {
      if let field = category.fields.first(where: { $0.naming.label == label }) {
        record.fields.entries.append(.init(key: field.naming.key, value: .text(text)))
      } else if CatalogueNames.domain.names.contains(label) {
        let named = NamedDomains(text, in: domains)
        if named.unknown == nil {
          record.domain = named.indices.first.map { keys[$0] }
          record.furtherDomains = named.indices.dropFirst().map { keys[$0] }
        } else {
          record.fields.unknown.append(UnknownField(label: CatalogueKeys.domain.label, text: text))
        }
      }
    }
    return record
  }
}
