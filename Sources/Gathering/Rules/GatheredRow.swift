public import CivilTime
import Importing
import Records

/// A row of a delivery, as the tables' reader understands it.
public struct GatheredRow: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    case record(GatheredRecord)
    case registration(GatheredRegistration)
    case unattributed(GatheredHeldRow)
    /// A note, a footer, an example, a numbered empty row.
    case noData

    /// Canonical key; nil: it says nothing about anybody.
    var category: String? {
      switch self {
      case .record(let record): record.category
      case .registration: RowPreparation.registration
      case .unattributed(let held): held.category
      case .noData: nil
      }
    }
  }
  /// The table (file and sheet), and the row in it.
  public var table: String
  public var number: Int
  public var content: Content
  /// How many defects it has that count against 合规率.
  public var defects: Int
  /// Who says it and who decided it (数据来源单位, 作出机关).
  public var offices: [String]
  public init(table: String, number: Int, content: Content, defects: Int = 0, offices: [String] = []) {
    (self.table, self.number, self.content, self.defects) = (table, number, content, defects)
    self.offices = offices
  }
}

/// Whom a row names.
public struct RowSubject: Sendable, Equatable {
  /// Canonical key of the subject kind.
  public var kind: String
  public var name: String
  /// 统一社会信用代码, or the number of a person's document; normalized.
  public var code: String
  public var isPerson: Bool
  /// Whether the code passes its check.
  public var passesCheck: Bool
  public init(kind: String, name: String, code: String, isPerson: Bool = false, passesCheck: Bool = true) {
    (self.kind, self.name, self.code, self.isPerson, self.passesCheck) = (kind, name, code, isPerson, passesCheck)
  }
}

/// A row about a subject that it names.
public struct GatheredRecord: Sendable, Equatable {
  /// Canonical key.
  public var category: String
  public var subject: RowSubject
  /// The document's number; nil: the row has none.
  public var number: String?
  public var authority: String
  /// The day of the decision, where it can be read.
  public var day: CalendarDate?
  /// The record as a credit file holds it: a JSON object of labels and texts.
  public var body: [UInt8]
  /// Whether numbers of persons stand in it.
  public var isPersonal: Bool
  public init(
    category: String, subject: RowSubject, number: String?, authority: String, day: CalendarDate?, body: [UInt8],
    isPersonal: Bool = false
  ) {
    (self.category, self.subject, self.number, self.authority) = (category, subject, number, authority)
    (self.day, self.body, self.isPersonal) = (day, body, isPersonal)
  }
}

/// A row of a registrar about a subject itself.
public struct GatheredRegistration: Sendable, Equatable {
  public var subject: RowSubject
  public var formerNames: [String]
  /// The subject's fields as a credit file holds them: a JSON object.
  public var body: [UInt8]
  public init(subject: RowSubject, formerNames: [String] = [], body: [UInt8]) {
    (self.subject, self.formerNames, self.body) = (subject, formerNames, body)
  }
}

/// A row that names no subject for sure.
public struct GatheredHeldRow: Sendable, Equatable {
  /// Canonical key.
  public var category: String
  public var name: String?
  /// All that may be a code or number of the subject.
  public var codes: [String]
  /// What may be somebody's code if it is read with less care: by it alone the row names nobody.
  public var furtherCodes: [String]
  public var number: String?
  public var authority: String
  public var day: CalendarDate?
  public var reason: HeldReason
  /// Whether its cells may stand under the wrong heads, so that it may name anybody: it opens days, too.
  public var mayNameAnybody: Bool
  /// All that the row says, as a JSON object.
  public var body: [UInt8]
  public init(
    category: String, name: String?, codes: [String] = [], furtherCodes: [String] = [], number: String? = nil,
    authority: String = "", day: CalendarDate? = nil, reason: HeldReason, mayNameAnybody: Bool = false, body: [UInt8]
  ) {
    (self.category, self.number, self.authority) = (category, number, authority)
    self.name = name.flatMap { Self.isName($0) ? $0 : nil }
    self.codes = codes.filter(Self.isCode)
    self.furtherCodes = furtherCodes
    (self.day, self.reason, self.body) = (day, reason, body)
    self.mayNameAnybody = mayNameAnybody
  }

  /// What people type where a name must stand names nobody, nor does a name that hides so much that it may be anybody's.
  static func isName(_ text: String) -> Bool {
    let name = comparableName(text)
    return name.contains { $0.isLetter || $0.isNumber } && !["无", "不详", "未知", "某某"].contains(name)
      && !AlikeNames.mayBeAnybodys(name)
  }

  /// A number that is hidden in part is nobody's.
  private static func isCode(_ text: String) -> Bool { Set(text.utf8).count > 2 && !text.contains("*") }

  /// The name, those that it lists, and what is left of them without what belongs to no name.
  var names: [String] { (name.map(SubjectNames.mentioned) ?? []).filter(Self.isName) }

  /// How many subjects its name lists; 0: it has none.
  var subjects: Int { name.map { SubjectNames.listed(in: $0)?.count ?? 1 } ?? 0 }

  /// Whether nobody can say whom it may be about.
  var opensDays: Bool { name == nil && !codes.contains(where: CodeMentions.namesSomebody) || mayNameAnybody }
}
