public import Attestation
public import CivilTime
public import Registry
public import ReportKinds
public import Verifying

/// A report as its subject's history shows it.
public struct SelfPrintedReport: Sendable, Equatable, Codable {
  public var number: String
  public var kind: ReportClaims.Kind
  public var status: ReportStatus
  public var reason: String?
  /// Since when its data are known to be otherwise, so that verifiers are told; nil: they are not.
  public var changedOn: CalendarDate?
  /// Seconds since 1970.
  public var issuedAt: Int64
  public var expiresAt: Int64
  /// The names of the formats in which its file is available for download.
  public var files: [String]
  /// What it was asked and what it concluded; nil for a report that answers no question.
  public var question: PrintedQuestion?
  /// The objections to it, the newest first.
  public var objections: [PrintedObjection]

  public init(
    number: String, kind: ReportClaims.Kind, status: ReportStatus, reason: String? = nil, issuedAt: Int64,
    expiresAt: Int64, files: [String], question: PrintedQuestion? = nil, objections: [PrintedObjection] = []
  ) {
    (self.number, self.kind, self.status, self.reason) = (number, kind, status, reason)
    (self.issuedAt, self.expiresAt) = (issuedAt, expiresAt)
    (self.files, self.question, self.objections) = (files, question, objections)
  }

  init(_ report: RegisteredReport, files: [String], question: PrintedQuestion?, objections: [PrintedObjection]) {
    self.init(
      number: report.number, kind: report.kind, status: report.status, reason: report.reason,
      issuedAt: report.issuedAt, expiresAt: report.expiresAt, files: files, question: question, objections: objections)
    changedOn = report.changedOn.map { CalendarDate(daysSince1970: $0) }
  }
}

/// An objection, and by when it is answered.
public struct PrintedObjection: Sendable, Equatable, Codable {
  public var objection: Objection
  /// Nil: the calendar does not reach so far.
  public var deadline: CalendarDate?
  public init(_ objection: Objection, deadline: CalendarDate?) {
    (self.objection, self.deadline) = (objection, deadline)
  }
}

/// The question of a no-violation report, and its conclusion, as its token says them.
public struct PrintedQuestion: Sendable, Equatable, Codable {
  /// In the list's order; empty if the list is unknown here.
  public var domains: [DomainChoice]
  public var period: ClosedRange<CalendarDate>
  /// Nil: the token does not say.
  public var purpose: ReportPurpose?
  public var recipient: String?
  /// The token holds the beginning of the recipient's name only.
  public var isRecipientCut: Bool
  public var outcome: Conclusion.Outcome
  /// As a verifier is told.
  public var text: String, scope: String

  public init(
    domains: [DomainChoice], period: ClosedRange<CalendarDate>, purpose: ReportPurpose?, recipient: String? = nil,
    isRecipientCut: Bool = false, outcome: Conclusion.Outcome, text: String, scope: String
  ) {
    (self.domains, self.period, self.purpose) = (domains, period, purpose)
    (self.recipient, self.isRecipientCut) = (recipient, isRecipientCut)
    (self.outcome, self.text, self.scope) = (outcome, text, scope)
  }
}
