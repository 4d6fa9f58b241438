import Foundation
import Yams

extension Catalogue {
  /// Reads every `*.yaml` below a directory, in the order of their paths, and checks that they fit together.
  public static func load(directory: String) throws(CatalogueError) -> Catalogue {
    let paths: [String]
    do {
      paths = try FileManager.default.subpathsOfDirectory(atPath: directory)
    } catch {
      throw CatalogueError(
        file: directory, message: "the directory of the catalogue cannot be read",
        hint: "it is templates/catalogue of the repository; check the path and its permissions")
    }
    var parts = CatalogueParts()
    for path in paths.sorted() where path.hasSuffix(".yaml") && !(path.split(separator: "/").last ?? "").hasPrefix(".")
    {
      let file = directory.hasSuffix("/") ? directory + path : directory + "/" + path
      let bytes: [UInt8]
      do {
        bytes = try readFile(file, limit: 4_000_000)
      } catch {
        throw CatalogueError(file: file, message: error.message, hint: error.hint)
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw CatalogueError(file: file, message: "is not UTF-8", hint: "save it as UTF-8")
      }
      try parts.add(text, file: file)
    }
    return try parts.catalogue(directory: directory)
  }
}

/// What the files of a catalogue say, with the places for the checks that come when all are read.
struct CatalogueParts {
  var version: Located<Int>?
  var masks: [Located<Mask>] = []
  var recordFields: [Located<Field>] = []
  var subjectKinds: [Located<SubjectKind>] = []
  var categories: [LocatedCategory] = []
  var domains: [Located<Domain>] = []
  var domainLists: [LocatedList] = []
  var profiles: [LocatedProfile] = []
  var authorityRules: [LocatedAuthority] = []
  var authorityWords = AuthorityWords()
  var publicityRules: [LocatedRule] = []
  var editions: [LocatedEdition] = []

  struct LocatedCategory {
    var category: Category
    var place: Place
    /// Places of the keys that name fields, by the keys' names.
    var references: [String: Place]
    var fieldPlaces: [Place]
  }
  struct LocatedList {
    var list: DomainList
    var place: Place
    var entryPlaces: [Place]
  }
  struct LocatedProfile {
    var profile: ViolationProfile
    var place: Place
    var categoryPlaces: [Place]
  }
  struct LocatedAuthority {
    var rule: AuthorityRule
    var place: Place
    /// Of `domains` and then of `perhaps`.
    var domainPlaces: [Place]
    /// Of `names`, `patterns` and then `tasks`.
    var textPlaces: [Place]
  }
  struct LocatedRule {
    var rule: PublicityRule
    var place: Place
    var categoryPlaces: [Place]
  }
  struct LocatedEdition {
    var edition: Edition
    var place: Place
    /// Of the categories of each section.
    var categoryPlaces: [[Place]]
  }

  mutating func add(_ text: String, file: String) throws(CatalogueError) {
    guard let root = try yamlRoot(text, file: file) else { return }
    let keys = [
      "version", "masks", "recordFields", "subjects", "categories", "domains", "domainList", "profiles", "authorities",
      "authorityWords", "publicity", "edition",
    ]
    let map = try YAMLMapping(root, in: file, what: "a file of the catalogue", keys: keys)
    if let number = try map.integer("version", in: 1...Int(UInt16.max)) {
      if let version {
        throw map.place(of: "version").error("the version is given twice", "it stands in \(version.place.file) too")
      }
      version = Located(value: number, place: map.place(of: "version"))
    }
    for node in try map.list("masks") { masks.append(try mask(node, file)) }
    for node in try map.list("recordFields") { recordFields.append(try field(node, file)) }
    for node in try map.list("subjects") { subjectKinds.append(try subjectKind(node, file)) }
    for node in try map.list("categories") { categories.append(try category(node, file)) }
    for node in try map.list("domains") { domains.append(try domain(node, file)) }
    if let node = map.node("domainList") { domainLists.append(try domainList(node, file)) }
    for node in try map.list("profiles") { profiles.append(try profile(node, file)) }
    for node in try map.list("authorities") { authorityRules.append(try authorityRule(node, file)) }
    if let node = map.node("authorityWords") { authorityWords.add(try loadedAuthorityWords(node, file)) }
    for node in try map.list("publicity") { publicityRules.append(try publicityRule(node, file)) }
    if let node = map.node("edition") { editions.append(try edition(node, file)) }
  }
}

let namingKeys = ["key", "label", "also"]

func naming(_ map: YAMLMapping) throws(CatalogueError) -> Naming {
  let key = try map.text("key")
  return Naming(key: key, label: try map.optionalText("label") ?? key, aliases: try map.texts("also"))
}

private func mask(_ node: Node, _ file: String) throws(CatalogueError) -> Located<Mask> {
  let map = try YAMLMapping(node, in: file, what: "a mask", keys: ["key", "first", "last", "exceptOrganisations"])
  let mask = Mask(
    key: try map.text("key"), first: try map.integer("first", in: 0...100) ?? 0,
    last: try map.integer("last", in: 0...100) ?? 0, exceptOrganisations: try map.flag("exceptOrganisations"))
  return Located(value: mask, place: map.place)
}

private func field(_ node: Node, _ file: String) throws(CatalogueError) -> Located<Field> {
  let keys = namingKeys + ["code", "kind", "required", "length", "print", "mask", "ahead", "choices"]
  let map = try YAMLMapping(node, in: file, what: "a field", keys: keys)
  var naming = try naming(map)
  if let code = try map.optionalText("code") { naming.aliases.insert(code, at: 0) }
  var choices: [Naming] = []
  for node in try map.list("choices") {
    choices.append(try choice(node, file))
  }
  let field = Field(
    naming: naming, kind: try map.option("kind", default: .text),
    requirement: try map.flag("required") ? .required : .optional, printing: try map.option("print", default: .always),
    maximumLength: try map.integer("length", in: 1...CreditFileReader.Limits.standard.valueBytes),
    mask: try map.optionalText("mask"), mayLieAhead: try map.flag("ahead"), choices: choices)
  if field.mayLieAhead, field.kind != .date { throw map.place(of: "ahead").error("only a date can lie ahead") }
  if !choices.isEmpty, field.kind != .text { throw map.place(of: "choices").error("only a text has choices") }
  return Located(value: field, place: map.place)
}

private func choice(_ node: Node, _ file: String) throws(CatalogueError) -> Naming {
  try naming(YAMLMapping(node, in: file, what: "a choice", keys: namingKeys))
}

private func subjectKind(_ node: Node, _ file: String) throws(CatalogueError) -> Located<SubjectKind> {
  let keys = namingKeys + ["person", "nameLabel", "codeLabel", "codeMask", "fields"]
  let map = try YAMLMapping(node, in: file, what: "a subject kind", keys: keys)
  var fields: [Located<Field>] = []
  for node in try map.list("fields") { fields.append(try field(node, file)) }
  let kind = SubjectKind(
    naming: try naming(map), isPerson: try map.flag("person"), nameLabel: try map.text("nameLabel"),
    codeLabel: try map.text("codeLabel"), fields: fields.map(\.value), codeMask: try map.optionalText("codeMask"))
  try checkNames(fields.map { Located(value: $0.value.naming, place: $0.place) }, of: "field", in: kind.naming.key)
  return Located(value: kind, place: map.place)
}

private func category(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedCategory {
  let references = ["date", "authority", "subjectName", "subjectCode", "document", "until"]
  let keys = namingKeys + ["code", "fields", "lasting", "domain", "mainDomain"] + references
  let map = try YAMLMapping(node, in: file, what: "a category", keys: keys)
  var naming = try naming(map)
  if let code = try map.optionalText("code") { naming.aliases.insert(code, at: 0) }
  var fields: [Located<Field>] = []
  for node in try map.list("fields") { fields.append(try field(node, file)) }
  if fields.isEmpty { throw map.place.error("the category \(naming.key) has no fields", "list them under fields") }
  let category = Category(
    naming: naming, fields: fields.map(\.value), dateField: try map.optionalText("date"),
    authorityField: try map.optionalText("authority"), subjectNameField: try map.optionalText("subjectName"),
    subjectCodeField: try map.optionalText("subjectCode"), documentField: try map.optionalText("document"),
    isLasting: try map.flag("lasting"), endDateField: try map.optionalText("until"),
    domain: try map.optionalText("domain"), isOfMainDomain: try map.flag("mainDomain"))
  if category.endDateField != nil, !category.isLasting {
    throw map.place(of: "until").error("only what lasts has an end", "write lasting: true")
  }
  let places = (references + ["domain"]).map { ($0, map.place(of: $0)) }
  return CatalogueParts.LocatedCategory(
    category: category, place: map.place, references: Dictionary(uniqueKeysWithValues: places),
    fieldPlaces: fields.map(\.place))
}

private func publicityRule(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedRule {
  let keys = ["key", "label", "source", "categories", "from", "maximum", "minimum"]
  let map = try YAMLMapping(node, in: file, what: "a publicity rule", keys: keys)
  let categories = try map.locatedTexts("categories")
  let rule = PublicityRule(
    key: try map.text("key"), label: try map.text("label"), categories: categories.map(\.value),
    from: try map.date("from"), maximumMonths: try months("maximum", of: map, file),
    minimumMonths: try months("minimum", of: map, file), source: try map.optionalText("source") ?? "")
  if rule.maximumMonths.isEmpty { throw map.place.error("a publicity rule lacks the key maximum") }
  return CatalogueParts.LocatedRule(rule: rule, place: map.place, categoryPlaces: categories.map(\.place))
}

/// Months by severity.
private func months(_ key: String, of map: YAMLMapping, _ file: String) throws(CatalogueError) -> [String: Int] {
  guard let node = map.node(key) else { return [:] }
  let severities = ["minor", "general", "serious"]
  let periods = try YAMLMapping(node, in: file, what: "\(key), months by severity,", keys: severities)
  var months: [String: Int] = [:]
  for severity in severities { months[severity] = try periods.integer(severity, in: 0...1200) }
  return months
}

private func edition(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedEdition {
  let map = try YAMLMapping(node, in: file, what: "an edition", keys: namingKeys + ["standard", "version", "sections"])
  var sections: [Located<Edition.Section>] = []
  var categoryPlaces: [[Place]] = []
  for node in try map.list("sections") {
    let (section, places) = try section(node, file)
    sections.append(section)
    categoryPlaces.append(places)
  }
  let edition = Edition(
    naming: try naming(map), standard: try map.text("standard"), versionLabel: try map.text("version"),
    sections: sections.map(\.value))
  if sections.isEmpty { throw map.place.error("the edition \(edition.naming.key) has no sections") }
  let namings = sections.map {
    Located(value: Naming(key: $0.value.naming.key, label: $0.value.naming.label), place: $0.place)
  }
  try checkNames(namings, of: "section", in: edition.naming.key)
  return CatalogueParts.LocatedEdition(edition: edition, place: map.place, categoryPlaces: categoryPlaces)
}

private func section(
  _ node: Node, _ file: String
) throws(CatalogueError) -> (Located<Edition.Section>, categories: [Place]) {
  let keys = ["key", "title", "short", "count", "subject", "categories", "text"]
  let map = try YAMLMapping(node, in: file, what: "a section", keys: keys)
  let title = try map.text("title")
  let categories = try map.locatedTexts("categories")
  let paragraphs = try map.texts("text")
  let isSubject = try map.flag("subject")
  guard [isSubject, !categories.isEmpty, !paragraphs.isEmpty].filter(\.self).count == 1 else {
    throw map.place.error("the section \(title) must hold one of subject: true, categories, text")
  }
  let content: Edition.Section.Content =
    isSubject ? .subject : paragraphs.isEmpty ? .records(categories.map(\.value)) : .text(paragraphs)
  let section = Edition.Section(
    naming: Naming(key: try map.text("key"), label: title), shortLabel: try map.optionalText("short") ?? title,
    content: content, showsCount: try map.flag("count"))
  return (Located(value: section, place: map.place), categories.map(\.place))
}
