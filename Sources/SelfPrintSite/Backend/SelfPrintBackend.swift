public import Attestation
public import CivilTime
public import FileFormats
import Records
public import Registry
public import ReportKinds

/// What the self-print page asks, and all that it knows of credit files, presses and registry. Every question names the
/// holder; for somebody else's report the answer is the same as for one that does not exist. Blocking work runs on the
/// backend's own threads.
public protocol SelfPrintBackend: Sendable {
  /// From the configured list, in its order.
  var domains: [DomainChoice] { get }
  /// The formats of reports' files; the default one first.
  var formats: ReadableFormats { get }
  /// - Throws: `SelfPrintRefusal`.
  func summary(of holder: Holder) async throws -> SubjectSummary
  /// The report as it would be issued, marked as a preview.
  /// - Throws: `SelfPrintRefusal`.
  func preview(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintedFile
  /// - Throws: `SelfPrintRefusal`.
  func issue(_ order: SelfPrintOrder, for holder: Holder) async throws -> SelfPrintResult
  /// Newest first.
  func history(of holder: Holder) async throws -> [SelfPrintedReport]
  func report(_ number: String, of holder: Holder) async throws -> SelfPrintedReport?
  /// As issued; nil if the holder has no such report, or its file is no longer kept.
  func file(of number: String, format: any FileFormat, for holder: Holder) async throws -> SelfPrintedFile?
  /// - Throws: `RegistryError`, the same as the registry's `object`.
  func object(to number: String, by holder: Holder, text: String) async throws
  /// Whether the registry is available at this moment.
  func isReady() async -> Bool
}

/// What the page shows about a subject before anything is ordered.
public struct SubjectSummary: Sendable, Equatable {
  public var name: String
  public var kindLabel: String
  /// The time up to which the records were gathered.
  public var asOf: BeijingTime
  public init(name: String, kindLabel: String, asOf: BeijingTime) {
    (self.name, self.kindLabel, self.asOf) = (name, kindLabel, asOf)
  }
}

/// A file for download.
public struct SelfPrintedFile: Sendable, Equatable {
  public var bytes: [UInt8]
  public var fileExtension: String
  public var mediaType: String

  public init(_ bytes: [UInt8], format: any FileFormat) {
    (self.bytes, fileExtension, mediaType) = (bytes, format.fileExtension, format.mediaType)
  }
}

public enum SelfPrintResult: Sendable, Equatable {
  case issued(number: String, checkCode: String)
  /// The limit for today was reached.
  /// - Parameter number: of the last of today's reports; nil while it is being made.
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
  /// The names of the formats in which its file is available for download.
  public var files: [String]
  /// The latest objection.
  public var objection: Objection?

  public init(
    number: String, kind: ReportClaims.Kind, status: ReportStatus, reason: String? = nil, issuedAt: Int64,
    expiresAt: Int64, files: [String], objection: Objection? = nil
  ) {
    (self.number, self.kind, self.status, self.reason) = (number, kind, status, reason)
    (self.issuedAt, self.expiresAt) = (issuedAt, expiresAt)
    (self.files, self.objection) = (files, objection)
  }

  init(_ report: RegisteredReport, files: [String], objection: Objection?) {
    self.init(
      number: report.number, kind: report.kind, status: report.status, reason: report.reason,
      issuedAt: report.issuedAt, expiresAt: report.expiresAt, files: files, objection: objection)
  }
}

/// Why a holder gets no report, for a reason in their own data, worded for them.
public struct SelfPrintRefusal: Error, Sendable, Equatable {
  public var text: String
  public init(_ text: String) { self.text = text }
}
