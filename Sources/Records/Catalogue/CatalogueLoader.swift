import FileReading
import Foundation
import Yams

extension Catalogue {
  /// Reads every `*.yaml` below a directory, in path order, and checks that they are consistent.
  public static func load(directory: String) throws(CatalogueError) -> Catalogue {
    let paths: [String]
    do {
      paths = try FileManager.default.subpathsOfDirectory(atPath: directory)
    } catch {
      throw CatalogueError(
        file: directory, message: "the directory of the catalogue cannot be read",
        hint: "it is templates/catalogue of the repository; check the path and its permissions")
    }
    return try load(paths, of: directory) { (file) throws(CatalogueError) in
      do throws(FileFault) { return try readFile(file, limit: 4_000_000) } catch {
        throw CatalogueError(file: file, message: error.message, hint: error.hint)
      }
    }
  }

  /// The same for files that were handed over together, as in a bundle.
  /// - Parameters:
  ///   - files: by path; files outside `directory` are ignored.
  ///   - directory: the directory of the catalogue.
  public static func load(files: [String: [UInt8]], below directory: String) throws(CatalogueError) -> Catalogue {
    let paths = files.keys.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }
    return try load(paths, of: directory) { files[$0] ?? [] }
  }

  private static func load(
    _ paths: [String], of directory: String, read: (String) throws(CatalogueError) -> [UInt8]
  ) throws(CatalogueError) -> Catalogue {
    var parts = CatalogueParts()
    for path in paths.sorted() where path.hasSuffix(".yaml") && !(path.split(separator: "/").last ?? "").hasPrefix(".")
    {
      let file = directory.hasSuffix("/") ? directory + path : directory + "/" + path
      guard let text = String(validating: try read(file), as: UTF8.self) else {
        throw CatalogueError(file: file, message: "is not UTF-8", hint: "save it as UTF-8")
      }
      try parts.add(text, file: file)
    }
    return try parts.catalogue(directory: directory)
  }
}

/// The contents of a catalogue's files, with positions for the checks that need all files.
struct CatalogueParts {
  var version: Located<Int>?
  var maskProfiles: [LocatedMasks] = []
  var recordFields: [Located<Field>] = []
  var subjectKinds: [Located<SubjectKind>] = []
  var categories: [LocatedCategory] = []
  var domains: [Located<Domain>] = []
  var domainLists: [LocatedList] = []
  var places: [PlaceRule] = []
  var schedules: [Located<SourceSchedule>] = []
  var retention: [Located<RetentionRule>] = []
  var profiles: [LocatedProfile] = []
  var simplifiedProcedures: [SimplifiedProcedure] = []
  var judgments: LocatedJudgmentRules?
  var authorityRules: [LocatedAuthority] = []
  var authorityWords = AuthorityWords()
  var publicityRules: [LocatedRule] = []
  var repaired: Located<RepairTreatment>?
  var sourceDelay: Int?
  var registrationLabels: [StatusLabelRules.Registration] = []
  var listingLabels: [LocatedListing] = []
  var editions: [LocatedEdition] = []
  /// The `categories` that local supplements add.
  var supplements: [LocatedCategory] = []

  struct LocatedCategory {
    var category: Category
    var location: SourceLocation
    /// Positions of the keys that name fields, by key name.
    var references: [String: SourceLocation]
    var fieldLocations: [SourceLocation]
  }
  struct LocatedList {
    var list: DomainList
    var location: SourceLocation
    var entryLocations: [SourceLocation]
  }
  struct LocatedProfile {
    var profile: ViolationProfile
    var location: SourceLocation
    var categoryLocations: [SourceLocation]
  }
  struct LocatedAuthority {
    var rule: AuthorityRule
    var location: SourceLocation
    /// Of `domains`, then of `perhaps`.
    var domainLocations: [SourceLocation]
    /// Of `names`, then `patterns`, then `tasks`.
    var textLocations: [SourceLocation]
  }
  struct LocatedMasks {
    var profile: MaskProfile
    var location: SourceLocation
  }
  struct LocatedListing {
    var listing: StatusLabelRules.Listing
    var location: SourceLocation
    var categoryLocations: [SourceLocation]
  }
  struct LocatedRule {
    var rule: PublicityRule
    var location: SourceLocation
    var categoryLocations: [SourceLocation]
  }
  struct LocatedEdition {
    var edition: Edition
    var location: SourceLocation
    /// Of the categories of each section.
    var categoryLocations: [[SourceLocation]]
    /// Index of the section that takes the categories of local supplements.
    var supplementSection: Int?
  }

  mutating func add(_ text: String, file: String) throws(CatalogueError) {
    guard let root = try yamlRoot(text, file: file) else { return }
    let keys = [
      "version", "maskProfiles", "recordFields", "subjects", "categories", "domains", "domainList", "places",
      "profiles",
      "authorities", "authorityWords", "publicity", "repaired", "sourceDelay", "registrationLabels", "listingLabels",
      "edition", "supplement", "simplifiedProcedure", "judgments", "sources", "retention",
    ]
    let map = try YAMLMapping(root, in: file, what: "a file of the catalogue", keys: keys)
    if let number = try map.integer("version", in: 1...Int(UInt16.max)) {
      if let version {
        throw map.location(of: "version").error(
          "the version is given twice", "it is in \(version.location.file) too")
      }
      version = Located(value: number, location: map.location(of: "version"))
    }
    for node in try map.list("maskProfiles") { maskProfiles.append(try maskProfile(node, file)) }
    for node in try map.list("recordFields") { recordFields.append(try field(node, file)) }
    for node in try map.list("subjects") { subjectKinds.append(try subjectKind(node, file)) }
    for node in try map.list("categories") { categories.append(try category(node, file)) }
    for node in try map.list("domains") { domains.append(try domain(node, file)) }
    if let node = map.node("domainList") { domainLists.append(try domainList(node, file)) }
    for node in try map.list("places") { places.append(try placeRule(node, file)) }
    for node in try map.list("sources") { schedules.append(try sourceSchedule(node, file)) }
    for node in try map.list("retention") { retention.append(try retentionRule(node, file)) }
    for node in try map.list("profiles") { profiles.append(try profile(node, file)) }
    for node in try map.list("simplifiedProcedure") {
      simplifiedProcedures.append(try simplifiedProcedure(node, file))
    }
    if let node = map.node("judgments") {
      if let judgments {
        throw map.location(of: "judgments").error(
          "judgments is given twice", "it is in \(judgments.location.file) too")
      }
      judgments = try judgmentRules(node, file)
    }
    for node in try map.list("authorities") { authorityRules.append(try authorityRule(node, file)) }
    if let node = map.node("authorityWords") { authorityWords.add(try loadedAuthorityWords(node, file)) }
    for node in try map.list("publicity") { publicityRules.append(try publicityRule(node, file)) }
    if map.node("repaired") != nil {
      if let repaired {
        throw map.location(of: "repaired").error(
          "repaired is given twice", "it is in \(repaired.location.file) too")
      }
      repaired = Located(value: try map.option("repaired", default: .omit), location: map.location(of: "repaired"))
    }
    if let days = try map.integer("sourceDelay", in: 0...3660) { sourceDelay = days }
    for node in try map.list("registrationLabels") { registrationLabels.append(try registrationLabel(node, file)) }
    for node in try map.list("listingLabels") { listingLabels.append(try listingLabel(node, file)) }
    if let node = map.node("edition") { editions.append(try edition(node, file)) }
    if let node = map.node("supplement") { try addSupplement(node, file) }
  }
}

let namingKeys = ["key", "label", "also"]

func naming(_ map: YAMLMapping) throws(CatalogueError) -> Naming {
  let key = try map.text("key")
  return Naming(key: key, label: try map.optionalText("label") ?? key, aliases: try map.texts("also"))
}

private func field(_ node: Node, _ file: String) throws(CatalogueError) -> Located<Field> {
  let keys =
    namingKeys + [
      "code", "kind", "required", "length", "print", "mask", "prose", "registration", "private", "ahead", "choices",
    ]
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
    mask: try map.optionalText("mask"), isProse: try map.flag("prose"),
    isRegistration: try map.flag("registration"), isPrivateOfPersons: try map.flag("private"),
    mayLieAhead: try map.flag("ahead"), choices: choices)
  if field.mayLieAhead, field.kind != .date { throw map.location(of: "ahead").error("only a date can lie ahead") }
  if field.isProse, field.kind != .text { throw map.location(of: "prose").error("only a text can be prose") }
  if !choices.isEmpty, field.kind != .text { throw map.location(of: "choices").error("only a text has choices") }
  return Located(value: field, location: map.location)
}

private func choice(_ node: Node, _ file: String) throws(CatalogueError) -> Naming {
  try naming(YAMLMapping(node, in: file, what: "a choice", keys: namingKeys))
}

private func subjectKind(_ node: Node, _ file: String) throws(CatalogueError) -> Located<SubjectKind> {
  let keys = namingKeys + ["person", "nameLabel", "codeLabel", "codeMask", "codeBeginnings", "fields"]
  let map = try YAMLMapping(node, in: file, what: "a subject kind", keys: keys)
  var fields: [Located<Field>] = []
  for node in try map.list("fields") { fields.append(try field(node, file)) }
  let kind = SubjectKind(
    naming: try naming(map), isPerson: try map.flag("person"), nameLabel: try map.text("nameLabel"),
    codeLabel: try map.text("codeLabel"), fields: fields.map(\.value), codeMask: try map.optionalText("codeMask"),
    codeBeginnings: try map.texts("codeBeginnings"))
  try checkNames(
    fields.map { Located(value: $0.value.naming, location: $0.location) }, of: "field", in: kind.naming.key)
  return Located(value: kind, location: map.location)
}

func category(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedCategory {
  let references = ["date", "authority", "subjectName", "subjectCode", "document", "until", "person"]
  let keys = namingKeys + ["code", "fields", "lasting", "domain", "mainDomain", "sparesMinors"] + references
  let map = try YAMLMapping(node, in: file, what: "a category", keys: keys)
  var naming = try naming(map)
  if let code = try map.optionalText("code") { naming.aliases.insert(code, at: 0) }
  var fields: [Located<Field>] = []
  for node in try map.list("fields") { fields.append(try field(node, file)) }
  if fields.isEmpty { throw map.location.error("the category \(naming.key) has no fields", "list them under fields") }
  let category = Category(
    naming: naming, fields: fields.map(\.value), dateField: try map.optionalText("date"),
    authorityField: try map.optionalText("authority"), subjectNameField: try map.optionalText("subjectName"),
    subjectCodeField: try map.optionalText("subjectCode"), documentField: try map.optionalText("document"),
    isLasting: try map.flag("lasting"), endDateField: try map.optionalText("until"),
    domain: try map.optionalText("domain"), isOfMainDomain: try map.flag("mainDomain"),
    sparesMinors: try map.flag("sparesMinors"), personField: try map.optionalText("person"))
  if category.endDateField != nil, !category.isLasting {
    throw map.location(of: "until").error("only what lasts has an end", "write lasting: true")
  }
  let places = (references + ["domain"]).map { ($0, map.location(of: $0)) }
  return CatalogueParts.LocatedCategory(
    category: category, location: map.location, references: Dictionary(uniqueKeysWithValues: places),
    fieldLocations: fields.map(\.location))
}
