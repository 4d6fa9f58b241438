/// The versioned data that define what can be on record and what it is called: templates/catalogue/catalogue.yaml.
public struct Catalogue: Sendable {
  /// The value of `cat` in the token of a report that does not answer for domains (`verification.md` §2); a
  /// no-violation report carries the version of its domain list.
  public var version: UInt16
  public var subjectKinds: [SubjectKind]
  public var categories: [Category]
  /// Every domain to which a record or a source can belong; ``domainLists`` choose from them.
  public var domains: [Domain]
  public var domainLists: [DomainList]
  /// How addresses name places.
  public var places: [PlaceRule]
  /// When the sources deliver.
  public var schedules: [SourceSchedule]
  /// For how long gathered records are kept; those of other categories are not erased.
  public var retention: [RetentionRule]
  public var profiles: [ViolationProfile]
  /// The laws on the simplified procedure (简易程序).
  public var simplifiedProcedures: [SimplifiedProcedure]
  /// How judgments are read; nil: the catalogue has none.
  public var judgmentRules: JudgmentRules?
  public var authorityRules: [AuthorityRule]
  public var authorityWords: AuthorityWords
  public var editions: [Edition]
  public var publicityRules: [PublicityRule]
  /// The default treatment of repaired records in a public report.
  public var repaired: RepairTreatment
  /// By how many days a source may lag behind before the missing days count as a gap.
  public var sourceDelay: Int
  /// How personal data are shown; the first profile is the default.
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
    places: [PlaceRule] = [], schedules: [SourceSchedule] = [], simplifiedProcedures: [SimplifiedProcedure] = [],
    judgmentRules: JudgmentRules? = nil, retention: [RetentionRule] = []
  ) {
    (self.version, self.subjectKinds, self.categories) = (version, subjectKinds, categories)
    (self.domains, self.domainLists, self.profiles) = (domains, domainLists, profiles)
    (self.authorityRules, self.authorityWords) = (authorityRules, authorityWords)
    (self.editions, self.publicityRules) = (editions, publicityRules)
    (self.repaired, self.sourceDelay) = (repaired, sourceDelay)
    (self.maskProfiles, self.statusLabels) = (maskProfiles, statusLabels)
    (self.recordFields, self.places, self.schedules) = (recordFields, places, schedules)
    (self.simplifiedProcedures, self.judgmentRules) = (simplifiedProcedures, judgmentRules)
    self.retention = retention
  }

  /// The masks of the default profile.
  public var masks: [Mask] { maskProfiles.first?.masks ?? [] }
}

/// A canonical key, a Chinese label, and the other names that files use for the same thing.
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
  /// Name of the mask under which the code is printed (a person's ID number); nil: the code is printed whole.
  public var codeMask: String?
  /// The first two characters that codes of this kind may have (`domain.md` §4.1); empty: not known.
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
  /// In print order.
  public var fields: [Field]
  /// Key of the field that holds the date of the decision, from which publicity periods run.
  public var dateField: String?
  /// Key of the field that holds the authority.
  public var authorityField: String?
  /// Keys of the fields that repeat the subject's name and code; if they differ, the record is another subject's.
  public var subjectNameField: String?, subjectCodeField: String?
  /// Key of the field with the number of the decision document, which identifies a decision that was reported twice.
  public var documentField: String?
  /// Whether a record is a state that lasts from its date on (a list on which the subject stands) instead of an act of
  /// one day, and the key of the field with the day on which that state ends.
  public var isLasting: Bool
  public var endDateField: String?
  /// Key of the domain to which a record of the category belongs unless it says otherwise (重大税收违法: 税务).
  public var domain: String?
  /// Whether an authority makes such records only in its main domain (经营异常名录), even if it acts in others too.
  public var isOfMainDomain: Bool
  /// Whether its records must never be shown for a minor (行政处罚), and the key of the field with the ID number of the
  /// natural person whom a record is about, if that is not the subject.
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
  /// When a report shows the field.
  public enum Printing: String, Sendable, Hashable, CaseIterable {
    /// Always; a missing value shows as `— —`.
    case always
    /// If a value was given.
    case whenGiven
    /// Never: an exchange field that is not for publication (`domain.md` §4.3); its omission is counted.
    case never
  }
  public var naming: Naming
  public var kind: Kind
  public var requirement: Requirement
  public var printing: Printing
  /// In characters; nil: no limit but the file's.
  public var maximumLength: Int?
  /// Name of the mask for personal data.
  public var mask: String?
  /// Running text, in which all personal details that must not be published are found and masked: `domain.md` §4.3. In
  /// any other text only identity numbers are.
  public var isProse: Bool
  /// A registration or tax number of an organisation: 15 digits in it are not a person's number.
  public var isRegistration: Bool
  /// A home address, contact or the like if the subject is a natural person: then it is never printed.
  public var isPrivateOfPersons: Bool
  /// A date that may lie after the file's `asOf` or have no end (有效期至).
  public var mayLieAhead: Bool
  /// The values that a report's rules understand; empty: any. The record's value stays the text that was given.
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

  /// Key of the choice that a value names by key, label or alias; nil: it names none.
  public func choice(of value: Value?) -> String? {
    guard case .text(let text)? = value, !choices.isEmpty else { return nil }
    let name = foldedName(text)
    return choices.first { choice in choice.names.contains { foldedName($0) == name } }?.key
  }
}
