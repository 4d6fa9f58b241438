public import CivilTime

/// What is on record about one subject, read and checked: docs/schema/credit-file.schema.json.
public struct CreditFile: Sendable, Equatable {
  /// The moment up to which the records were gathered.
  public var asOf: BeijingTime
  public var subject: Subject
  /// One entry per category that the file names, in the catalogue's order; records are in the file's order.
  public var records: [CategoryRecords]
  public var coverage: [Coverage]
  /// Who says what the sources delivered.
  public var coverageBasis: CoverageBasis
  /// What sources delivered but nobody could attribute to a subject.
  public var unattributed: [Unattributed]
  /// What persons decided to doubt no longer.
  public var excluded: [Excluded]
  /// Who asks for a report; nil: the file does not say.
  public var request: Request?
  public init(
    asOf: BeijingTime, subject: Subject, records: [CategoryRecords] = [], coverage: [Coverage] = [],
    coverageBasis: CoverageBasis = .declared, unattributed: [Unattributed] = [], excluded: [Excluded] = [],
    request: Request? = nil
  ) {
    (self.asOf, self.subject, self.records, self.coverage) = (asOf, subject, records, coverage)
    (self.coverageBasis, self.unattributed, self.excluded) = (coverageBasis, unattributed, excluded)
    self.request = request
  }

  /// The last day of which the file can know anything: the day of ``asOf``, or the day before if `asOf` is the first
  /// moment of its day, when nothing of that day had happened yet.
  public var lastDay: CalendarDate {
    BeijingTime(millisecondsSince1970: asOf.millisecondsSince1970 - 1).date
  }
}

/// The company or person that a file is about.
public struct Subject: Sendable, Equatable {
  /// Canonical key of the subject kind (`enterprise`, `individualBusiness`, …).
  public var kind: String
  public var name: String
  /// 统一社会信用代码, or the ID number of a person; upper case, without spaces.
  public var code: String
  /// The kind's registration fields that were given.
  public var fields: Fields
  public init(kind: String, name: String, code: String, fields: Fields = Fields()) {
    (self.kind, self.name, self.code, self.fields) = (kind, name, code, fields)
  }
}

public struct CategoryRecords: Sendable, Equatable {
  /// Canonical key of the category (`licence`, `penalty`, …).
  public var category: String
  public var records: [Record]
  public init(category: String, records: [Record]) { (self.category, self.records) = (category, records) }
}

public struct Record: Sendable, Equatable {
  public var fields: Fields
  /// Canonical key of the domain that the record itself names (`领域`), if it does.
  public var domain: String?
  /// Further domains that it names besides this one (税务、市场监管).
  public var furtherDomains: [String]
  /// JSON pointer to the record in its file, for messages.
  public var pointer: String
  public init(fields: Fields, domain: String? = nil, furtherDomains: [String] = [], pointer: String = "") {
    (self.fields, self.domain, self.furtherDomains, self.pointer) = (fields, domain, furtherDomains, pointer)
  }
}

/// The values given for a record or a subject.
public struct Fields: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// Canonical key of the field.
    public var key: String
    public var value: Value
    public init(key: String, value: Value) { (self.key, self.value) = (key, value) }
  }
  /// In the catalogue's order of fields; absent values have no entry.
  public var entries: [Entry]
  /// Fields that the catalogue does not know, as given (`--keep-unknown`), in the file's order.
  public var unknown: [UnknownField]
  public init(entries: [Entry] = [], unknown: [UnknownField] = []) { (self.entries, self.unknown) = (entries, unknown) }

  /// The value of a canonical key; nil: absent. Linear, because records are short.
  public subscript(key: String) -> Value? { entries.first { $0.key == key }?.value }
}

public struct UnknownField: Sendable, Equatable {
  public var label: String
  public var text: String
  public init(label: String, text: String) { (self.label, self.text) = (label, text) }
}

public enum Value: Sendable, Equatable {
  case text(String)
  case date(CalendarDate)
  /// No end: `长期`, `2099/12/31` and the like.
  case unlimited
  /// In 万元, exact.
  case money(Money)
  case integer(Int)
}
