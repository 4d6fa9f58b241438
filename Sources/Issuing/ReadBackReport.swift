import Attestation
import Crypto
public import ErrorCauses
import FileFormats
public import Registry
public import Rendering
import ReportKinds
public import Reports

/// A report as it was issued, read back from its file: nothing in it is trusted unless the registry confirms it.
public struct ReadBackReport: Sendable {
  public let report: Report
  /// Digest of its canonical data, as in its token: SHA-256, or SM3 with SM2.
  public let digest: [UInt8]
  /// Seconds since 1970.
  public let expiresAt: Int64

  /// - Parameters:
  ///   - file: the whole file.
  ///   - formats: the formats that reports can have here.
  ///   - now: seconds since 1970; nil: whether it is still valid does not matter.
  /// - Throws: `ReadBackError` unless the file is that of the registered report, which must be valid; `RegistryError`.
  public init(number: String, file: [UInt8], formats: DocumentFormats, registry: Registry, now: Int64?) throws {
    guard let registered = try registry.report(number: number) else {
      throw ReadBackError("report \(number) is not in the registry")
    }
    if let now { try Self.check(registered, at: now) }
    let format = formats.format(of: file) ?? formats.standard
    guard Array(SHA256.hash(data: file)) == registered.file(format.fileExtension)?.sha256 else {
      throw ReadBackError(
        "the \(format.label) of report \(number) was changed; put the one that was issued in its place")
    }
    expiresAt = registered.expiresAt
    let token = try ReceivedToken(registered.token)
    let data = try format.read(file).attachments().first { $0.name == ReportAttachment.data.name }?.bytes
    guard let data, let algorithm = SignatureAlgorithm(rawValue: token.algorithm),
      try Attestation.digest(data, for: algorithm) == token.claims.digest
    else {
      throw ReadBackError("the \(format.label) of report \(number) does not hold the data that its token speaks of")
    }
    (report, digest) = (try Report(canonicalData: data), token.claims.digest)
  }

  private static func check(_ report: RegisteredReport, at now: Int64) throws(ReadBackError) {
    guard report.status == .valid else {
      let reason = report.reason.map { " (\($0))" } ?? ""
      throw ReadBackError(
        "report \(report.number) is no longer valid, but \(report.status)\(reason)",
        isFinal: report.status != .suspended)
    }
    guard report.changedOn == nil else {
      throw ReadBackError("the data of report \(report.number) changed after its issue", isFinal: true)
    }
    guard report.expiresAt > now else { throw ReadBackError("report \(report.number) has expired", isFinal: true) }
  }
}

/// Why a report cannot be read back.
public struct ReadBackError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  /// Whether the problem is permanent.
  public let isFinal: Bool
  init(_ description: String, isFinal: Bool = false) { (self.description, self.isFinal) = (description, isFinal) }
}
