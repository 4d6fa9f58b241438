public import Records

/// A source of the catalogue: what it is called, and what it is to deliver.
public struct GatheringSource: Sendable, Equatable, Encodable {
  /// As receipts and reports print it.
  public var name: String
  /// Other names by which it is known.
  public var aliases: [String]
  /// Labels of the categories that it owes; empty for one that owes none of them, such as a registrar.
  public var categories: [String]
  /// How often it delivers: 每日, 每周, 每月.
  public var rhythm: String
  /// How many days after the last day of a period its delivery may come.
  public var daysAllowed: Int
  /// Whether it may say who the subjects are.
  public var isRegistrar: Bool

  /// All sources, in the order of the catalogue.
  public static func all(in catalogue: Catalogue) -> [GatheringSource] {
    let known = SourceCatalogue(catalogue)
    return known.sources.map { source in
      let owed = known.categories.filter { source.owes?.contains($0.naming.key) ?? false }
      return GatheringSource(
        name: source.name, aliases: source.aliases, categories: owed.map(\.naming.label),
        rhythm: source.schedule.rhythm.label, daysAllowed: source.schedule.lateness,
        isRegistrar: source.schedule.isRegistrar)
    }
  }
}
