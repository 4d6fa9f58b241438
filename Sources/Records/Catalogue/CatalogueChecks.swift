import ReportKinds

/// Checks that need all files: name collisions, and references between names.
extension CatalogueParts {
  func catalogue(directory: String) throws(CatalogueError) -> Catalogue {
    guard let version else {
      throw CatalogueError(
        file: directory, message: "no file gives the version of the catalogue",
        hint: "write version: 1 in catalogue.yaml")
    }
    for (count, what) in [
      (subjectKinds.count, "subjects"), (categories.count, "categories"), (editions.count, "edition"),
    ]
    where count == 0 {
      throw CatalogueError(file: directory, message: "no file of the catalogue has \(what)")
    }
    try checkMaskProfiles()
    try checkNames(subjectKinds.map { Located(value: $0.value.naming, location: $0.location) }, of: "subject kind")
    try checkNames(categories.map { Located(value: $0.category.naming, location: $0.location) }, of: "category")
    try checkNames(domains.map { Located(value: $0.value.naming, location: $0.location) }, of: "domain")
    for kind in Edition.Kind.allCases {
      let ofKind = editions.filter { $0.edition.kind == kind }
      try checkNames(
        ofKind.map { Located(value: $0.edition.naming, location: $0.location) }, of: "edition", in: "\(kind) reports")
    }
    try checkDomains()
    for located in profiles {
      for (category, location) in zip(located.profile.categories, located.categoryLocations) {
        try checkCategory(category, location)
      }
    }
    if let judgments {
      try checkCategory(judgments.rules.category, judgments.location)
      for domain in [judgments.rules.domain] + judgments.rules.causes.flatMap(\.domains) {
        try checkDomain(domain, judgments.location)
      }
    }
    try checkPublicityRules()
    for located in listingLabels {
      for (category, location) in zip(located.listing.categories, located.categoryLocations) {
        try checkCategory(category, location)
      }
    }
    var kept: Set<String> = []
    for located in retention {
      for category in located.value.categories {
        try checkCategory(category, located.location)
        guard kept.insert(category).inserted else {
          throw located.location.error("the category \(category) has two terms of retention", "remove one")
        }
      }
    }
    var editions: [LocatedEdition] = []
    for edition in self.editions {
      editions.append(try supplemented(edition))
      try checkPlacement(in: editions[editions.count - 1])
    }
    for kind in subjectKinds { try checkMasks(kind) }
    var completed: [Category] = []
    for category in categories { completed.append(try complete(category)) }
    return Catalogue(
      version: UInt16(version.value), subjectKinds: subjectKinds.map(\.value), categories: completed,
      domains: domains.map(\.value), domainLists: domainLists.map(\.list), profiles: profiles.map(\.profile),
      authorityRules: authorityRules.map(\.rule), authorityWords: authorityWords, editions: editions.map(\.edition),
      publicityRules: publicityRules.map(\.rule), repaired: repaired?.value ?? .omit,
      sourceDelay: sourceDelay ?? 0,
      maskProfiles: maskProfiles.map(\.profile),
      statusLabels: StatusLabelRules(registration: registrationLabels, listings: listingLabels.map(\.listing)),
      recordFields: recordFields.map(\.value), places: places, schedules: schedules.map(\.value),
      simplifiedProcedures: simplifiedProcedures, judgmentRules: judgments?.rules,
      retention: retention.map(\.value))
  }

  /// The category with the fields that any record may have; its own field of the same key takes precedence.
  private func complete(_ located: LocatedCategory) throws(CatalogueError) -> Category {
    var category = located.category
    var namings = zip(category.fields, located.fieldLocations).map { Located(value: $0.naming, location: $1) }
    for field in recordFields where !category.fields.contains(where: { $0.naming.key == field.value.naming.key }) {
      category.fields.append(field.value)
      namings.append(Located(value: field.value.naming, location: field.location))
    }
    try checkNames(namings, of: "field", in: category.naming.key)
    for (field, naming) in zip(category.fields, namings) { try checkMask(field.mask, naming.location) }

    if let domain = category.domain { try checkDomain(domain, located.references["domain"] ?? located.location) }
    let references: [(name: String, key: String?, kinds: [Field.Kind])] = [
      ("date", category.dateField, [.date]), ("authority", category.authorityField, [.text]),
      ("subjectName", category.subjectNameField, [.text]), ("subjectCode", category.subjectCodeField, [.code]),
      ("document", category.documentField, [.text]), ("until", category.endDateField, [.date]),
      ("person", category.personField, [.identity]),
    ]
    for reference in references {
      guard let key = reference.key, let location = located.references[reference.name] else { continue }
      guard let field = category.fields.first(where: { $0.naming.key == key }) else {
        let nearest = nearestName(to: key, among: category.fields.map(\.naming.key))
        throw location.error(
          "the category \(category.naming.key) has no field \(key)",
          nearest.map { "did you mean \($0)?" } ?? "name one of its fields by key")
      }
      guard reference.kinds.contains(field.kind) else {
        throw location.error("\(reference.name) must name a field of kind \(reference.kinds[0].rawValue)")
      }
    }
    return category
  }

  private func checkMasks(_ kind: Located<SubjectKind>) throws(CatalogueError) {
    try checkMask(kind.value.codeMask, kind.location)
    for field in kind.value.fields { try checkMask(field.mask, kind.location) }
  }

  private func checkMask(_ mask: String?, _ location: SourceLocation) throws(CatalogueError) {
    let masks = maskProfiles.first?.profile.masks.map(\.key) ?? []
    guard let mask, !masks.contains(mask) else { return }
    throw location.error("there is no mask \(mask)", "the masks are \(masks.joined(separator: ", "))")
  }

  /// Every profile must have the same masks: a profile must not hide a value whole because it forgot its mask.
  private func checkMaskProfiles() throws(CatalogueError) {
    try checkNames(maskProfiles.map { Located(value: $0.profile.naming, location: $0.location) }, of: "mask profile")
    guard let first = maskProfiles.first?.profile else { return }
    for located in maskProfiles.dropFirst() {
      let (own, others) = (Set(located.profile.masks.map(\.key)), Set(first.masks.map(\.key)))
      if let key = own.symmetricDifference(others).min() {
        let owner = own.contains(key) ? first.naming.key : located.profile.naming.key
        throw located.location.error("the mask profile \(owner) has no mask \(key)", "every profile has the same masks")
      }
    }
  }

  private func checkDomains() throws(CatalogueError) {
    for domain in domains {
      for category in Set(domain.value.sources.flatMap { $0.owes ?? [] }) {
        try checkCategory(category, domain.location)
      }
    }
    try checkNames(domainLists.map { Located(value: $0.list.naming, location: $0.location) }, of: "domain list")
    try checkNames(profiles.map { Located(value: $0.profile.naming, location: $0.location) }, of: "violation profile")
    try checkNames(
      schedules.map { located in
        let schedule = located.value
        return Located(
          value: Naming(key: schedule.name, label: schedule.name, aliases: schedule.aliases), location: located.location
        )
      }, of: "source")
    var numbers: [UInt16: String] = [:]
    for located in profiles where located.profile.number > 0 {
      let profile = located.profile
      if let other = numbers.updateValue(profile.naming.key, forKey: profile.number) {
        throw located.location.error(
          "the violation profiles \(other) and \(profile.naming.key) have the same number \(profile.number)",
          "tokens name the profile by it; take one that was never used")
      }
    }
    var versions: [UInt16: String] = [:]
    for located in domainLists {
      let list = located.list
      if let other = versions.updateValue(list.naming.key, forKey: list.version) {
        throw located.location.error(
          "version \(list.version) is that of the list \(other)", "tokens could not tell them apart; give it another")
      }
      // Each bit of a token must mean one domain.
      var bits: [Int: String] = [:]
      var seen: Set<String> = []
      for (entry, location) in zip(list.entries, located.entryLocations) {
        try checkDomain(entry.domain, location)
        guard seen.insert(entry.domain).inserted else {
          throw location.error("the domain \(entry.domain) is in the list already", "remove one")
        }
        if let other = bits.updateValue(entry.domain, forKey: entry.bit) {
          throw location.error("bit \(entry.bit) is taken by \(other)", "give the domain a free bit")
        }
      }
    }
    try checkAuthorities()
  }

  private func checkAuthorities() throws(CatalogueError) {
    var seen: [String: SourceLocation] = [:]
    for located in authorityRules {
      let rule = located.rule
      for (domain, location) in zip(rule.domains + rule.perhaps, located.domainLocations) {
        try checkDomain(domain, location)
      }
      for (text, location) in zip(rule.names + rule.patterns + rule.tasks, located.textLocations) {
        guard let other = seen.updateValue(location, forKey: foldedName(text)) else { continue }
        throw location.error(
          "\(text) is in \(other.file):\(other.line) already", "one of the two would never be asked; remove it")
      }
    }
  }

  private func checkDomain(_ key: String, _ location: SourceLocation) throws(CatalogueError) {
    let keys = domains.map(\.value.naming.key)
    guard !keys.contains(key) else { return }
    throw location.error(
      "there is no domain \(key)", nearestName(to: key, among: keys).map { "did you mean \($0)?" } ?? "name it by key")
  }

  private func checkPublicityRules() throws(CatalogueError) {
    var taken: [String: String] = [:]
    for located in publicityRules {
      let rule = located.rule
      for (category, location) in zip(rule.categories, located.categoryLocations) {
        try checkCategory(category, location)
        if let other = taken.updateValue(rule.key, forKey: "\(category) \(rule.from)") {
          throw located.location.error(
            "\(rule.key) and \(other) hold for \(category) from the same day", "give one of them another day")
        }
      }
    }
  }

  /// Each category must be in exactly one section: in none its records would be lost, in two reported twice.
  private func checkPlacement(in located: LocatedEdition) throws(CatalogueError) {
    let edition = located.edition
    var sections: [String: String] = [:]
    for (section, locations) in zip(edition.sections, located.categoryLocations) {
      guard case .records(let keys) = section.content else { continue }
      for (key, location) in zip(keys, locations) {
        try checkCategory(key, location)
        if let other = sections.updateValue(section.naming.key, forKey: key) {
          throw location.error(
            "the category \(key) is in the sections \(other) and \(section.naming.key)", "remove one")
        }
      }
    }
    for category in categories where sections[category.category.naming.key] == nil {
      throw category.location.error(
        "the category \(category.category.naming.key) is in no section of the edition \(edition.naming.key)",
        "add it to a section in \(located.location.file), or its records would not be printed")
    }
  }

  private func checkCategory(_ key: String, _ location: SourceLocation) throws(CatalogueError) {
    let keys = categories.map(\.category.naming.key)
    guard !keys.contains(key) else { return }
    throw location.error(
      "there is no category \(key)", nearestName(to: key, among: keys).map { "did you mean \($0)?" } ?? "name it by key"
    )
  }
}

/// Refuses names in a scope that are equal when folded: a name in a file must mean one thing.
func checkNames(_ namings: [Located<Naming>], of what: String, in scope: String? = nil) throws(CatalogueError) {
  var owners: [String: Int] = [:]
  for (index, naming) in namings.enumerated() {
    for name in naming.value.names {
      guard let first = owners.updateValue(index, forKey: foldedName(name)), first != index else { continue }
      let other = namings[first].value.key
      let owner = scope.map { " of \($0)" } ?? ""
      throw naming.location.error(
        "the \(what)\(owner) \(naming.value.key) has the name \(name) of the \(what) \(other)", "rename one of them")
    }
  }
}
