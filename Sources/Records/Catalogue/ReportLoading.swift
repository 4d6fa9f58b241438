import Yams

// Settings of reports, as written in the catalogue's files: mask profiles, publicity rules, status labels.

func maskProfile(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedMasks {
  let map = try YAMLMapping(node, in: file, what: "a mask profile", keys: namingKeys + ["masks"])
  var masks: [Located<Mask>] = []
  for node in try map.list("masks") { masks.append(try mask(node, file)) }
  let profile = MaskProfile(naming: try naming(map), masks: masks.map(\.value))
  try checkNames(
    masks.map { Located(value: Naming(key: $0.value.key, label: $0.value.key), location: $0.location) }, of: "mask",
    in: profile.naming.key)
  return CatalogueParts.LocatedMasks(profile: profile, location: map.location)
}

private func mask(_ node: Node, _ file: String) throws(CatalogueError) -> Located<Mask> {
  let map = try YAMLMapping(node, in: file, what: "a mask", keys: ["key", "first", "last", "exceptOrganisations"])
  let mask = Mask(
    key: try map.text("key"), first: try map.integer("first", in: 0...100) ?? 0,
    last: try map.integer("last", in: 0...100) ?? 0, exceptOrganisations: try map.flag("exceptOrganisations"))
  return Located(value: mask, location: map.location)
}

func publicityRule(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedRule {
  let keys = ["key", "label", "source", "categories", "from", "maximum", "minimum", "classes"]
  let map = try YAMLMapping(node, in: file, what: "a publicity rule", keys: keys)
  let categories = try map.locatedTexts("categories")
  var classes: [PublicityRule.Class] = []
  for node in try map.list("classes") { classes.append(try publicityClass(node, file)) }
  let rule = PublicityRule(
    key: try map.text("key"), label: try map.text("label"), categories: categories.map(\.value),
    from: try map.date("from"), maximumMonths: try months("maximum", of: map, file),
    minimumMonths: try months("minimum", of: map, file), classes: classes,
    source: try map.optionalText("source") ?? "")
  if rule.maximumMonths.isEmpty { throw map.location.error("a publicity rule lacks the key maximum") }
  return CatalogueParts.LocatedRule(rule: rule, location: map.location, categoryLocations: categories.map(\.location))
}

private let severities = ["minor", "general", "serious"]

private func publicityClass(_ node: Node, _ file: String) throws(CatalogueError) -> PublicityRule.Class {
  let map = try YAMLMapping(
    node, in: file, what: "a class of decisions", keys: ["severity", "only", "any", "procedure"])
  let found = PublicityRule.Class(
    severity: try map.text("severity"), only: try map.texts("only"), any: try map.texts("any"),
    procedure: try map.optionalText("procedure"))
  guard severities.contains(found.severity) else {
    throw map.location(of: "severity").error(
      "severity cannot be \(found.severity)", "it is one of \(severities.joined(separator: ", "))")
  }
  // A class without conditions would apply to every decision.
  guard found.only.isEmpty != found.any.isEmpty else {
    throw map.location.error("a class of decisions must have one of only and any", "list kinds of penalty")
  }
  return found
}

/// Months by severity.
private func months(_ key: String, of map: YAMLMapping, _ file: String) throws(CatalogueError) -> [String: Int] {
  guard let node = map.node(key) else { return [:] }
  let periods = try YAMLMapping(node, in: file, what: "\(key), months by severity,", keys: severities)
  var months: [String: Int] = [:]
  for severity in severities { months[severity] = try periods.integer(severity, in: 0...1200) }
  return months
}

func registrationLabel(_ node: Node, _ file: String) throws(CatalogueError) -> StatusLabelRules.Registration {
  let map = try YAMLMapping(node, in: file, what: "a registration label", keys: ["label", "beginnings", "codes"])
  return StatusLabelRules.Registration(
    label: try map.text("label"), beginnings: try map.texts("beginnings"), codes: try map.texts("codes"))
}

func listingLabel(_ node: Node, _ file: String) throws(CatalogueError) -> CatalogueParts.LocatedListing {
  let keys = ["label", "categories", "until", "cancelled", "notCancelled"]
  let map = try YAMLMapping(node, in: file, what: "a listing label", keys: keys)
  let categories = try map.locatedTexts("categories")
  let listing = StatusLabelRules.Listing(
    label: try map.text("label"), categories: categories.map(\.value), endDates: try map.texts("until"),
    cancellations: try map.texts("cancelled"), notCancelled: try map.texts("notCancelled"))
  return CatalogueParts.LocatedListing(
    listing: listing, location: map.location, categoryLocations: categories.map(\.location))
}
