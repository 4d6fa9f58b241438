public import Attestation
public import CivilTime
import Records
public import Registry
public import ReportKinds

/// What the self-print page asks, and all that it knows of credit files, presses and registry. Every question names the
/// holder; of somebody else's report the answer is that of one that does not exist. Whatever blocks runs on threads of
/// the backend's own.
public protocol SelfPrintBackend: Sendable {
  /// Of the configured list, in its order.
  var domains: [DomainChoice] { get }
  /// - Throws: `SelfPrintRefusal`.
  func summary(of holder: Holder) async throws -> SubjectSummary
  /// The report as it would be, marked as a preview; a PDF.
  /// - Throws: `SelfPrintRefusal`.
  func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> [UInt8]
  /// - Throws: `SelfPrintRefusal`.
  func issue(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintResult
  /// The newest first.
  func history(of holder: Holder) async throws -> [SelfPrintedReport]
  func report(_ number: String, of holder: Holder) async throws -> SelfPrintedReport?
  /// As it was issued; nil where there is no such report of the holder's, or its file is not kept any more.
  func pdf(of number: String, for holder: Holder) async throws -> [UInt8]?
  /// - Throws: `RegistryError`, as the registry's `object`.
  func object(to number: String, by holder: Holder, text: String) async throws
  /// Whether the registry is at hand at this moment.
  func isReady() async -> Bool
}

/// What the page shows of a subject before it asks for anything.
public struct SubjectSummary: Sendable, Equatable {
  public var name: String
  public var kindLabel: String
  /// The moment up to which the records were gathered.
  public var asOf: BeijingTime
  public init(name: String, kindLabel: String, asOf: BeijingTime) {
    (self.name, self.kindLabel, self.asOf) = (name, kindLabel, asOf)
  }
}

public enum SelfPrintResult: Sendable, Equatable {
  case issued(number: String, checkCode: String)
  /// As many as there may be were issued today.
  /// - Parameter number: of the last of them; nil while it is being made.
  case noTurn(number: String?)
}

public struct SelfPrintedReport: Sendable, Equatable {
  public var number: String
  public var kind: ReportClaims.Kind
  public var status: ReportStatus
  public var reason: String?
  /// Seconds since 1970.
  public var issuedAt: Int64
  public var expiresAt: Int64
  /// Whether its file is there for download.
  public var isKept: Bool
  /// The latest.
  public var objection: Objection?

  public init(
    number: String, kind: ReportClaims.Kind, status: ReportStatus, reason: String? = nil, issuedAt: Int64,
    expiresAt: Int64, isKept: Bool, objection: Objection? = nil
  ) {
    (self.number, self.kind, self.status, self.reason) = (number, kind, status, reason)
    (self.issuedAt, self.expiresAt) = (issuedAt, expiresAt)
    (self.isKept, self.objection) = (isKept, objection)
  }

  init(_ report: RegisteredReport, isKept: Bool, objection: Objection?) {
    self.init(
      number: report.number, kind: report.kind, status: report.status, reason: report.reason,
      issuedAt: report.issuedAt, expiresAt: report.expiresAt, isKept: isKept, objection: objection)
  }
}

/// Why a holder gets no report: their own data, in words for them.
public struct SelfPrintRefusal: Error, Sendable, Equatable {
  public var text: String
  public init(_ text: String) { self.text = text }
}
