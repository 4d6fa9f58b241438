import Yams

/// For how long gathered records of some categories are kept: `templates/catalogue/retention.yaml`.
public struct RetentionRule: Sendable, Hashable {
  /// Canonical keys.
  public var categories: [String]
  public var years: Int
  /// Whether it holds for the records of organisations, too, and not only for those of natural persons.
  public var isOfEverybody: Bool
  public init(categories: [String], years: Int, isOfEverybody: Bool = false) {
    (self.categories, self.years, self.isOfEverybody) = (categories, years, isOfEverybody)
  }
}

func retentionRule(_ node: Node, _ file: String) throws(CatalogueError) -> Located<RetentionRule> {
  let map = try YAMLMapping(node, in: file, what: "a term of retention", keys: ["categories", "years", "everybody"])
  guard let years = try map.integer("years", in: 1...100) else {
    throw map.location.error("the years are missing", "say for how many years records are kept")
  }
  let rule = RetentionRule(
    categories: try map.texts("categories"), years: years, isOfEverybody: try map.flag("everybody"))
  guard !rule.categories.isEmpty else {
    throw map.location.error("the categories are missing", "name the keys of categories")
  }
  return Located(value: rule, location: map.location)
}
