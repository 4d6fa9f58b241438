import CivilTime
import Records

/// The printed names of the catalogue's domains and categories, by key.
struct CatalogueLabels: Sendable {
  private let domains: [String: String], categories: [String: String]

  init(_ catalogue: Catalogue) {
    func labels(_ namings: [Naming]) -> [String: String] {
      Dictionary(namings.map { ($0.key, $0.label) }, uniquingKeysWith: { first, _ in first })
    }
    (domains, categories) = (labels(catalogue.domains.map(\.naming)), labels(catalogue.categories.map(\.naming)))
  }

  func domain(_ key: String) -> String { domains[key] ?? key }
  func category(_ key: String) -> String { categories[key] ?? key }

  /// As printed. Persons' numbers are masked in the reason, which alone is free text.
  func unattributed(_ row: Unattributed, masking: Masking) -> Report.Unattributed {
    Report.Unattributed(
      source: row.source, categories: row.categories.map(category) + row.unknownCategories,
      domains: (row.domains ?? []).map(domain) + row.unknownDomains, day: row.day?.description, count: row.count,
      reason: masking.prose(row.reason).text)
  }

  func excluded(_ rows: Excluded, masking: Masking) -> Report.Excluded {
    Report.Excluded(
      source: rows.source, categories: rows.categories.map(category) + rows.unknownCategories, count: rows.count,
      reason: masking.prose(rows.reason).text)
  }
}
