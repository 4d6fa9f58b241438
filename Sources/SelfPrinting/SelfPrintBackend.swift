public import CivilTime
public import FileFormats
public import Records
public import Registry
public import Reports
public import Verifying

/// What the self-print page asks, and all that it knows of credit files, presses and registry. Every question names the
/// holder; for somebody else's report the answer is the same as for one that does not exist. Blocking work runs on the
/// backend's own threads.
public protocol SelfPrintBackend: Sendable {
  /// The domains that can be asked about: those of the configured list, in its order, whose department is known.
  var domains: [DomainChoice] { get }
  /// What the form helps with.
  var questions: QuestionForm { get }
  /// The formats of reports' files; the default one first.
  var formats: ReadableFormats { get }
  /// - Throws: `SelfPrintRefusal`.
  func summary(of holder: Holder) async throws -> SubjectSummary
  /// What an order would lead to, by the same computation as `issue`. Nothing is issued and no turn is taken.
  /// - Throws: `SelfPrintRefusal`, if `issue` would refuse.
  func outlook(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintOutlook
  /// The report as it would be issued, marked as a preview.
  /// - Throws: `SelfPrintRefusal`.
  func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintedFile
  /// - Throws: `SelfPrintRefusal`; no turn is spent then.
  func issue(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintResult
  /// Newest first.
  func history(of holder: Holder) async throws -> [SelfPrintedReport]
  func report(_ number: String, of holder: Holder) async throws -> SelfPrintedReport?
  /// As issued; nil if the holder has no such report, or its file is no longer kept.
  func file(of number: String, format: any FileFormat, for holder: Holder) async throws -> SelfPrintedFile?
  /// By when an objection is answered.
  var objectionRules: ObjectionRules { get }
  /// What is on record about a holder, one line for each record, in the file's order: to say which one an objection is
  /// about.
  func records(of holder: Holder) async throws -> [String]
  /// - Throws: `ObjectionRefusal`, for what the holder can mend.
  func object(to number: String, by holder: Holder, _ objection: SelfPrintObjection) async throws
  /// Whether a report could be issued at this moment.
  /// - Throws: why it could not.
  func checkReady() async throws
}

/// What the page shows about a subject before anything is ordered.
public struct SubjectSummary: Sendable, Equatable, Codable {
  public var name: String
  public var kindLabel: String
  /// The time up to which the records were gathered.
  public var asOf: BeijingTime
  /// The last day of which anything can be known.
  public var lastDay: CalendarDate
  /// How far the data of each domain reach; empty for a person.
  public var days: [DomainDays]
  /// The turns that are taken today, the oldest first.
  public var taken: [Registry.TakenTurn]

  public init(
    name: String, kindLabel: String, asOf: BeijingTime, lastDay: CalendarDate, days: [DomainDays] = [],
    taken: [Registry.TakenTurn] = []
  ) {
    (self.name, self.kindLabel, self.asOf, self.lastDay) = (name, kindLabel, asOf, lastDay)
    (self.days, self.taken) = (days, taken)
  }
}

/// What an order would lead to today.
public enum SelfPrintOutlook: Sendable, Equatable, Codable {
  /// A report that lists records and draws no conclusion.
  case listing
  case conclusion(SelfPrintConclusion)
  /// The limit for today was reached.
  /// - Parameter number: as of `SelfPrintResult.noTurn`.
  case noTurn(number: String?)
}

/// What a no-violation report would conclude.
public struct SelfPrintConclusion: Sendable, Equatable, Codable {
  /// The answer for a domain.
  public struct Answer: Sendable, Equatable, Codable {
    public var label: String
    public var outcome: Judgement.Answer.Outcome
    /// How many records count.
    public var count: Int
    /// Whole sentences.
    public var reasons: [String]
    public init(label: String, outcome: Judgement.Answer.Outcome, count: Int = 0, reasons: [String] = []) {
      (self.label, self.outcome, self.count, self.reasons) = (label, outcome, count, reasons)
    }
  }
  public var outcome: Conclusion.Outcome
  /// As a verifier is told.
  public var text: String, scope: String
  /// Of all domains asked about, in the list's order.
  public var answers: [Answer]
  /// Labels of the categories that count and that nobody delivers (未纳入查询).
  public var notQueried: [String]
  /// Records whose domain is in doubt.
  public var unclassified: Int

  public init(
    outcome: Conclusion.Outcome, text: String, scope: String, answers: [Answer], notQueried: [String] = [],
    unclassified: Int = 0
  ) {
    (self.outcome, self.text, self.scope, self.answers) = (outcome, text, scope, answers)
    (self.notQueried, self.unclassified) = (notQueried, unclassified)
  }
}

/// An objection as its subject sends it.
public struct SelfPrintObjection: Sendable, Equatable {
  public var text: String
  /// One of `records`; nil: the report as a whole.
  public var record: String?
  public var files: [ObjectionFile]

  public init(text: String, record: String? = nil, files: [ObjectionFile] = []) {
    (self.text, self.record, self.files) = (text, record, files)
  }
}

/// Why an objection is not taken.
public enum ObjectionRefusal: Error, Sendable, Equatable, Codable {
  /// Too many files, too large ones, or of a kind that is not taken.
  case attachment
  /// No words, too many, or signs that cannot be shown.
  case text
  /// The report has an objection that is not decided yet.
  case pending
  /// The report is not in force.
  case notInForce
}

/// A file for download.
public struct SelfPrintedFile: Sendable, Equatable {
  public var bytes: [UInt8]
  /// For people, without the extension: as a batch names its files.
  public var name: String
  public var fileExtension: String
  public var mediaType: String

  public init(_ bytes: [UInt8], named name: String, format: any FileFormat) {
    (self.bytes, self.name) = (bytes, name)
    (fileExtension, mediaType) = (format.fileExtension, format.mediaType)
  }
}

public enum SelfPrintResult: Sendable, Equatable, Codable {
  case issued(number: String, checkCode: String)
  /// The limit for today was reached.
  /// - Parameter number: of the last of today's reports; nil while it is being made.
  case noTurn(number: String?)
}

/// Why a holder gets no report, for a reason in their own data, worded for them.
public struct SelfPrintRefusal: Error, Sendable, Equatable {
  public var text: String
  public init(_ text: String) { self.text = text }
}

/// The issuer no longer knows the holder's log-in: its time is over, or the issuer was started again.
public struct PassOver: Error, Sendable, Equatable {
  public init() {}
}
