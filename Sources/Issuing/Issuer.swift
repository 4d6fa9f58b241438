public import Attestation
import Crypto
import PDF
import Records
public import Registry
public import Reports
public import Signatures
public import Typesetting

/// Issues reports: one transaction of the registry each, in the order of verification.md §3. A value without state of
/// its own, so that every core can issue with the same one.
public struct Issuer: Sendable {
  public var press: Press
  public var registry: Registry
  /// Signs the tokens.
  public var key: SigningKey
  /// Signs the log's checkpoints.
  public var log: LogSigner
  /// Signs the PDF.
  public var signer: DocumentSigner
  /// Of the verification page, for the QR link.
  public var host: String
  public var validityDays: Int
  /// What is told with every report that it issues: keys for trying out.
  public var notes: [String]

  public init(
    press: Press, registry: Registry, key: SigningKey, log: LogSigner, signer: DocumentSigner, host: String,
    validityDays: Int, notes: [String] = []
  ) {
    (self.press, self.registry, self.key, self.log, self.signer) = (press, registry, key, log, signer)
    (self.host, self.validityDays, self.notes) = (host, validityDays, notes)
  }

  /// Registers, logs, prints and signs a report.
  ///
  /// The file is complete and hidden when the transaction commits, and shows its name right after. Stopped before, the
  /// registry knows nothing of the report; stopped between the two, `xinbao registry recover` gives the file its name.
  /// - Parameters:
  ///   - subject: the code or ID number of the subject in full; reports may show it masked. The registry keeps an HMAC.
  ///   - path: of the PDF; nil: its bytes are returned.
  ///   - supersedes: earlier reports of the same kind on the subject.
  public func issue(_ report: Report, subject: String, to path: String?, supersedes: Bool = true) throws -> IssuedReport
  {
    let composed = try press.compose(report, host: host)
    let issuedAt = report.identity.issuedAt.secondsSince1970
    guard let checkCode = report.identity.checkCode.flatMap({ CheckCode($0) }) else {
      preconditionFailure("a report is issued with a check code")
    }
    let request = Registry.Request(
      number: report.identity.number.description, kind: ReportClaims.Kind(report.kind), subject: subject,
      checkCode: checkCode, supersedes: supersedes, issuedAt: issuedAt,
      expiresAt: issuedAt + Int64(validityDays) * 86_400)

    var pending: PendingFile?
    let issued: IssuedReport
    do {
      issued = try registry.issue(request, log: log) { status in
        try Token.sign(
          try composed.claims(for: key.algorithm, validityDays: validityDays, status: status), with: key)
      } finish: { admission in
        let printed = try press.print(
          composed,
          seal: .init(token: admission.token, proof: admission.proof.text, signatureRoom: signer.reservedSize))
        let pdf = try printed.pdf.signed { parts in
          try signer.signature(over: parts, maximumSize: signer.reservedSize)
        }
        let file = try path.map { try PendingFile(pdf, for: $0, tag: request.number) }
        pending = file
        let issued = IssuedReport(
          token: admission.token, link: printed.link, pages: composed.pageCount, missing: composed.missing,
          superseded: admission.superseded, pdf: path == nil ? pdf : [], notes: notes)
        return (issued, FileRecord(sha256: Array(SHA256.hash(data: pdf)), path: file?.path, part: file?.hiddenPath))
      }
    } catch {
      // Where nobody knows whether the transaction was made, the file may be a registered report's only one.
      if case RegistryError.outcomeUnknown = error { throw error }
      pending?.discard()
      throw error
    }
    if let pending {
      do throws(IssuingError) { try pending.publish() } catch {
        throw IssuingError.unpublished(number: request.number, hidden: pending.hiddenPath, problem: "\(error)")
      }
    }
    return issued
  }
}

/// A report that is out.
public struct IssuedReport: Sendable {
  public var token: Token
  public var link: String
  public var pages: Int
  /// Characters that no font has, shown in the report as boxes.
  public var missing: [MissingCharacter]
  /// Numbers of earlier reports on the same subject, which this one replaces.
  public var superseded: [String]
  /// Only where no path was given.
  public var pdf: [UInt8]
  /// What the issuer should know: keys for trying out.
  public var notes: [String]
}
