public import Attestation
import FileFormats
public import Signatures

/// What a check found, and what it did not check.
public struct Verification: Sendable, Equatable {
  /// What was given to the verifier.
  public enum Source: Sendable, Equatable {
    case digits, image, number
    /// The code on a page of a document that is a copy of paper: a scan, a print, a merged file.
    case copy
    /// A report's file of the format of this name.
    case file(format: String)

    /// Stable, for machines.
    public var name: String {
      switch self {
      case .digits: "digits"
      case .image: "image"
      case .number: "number"
      case .copy: "copy"
      case .file(let format): format
      }
    }
  }

  public var source: Source
  public var answer: Answer
  /// For logs, in English: what exactly was wrong.
  public var detail: String?
  /// The host of the link in the QR code, if there was one.
  public var host: String?
  /// The basis of the answer.
  public var evidence: Evidence
  /// What a reader must know besides the answer.
  public var notes: [Note]
  /// How a file that stayed with the verifier compares by its SHA-256; nil: none was given.
  public var digestComparison: DigestComparison?

  public init(
    source: Source, answer: Answer, detail: String? = nil, host: String? = nil, evidence: Evidence = .nothing,
    notes: [Note] = []
  ) {
    (self.source, self.answer, self.detail, self.host) = (source, answer, detail, host)
    (self.evidence, self.notes) = (evidence, notes)
  }

  public var isValid: Bool { answer.isYes }

  /// Whether its pages are still to be read.
  public var isOfUnreadCopy: Bool { answer == .copy(.notRead) }

  /// The note that of what was given the code alone counts.
  public var codeOnlyNote: Note? { notes.first { $0 == .pictureCodeOnly || $0 == .copyCodeOnly } }

  /// Accompanies the answer, so that nobody reads more into it than it says.
  public enum Note: Sendable, Hashable, CaseIterable {
    case developmentKey
    /// The input was a picture, of which only the code counts: the rest of the picture was not compared.
    case pictureCodeOnly
    /// The same of a document that is a copy of paper.
    case copyCodeOnly
    /// The file whose digest was given is another one than the issued one.
    case fileDiffers
    /// The file whose digest was given could be compared with nothing.
    case fileNotCompared
    /// Whether it is revoked, superseded or suspended was not checked.
    case statusNotChecked
    case logNotChecked
    /// Nobody would notice if the subject's data changed after the issue.
    case dataChangesNotWatched
    /// The pages were compared with nothing.
    case pagesNotCompared(PageComparison.Missing)
    /// The revocation data is too old or does not cover this report, and the answer itself does not say so.
    case statusStale
    /// The key set was taken as found, without a root's signature.
    case keySetNotRootSigned
    /// The host in the link was not checked; it could be a copy of the site.
    case hostNotChecked
    /// The link's host is not one of the issuer's.
    case hostUnknown
    /// The answer was given, but could not be recorded: there is no receipt.
    case notRecorded

    public static let allCases: [Note] =
      [
        .developmentKey, .pictureCodeOnly, .copyCodeOnly, .fileDiffers, .fileNotCompared, .statusNotChecked,
        .logNotChecked, .dataChangesNotWatched,
      ]
      + PageComparison.Missing.allCases.map(pagesNotCompared)
      + [.statusStale, .keySetNotRootSigned, .hostNotChecked, .hostUnknown, .notRecorded]

    /// Stable code for machines.
    public var code: String {
      switch self {
      case .developmentKey: "DEVELOPMENT_KEY"
      case .pictureCodeOnly: "PICTURE_CODE_ONLY"
      case .copyCodeOnly: "COPY_CODE_ONLY"
      case .fileDiffers: "FILE_NOT_AS_ISSUED"
      case .fileNotCompared: "FILE_NOT_COMPARED"
      case .statusNotChecked: "STATUS_NOT_CHECKED"
      case .logNotChecked: "LOG_NOT_CHECKED"
      case .dataChangesNotWatched: "DATA_CHANGES_NOT_WATCHED"
      case .pagesNotCompared: "PAGES_NOT_COMPARED"
      case .statusStale: "STATUS_STALE"
      case .keySetNotRootSigned: "KEY_SET_NOT_ROOT_SIGNED"
      case .hostNotChecked: "HOST_NOT_CHECKED"
      case .hostUnknown: "HOST_UNKNOWN"
      case .notRecorded: "NOT_RECORDED"
      }
    }
  }
}

// Contents of the evidence, for display.
extension Verification {
  /// The issuer's authenticated claims.
  public var claims: ReportClaims? { evidence.report?.token.claims }

  /// The token as read, whatever the answer.
  public var token: Token? {
    if case .token(let token) = evidence { return token }
    return evidence.report?.token.received.token
  }

  /// The key that signed.
  public var kid: KeyID? { evidence.report?.token.key.kid }

  /// Identifies the report in the log and in journals, without its contents.
  public var leaf: LogHash? { evidence.report?.leaf }

  /// Signed with a development key: proves nothing, whatever the answer.
  public var development: Bool { evidence.report?.token.key.isDevelopment ?? false }

  /// The issuer's reason, for a revoked or suspended report.
  public var statusReason: String? {
    guard case .status = answer else { return nil }
    return evidence.report?.status.reason
  }

  /// The time to which the status refers, if it was not queried just now: seconds since 1970.
  public var statusTime: Int64? {
    guard case .listed(let time)? = evidence.report?.statusTime else { return nil }
    return time
  }

  /// Who signed the file.
  public var signer: VerifiedSignature? { evidence.file?.signer }

  /// The report's data as attached to the file.
  public var canonicalData: [UInt8]? { evidence.file?.canonicalData }

  /// For a file that differs from its data: the location, in Chinese.
  public var place: String? {
    guard case .difference(let difference) = evidence else { return nil }
    return difference.chinese
  }
}
