/// The versioned data that say what can be on record and how it is named: templates/catalogue/catalogue.yaml.
public struct Catalogue: Sendable {
  /// What the token of a report that answers for no domains says in `cat` (`verification.md` §2); a no-violation
  /// report's says the version of its domain list.
  public var version: UInt16
  public var subjectKinds: [SubjectKind]
  public var categories: [Category]
  /// Every domain that a record or a source can belong to; ``domainLists`` choose from them.
  public var domains: [Domain]
  public var domainLists: [DomainList]
  /// How addresses name places.
  public var places: [PlaceRule]
  public var profiles: [ViolationProfile]
  /// The laws on the simplified procedure (简易程序).
  public var simplifiedProcedures: [SimplifiedProcedure]
  /// How judgments are read; nil: the catalogue has none.
  public var judgmentRules: JudgmentRules?
  public var authorityRules: [AuthorityRule]
  public var authorityWords: AuthorityWords
  public var editions: [Edition]
  public var publicityRules: [PublicityRule]
  /// What a public report does with repaired records, unless it is asked for the other way.
  public var repaired: RepairTreatment
  /// Days by which a source may lag behind before what it lacks is a gap.
  public var sourceDelay: Int
  /// How personal data are shown; the first is the one used where none is asked for.
  public var maskProfiles: [MaskProfile]
  public var statusLabels: StatusLabelRules
  /// Fields that a record of any category may have (公开类型, 信用修复状态); `load` has appended them to each category.
  public var recordFields: [Field]
  public init(
    version: UInt16, subjectKinds: [SubjectKind], categories: [Category], domains: [Domain],
    domainLists: [DomainList] = [], profiles: [ViolationProfile] = [], authorityRules: [AuthorityRule] = [],
    authorityWords: AuthorityWords = AuthorityWords(), editions: [Edition], publicityRules: [PublicityRule],
    repaired: RepairTreatment = .omit, sourceDelay: Int = 0,
    maskProfiles: [MaskProfile] = [], statusLabels: StatusLabelRules = StatusLabelRules(), recordFields: [Field] = [],
    places: [PlaceRule] = [], simplifiedProcedures: [SimplifiedProcedure] = [], judgmentRules: JudgmentRules? = nil
  ) {
    (self.version, self.subjectKinds, self.categories) = (version, subjectKinds, categories)
    (self.domains, self.domainLists, self.profiles) = (domains, domainLists, profiles)
    (self.authorityRules, self.authorityWords) = (authorityRules, authorityWords)
    (self.editions, self.publicityRules) = (editions, publicityRules)
    (self.repaired, self.sourceDelay) = (repaired, sourceDelay)
    (self.maskProfiles, self.statusLabels) = (maskProfiles, statusLabels)
    (self.recordFields, self.places) = (recordFields, places)
    (self.simplifiedProcedures, self.judgmentRules) = (simplifiedProcedures, judgmentRules)
  }

  /// The masks of the profile that is used where none is asked for.
  public var masks: [Mask] { maskProfiles.first?.masks ?? [] }
}

/// Something that has a canonical key, a Chinese label and other names by which files call it.
public struct Naming: Sendable, Hashable {
  /// English, lowerCamelCase.
  public var key: String
  /// As printed.
  public var label: String
  /// Exchange codes (`CF_WSH`) and other labels.
  public var aliases: [String]
  public init(key: String, label: String, aliases: [String] = []) {
    (self.key, self.label, self.aliases) = (key, label, aliases)
  }

  /// Every name: key, label, aliases.
  public var names: [String] { [key, label] + aliases }
}

public struct SubjectKind: Sendable, Hashable {
  public var naming: Naming
  public var isPerson: Bool
  /// Printed label of the subject's name (企业名称, 机构名称…).
  public var nameLabel: String
  public var codeLabel: String
  public var fields: [Field]
  /// Name of the mask under which the code is printed (a person's ID number); nil: whole.
  public var codeMask: String?
  /// First two characters that codes of the kind have (`domain.md` §4.1); empty: not known.
  public var codeBeginnings: [String]
  public init(
    naming: Naming, isPerson: Bool, nameLabel: String, codeLabel: String, fields: [Field], codeMask: String? = nil,
    codeBeginnings: [String] = []
  ) {
    (self.naming, self.isPerson, self.nameLabel) = (naming, isPerson, nameLabel)
    (self.codeLabel, self.fields, self.codeMask) = (codeLabel, fields, codeMask)
    self.codeBeginnings = codeBeginnings
  }
}

public struct Category: Sendable, Hashable {
  public var naming: Naming
  /// Printed in this order.
  public var fields: [Field]
  /// Key of the field that holds the date of the decision, from which publicity periods run.
  public var dateField: String?
  /// Key of the field that holds the authority.
  public var authorityField: String?
  /// Keys of the fields that repeat the subject's name and code; what differs there is another's record.
  public var subjectNameField: String?, subjectCodeField: String?
  /// Key of the field with the number of the decision document, by which one decision is known that was reported twice.
  public var documentField: String?
  /// Whether a record is a state that lasts from its date on (a list that the subject stands on) instead of an act of
  /// one day, and the key of the field with the day on which it ends.
  public var isLasting: Bool
  public var endDateField: String?
  /// Key of the domain to which every record of the category belongs that does not say otherwise (重大税收违法: 税务).
  public var domain: String?
  /// Whether an authority makes such records in its main domain alone (经营异常名录), even where it acts in others too.
  public var isOfMainDomain: Bool
  /// Whether its records may never be shown of a minor (行政处罚), and the key of the field with the number of the ID
  /// document of the natural person whom a record is about, where it is not the subject.
  public var sparesMinors: Bool
  public var personField: String?
  public init(
    naming: Naming, fields: [Field], dateField: String? = nil, authorityField: String? = nil,
    subjectNameField: String? = nil, subjectCodeField: String? = nil, documentField: String? = nil,
    isLasting: Bool = false, endDateField: String? = nil, domain: String? = nil, isOfMainDomain: Bool = false,
    sparesMinors: Bool = false, personField: String? = nil
  ) {
    (self.naming, self.fields, self.dateField, self.authorityField) = (naming, fields, dateField, authorityField)
    (self.subjectNameField, self.subjectCodeField) = (subjectNameField, subjectCodeField)
    (self.documentField, self.domain) = (documentField, domain)
    (self.isLasting, self.endDateField, self.isOfMainDomain) = (isLasting, endDateField, isOfMainDomain)
    (self.sparesMinors, self.personField) = (sparesMinors, personField)
  }
}

public struct Field: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable { case text, date, money, integer, code, identity }
  public enum Requirement: String, Sendable, Hashable, CaseIterable { case required, optional }
  /// When the field is in a report.
  public enum Printing: String, Sendable, Hashable, CaseIterable {
    /// Always; a missing value shows as `— —`.
    case always
    /// Where a value was given.
    case whenGiven
    /// Never: an exchange field that is not for publication (`domain.md` §4.3); its omission is counted.
    case never
  }
  public var naming: Naming
  public var kind: Kind
  public var requirement: Requirement
  public var printing: Printing
  /// Characters; nil: no limit but the file's.
  public var maximumLength: Int?
  /// Name of the mask for personal data.
  public var mask: String?
  /// Running text, in which all that may not be published of persons is looked for and masked: `domain.md` §4.3. In any
  /// other text, identity numbers alone are.
  public var isProse: Bool
  /// A registration or tax number of an organisation, of which 15 digits are no person's.
  public var isRegistration: Bool
  /// Home address, contact and the like where the subject is a natural person: then it is never printed.
  public var isPrivateOfPersons: Bool
  /// A date that may lie after the file's `asOf` or have no end (有效期至).
  public var mayLieAhead: Bool
  /// The values that a report's rules understand; empty: any. The value of the record stays the text that was given.
  public var choices: [Naming]
  public init(
    naming: Naming, kind: Kind, requirement: Requirement = .optional, printing: Printing = .always,
    maximumLength: Int? = nil, mask: String? = nil, isProse: Bool = false, isRegistration: Bool = false,
    isPrivateOfPersons: Bool = false, mayLieAhead: Bool = false, choices: [Naming] = []
  ) {
    (self.naming, self.kind, self.requirement) = (naming, kind, requirement)
    (self.printing, self.maximumLength, self.mask) = (printing, maximumLength, mask)
    (self.isProse, self.isRegistration, self.isPrivateOfPersons) = (isProse, isRegistration, isPrivateOfPersons)
    (self.mayLieAhead, self.choices) = (mayLieAhead, choices)
  }

  /// Key of the choice that a value names, by key, label or alias; nil where it names none.
  public func choice(of value: Value?) -> String? {
    guard case .text(let text)? = value, !choices.isEmpty else { return nil }
    let name = foldedName(text)
    return choices.first { choice in choice.names.contains { foldedName($0) == name } }?.key
  }
}
