import Yams

// Authorities and the words of their names, as written in the catalogue's files.

func authorityRule(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedAuthority {
  let map = try YAMLMapping(
    node, in: file, what: "an authority", keys: ["names", "patterns", "tasks", "domains", "perhaps"])
  let names = try map.locatedTexts("names")
  let patterns = try map.locatedTexts("patterns")
  let tasks = try map.locatedTexts("tasks")
  let domains = try map.locatedTexts("domains")
  let perhaps = try map.locatedTexts("perhaps")
  if domains.isEmpty, perhaps.isEmpty {
    throw map.location.error("an authority lacks the key domains", "or perhaps, if none is surely its own")
  }
  let texts = names + patterns + tasks
  if texts.isEmpty { throw map.location.error("an authority lacks names, patterns and tasks", "say how it signs") }
  let rule = AuthorityRule(
    names: names.map(\.value), patterns: patterns.map(\.value), tasks: tasks.map(\.value),
    domains: domains.map(\.value), perhaps: perhaps.map(\.value))
  return CatalogueParts.LocatedAuthority(
    rule: rule, location: map.location, domainLocations: (domains + perhaps).map(\.location),
    textLocations: texts.map(\.location))
}

func loadedAuthorityWords(_ node: Node, _ file: String) throws(CatalogueError) -> AuthorityWords {
  let map = try YAMLMapping(
    node, in: file, what: "the words of authorities",
    keys: [
      "places", "levels", "settlements", "joiners", "marks", "activities", "offices", "units", "groups", "parts",
      "branches",
      "teams",
      "districtOffices", "sole",
    ])
  return AuthorityWords(
    places: try map.texts("places"), levels: try map.texts("levels"), settlements: try map.texts("settlements"),
    joiners: try map.texts("joiners"), marks: try map.texts("marks"), activities: try map.texts("activities"),
    offices: try map.texts("offices"), units: try map.texts("units"), groups: try map.texts("groups"),
    parts: try map.texts("parts"),
    branches: try map.texts("branches"), teams: try map.texts("teams"),
    districtOffices: try map.texts("districtOffices"), sole: try map.texts("sole"))
}
