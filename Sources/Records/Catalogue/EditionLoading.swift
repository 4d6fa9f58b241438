import ReportKinds
import Yams

// Editions and the additions of local supplements, as written in the catalogue's files.

func edition(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedEdition {
  let keys = namingKeys + ["report", "title", "standard", "version", "overview", "sections"]
  let map = try YAMLMapping(node, in: file, what: "an edition", keys: keys)
  var sections: [Located<Edition.Section>] = []
  var categoryLocations: [[SourceLocation]] = []
  var supplement: Int?
  for node in try map.list("sections") {
    let (section, locations, takesSupplements) = try section(node, file)
    if takesSupplements {
      guard supplement == nil else {
        throw section.location.error("two sections take local supplements", "remove supplement: true from one")
      }
      supplement = sections.count
    }
    sections.append(section)
    categoryLocations.append(locations)
  }
  let edition = Edition(
    naming: try naming(map), kind: try map.option("report", default: .enterprise), title: try map.text("title"),
    standard: try map.text("standard"), versionLabel: try map.text("version"),
    overview: try map.option("overview", default: .list), sections: sections.map(\.value))
  if sections.isEmpty { throw map.location.error("the edition \(edition.naming.key) has no sections") }
  let namings = sections.map {
    Located(value: Naming(key: $0.value.naming.key, label: $0.value.naming.label), location: $0.location)
  }
  try checkNames(namings, of: "section", in: edition.naming.key)
  return CatalogueParts.LocatedEdition(
    edition: edition, location: map.location, categoryLocations: categoryLocations, supplementSection: supplement)
}

private func section(
  _ node: Node, _ file: String
) throws(CatalogueError) -> (Located<Edition.Section>, categories: [SourceLocation], takesSupplements: Bool) {
  let keys = ["key", "title", "short", "count", "subject", "categories", "supplement", "text"]
  let map = try YAMLMapping(node, in: file, what: "a section", keys: keys)
  let title = try map.text("title")
  let categories = try map.locatedTexts("categories")
  let paragraphs = try map.texts("text")
  let isSubject = try map.flag("subject")
  let takesSupplements = try map.flag("supplement")
  guard [isSubject, !categories.isEmpty || takesSupplements, !paragraphs.isEmpty].filter(\.self).count == 1 else {
    throw map.location.error("the section \(title) must hold one of subject: true, categories, text")
  }
  let content: Edition.Section.Content =
    isSubject ? .subject : paragraphs.isEmpty ? .records(categories.map(\.value)) : .text(paragraphs)
  let section = Edition.Section(
    naming: Naming(key: try map.text("key"), label: title), shortLabel: try map.optionalText("short") ?? title,
    content: content, showsCount: try map.flag("count"))
  return (Located(value: section, location: map.location), categories.map(\.location), takesSupplements)
}

extension CatalogueParts {
  /// A local supplement: categories that every edition shows in its section for supplements.
  mutating func addSupplement(_ node: Node, _ file: String) throws(CatalogueError) {
    let map = try YAMLMapping(node, in: file, what: "a supplement", keys: ["categories"])
    let nodes = try map.list("categories")
    if nodes.isEmpty { throw map.location.error("a supplement has no categories", "list them under categories") }
    for node in nodes {
      let category = try category(node, file)
      categories.append(category)
      supplements.append(category)
    }
  }

  /// The edition with the categories of all supplements in its section for supplements.
  func supplemented(_ located: LocatedEdition) throws(CatalogueError) -> LocatedEdition {
    guard let first = supplements.first else { return located }
    guard let index = located.supplementSection,
      case .records(let keys) = located.edition.sections[index].content
    else {
      throw located.location.error(
        "the edition \(located.edition.naming.key) has no place for the supplement in \(first.location.file)",
        "write supplement: true on one of its sections")
    }
    var located = located
    located.edition.sections[index].content = .records(keys + supplements.map(\.category.naming.key))
    located.categoryLocations[index] += supplements.map(\.location)
    return located
  }
}
