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
      throw ReadBackError(Wording("report \(number) is not in the registry", "登记库中没有报告 \(number)"))
    }
    if let now { try Self.check(registered, at: now) }
    let format = formats.format(of: file) ?? formats.standard
    guard Array(SHA256.hash(data: file)) == registered.file(format.fileExtension)?.sha256 else {
      throw ReadBackError(
        Wording(
          "the \(format.label) of report \(number) was changed; put the one that was issued in its place",
          "报告 \(number) 的 \(format.label) 文件被改动过；请放回出具时的文件"))
    }
    expiresAt = registered.expiresAt
    let token = try ReceivedToken(registered.token)
    let data = try format.read(file).attachments().first { $0.name == ReportAttachment.data.name }?.bytes
    guard let data, let algorithm = SignatureAlgorithm(rawValue: token.algorithm),
      try Attestation.digest(data, for: algorithm) == token.claims.digest
    else {
      throw ReadBackError(
        Wording(
          "the \(format.label) of report \(number) does not hold the data that its token speaks of",
          "报告 \(number) 的 \(format.label) 文件中没有其凭证所指的数据"))
    }
    (report, digest) = (try Report(canonicalData: data), token.claims.digest)
  }

  private static func check(_ report: RegisteredReport, at now: Int64) throws(ReadBackError) {
    guard report.status == .valid else {
      let reason = report.reason.map { " (\($0))" } ?? ""
      throw ReadBackError(
        Wording(
          "report \(report.number) is no longer valid, but \(report.status)\(reason)",
          "报告 \(report.number) 已不是有效状态，而是\(Self.chinese(report.status))\(report.reason.map { "（\($0)）" } ?? "")"),
        isFinal: report.status != .suspended)
    }
    guard report.changedOn == nil else {
      throw ReadBackError(
        Wording("the data of report \(report.number) changed after its issue", "报告 \(report.number) 出具后数据已有变动"),
        isFinal: true)
    }
    guard report.expiresAt > now else {
      throw ReadBackError(
        Wording("report \(report.number) has expired", "报告 \(report.number) 已过有效期"), isFinal: true)
    }
  }

  private static func chinese(_ status: ReportStatus) -> String {
    switch status {
    case .valid: "有效"
    case .revoked: "已撤销"
    case .superseded: "已被取代"
    case .suspended: "已暂停"
    }
  }
}

/// Why a report cannot be read back.
public struct ReadBackError: BilingualError, Sendable, Equatable {
  public var cause: ErrorCause { .input }

  public let wording: Wording
  public var description: String { wording.english }
  /// Whether the problem is permanent.
  public let isFinal: Bool
  init(_ wording: Wording, isFinal: Bool = false) { (self.wording, self.isFinal) = (wording, isFinal) }
}
