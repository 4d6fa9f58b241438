import Yams

// Domains, domain lists and profiles, as written in the catalogue's files.

func domain(_ node: Node, _ file: String) throws(CatalogueError) -> Located<Domain> {
  let map = try YAMLMapping(node, in: file, what: "a domain", keys: namingKeys + ["sources", "owes", "identified"])
  let owes = try owed(map)
  var sources: [Domain.Source] = []
  for node in try map.list("sources") { sources.append(try source(node, file, owes: owes)) }
  let isIdentified = map.node("identified") == nil ? true : try map.flag("identified")
  if isIdentified, sources.isEmpty {
    throw map.location.error(
      "a domain lacks the key sources", "without a source nobody could say that nothing was found")
  }
  return Located(
    value: Domain(naming: try naming(map), sources: sources, isIdentified: isIdentified), location: map.location)
}

/// Nil if the list is absent: everything that counts. An empty list is a source that owes nothing.
private func owed(_ map: YAMLMapping) throws(CatalogueError) -> [String]? {
  map.node("owes") == nil ? nil : try map.texts("owes")
}

/// A name alone, or `{name:, also:, places:, owes:, since:, or: [sources]}`.
/// - Parameter owes: what the domain says for all its sources.
private func source(
  _ node: Node, _ file: String, owes: [String]?, isAlternative: Bool = false
) throws(CatalogueError) -> Domain.Source {
  if let name = node.scalar?.string, !isAlternative { return Domain.Source(name: name, owes: owes) }
  let keys = ["name", "also", "places", "since"] + (isAlternative ? [] : ["owes", "or"])
  let map = try YAMLMapping(node, in: file, what: isAlternative ? "an alternative" : "a source", keys: keys)
  let owes = isAlternative ? owes : try owed(map) ?? owes
  var alternatives: [Domain.Source] = []
  if !isAlternative {
    for node in try map.list("or") { alternatives.append(try source(node, file, owes: owes, isAlternative: true)) }
  }
  let places = try map.texts("places")
  if isAlternative, places.isEmpty {
    throw map.location.error("an alternative lacks the key places", "say for whose subjects it stands in")
  }
  return Domain.Source(
    name: try map.text("name"), aliases: try map.texts("also"), places: places, owes: owes,
    since: map.node("since") == nil ? nil : try map.date("since"), alternatives: alternatives)
}

func domainList(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedList {
  let map = try YAMLMapping(node, in: file, what: "a domain list", keys: namingKeys + ["version", "domains"])
  guard let version = try map.integer("version", in: 1...Int(UInt16.max)) else {
    throw map.location.error("a domain list lacks the key version", "tokens name the list by it")
  }
  var entries: [Located<DomainList.Entry>] = []
  for node in try map.list("domains") { entries.append(try entry(node, file)) }
  let list = DomainList(naming: try naming(map), version: UInt16(version), entries: entries.map(\.value))
  if entries.isEmpty { throw map.location.error("the domain list \(list.naming.key) has no domains") }
  return CatalogueParts.LocatedList(list: list, location: map.location, entryLocations: entries.map(\.location))
}

private func entry(_ node: Node, _ file: String) throws(CatalogueError) -> Located<DomainList.Entry> {
  let map = try YAMLMapping(node, in: file, what: "a domain of a list", keys: ["domain", "bit"])
  guard let bit = try map.integer("bit", in: 0...255) else {
    throw map.location.error("a domain of a list lacks the key bit")
  }
  return Located(value: DomainList.Entry(domain: try map.text("domain"), bit: bit), location: map.location)
}

func profile(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedProfile {
  let keys = namingKeys + ["number", "categories", "simplified", "repaired", "wonJudgments", "basis", "note"]
  let map = try YAMLMapping(node, in: file, what: "a violation profile", keys: keys)
  let categories = try map.locatedTexts("categories")
  if categories.isEmpty { throw map.location.error("a violation profile lacks the key categories") }
  let number = try map.integer("number", in: 1...Int(UInt16.max)) ?? 0
  // Doubt resolves against clean: whatever a profile does not set aside counts.
  let profile = ViolationProfile(
    naming: try naming(map), number: UInt16(number), categories: categories.map(\.value),
    simplified: try map.option("simplified", default: .count), repaired: try map.option("repaired", default: .count),
    wonJudgments: try map.option("wonJudgments", default: .count), basis: try map.text("basis"),
    note: try map.optionalText("note"))
  return CatalogueParts.LocatedProfile(
    profile: profile, location: map.location, categoryLocations: categories.map(\.location))
}

/// A place: `{number:, names:, beginnings:, since:}`.
func placeRule(_ node: Node, _ file: String) throws(CatalogueError) -> PlaceRule {
  let map = try YAMLMapping(node, in: file, what: "a place", keys: ["number", "names", "beginnings", "since"])
  let number = try map.text("number")
  guard (2...6).contains(number.utf8.count), number.utf8.allSatisfy({ isDigit($0) }) else {
    throw map.location(of: "number").error("a place's number has two to six digits", "it is that of GB/T 2260")
  }
  return PlaceRule(
    number: number, names: try map.texts("names"), beginnings: try map.texts("beginnings"),
    since: map.node("since") == nil ? nil : try map.date("since"))
}
