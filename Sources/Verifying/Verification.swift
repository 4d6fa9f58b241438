public import Attestation
import PDFReading
public import Signatures

/// What a check found, and what it did not look at.
public struct Verification: Sendable, Equatable {
  /// What was given to the verifier.
  public enum Source: String, Sendable { case digits, image, pdf, number }

  public var source: Source
  public var answer: Answer
  /// English, for logs: what exactly was wrong.
  public var detail: String?
  /// Where the link in the QR leads, where there was one.
  public var host: String?
  /// What the answer rests on.
  public var evidence: Evidence
  /// What a reader must know beside the answer.
  public var notes: [Note]

  public init(
    source: Source, answer: Answer, detail: String? = nil, host: String? = nil, evidence: Evidence = .nothing,
    notes: [Note] = []
  ) {
    (self.source, self.answer, self.detail, self.host) = (source, answer, detail, host)
    (self.evidence, self.notes) = (evidence, notes)
  }

  public var isValid: Bool { answer.isYes }

  /// The same of a code that was read off a picture some time before, and is now asked about by its digits.
  public func ofPicture() -> Verification {
    var verification = self
    verification.source = .image
    if claims != nil, !notes.contains(.pictureCodeOnly) { verification.notes.insert(.pictureCodeOnly, at: 0) }
    return verification
  }

  /// Said with the answer, so that nobody reads more into it than it holds.
  public enum Note: Sendable, Hashable, CaseIterable {
    case developmentKey
    /// A picture was given, and of it the code alone counts: nobody compared what else is to be seen in it.
    case pictureCodeOnly
    /// Revoked, superseded, suspended: not looked up.
    case statusNotChecked
    case logNotChecked
    /// The pages were compared with nothing.
    case pagesNotCompared(PageComparison.Missing)
    /// What is known of revocations is too old, or does not speak of this report; where the answer says something else.
    case statusStale
    /// The key set was taken as it was found, without a root's signature.
    case keySetNotRootSigned
    /// The host in the link was not checked; a copy of the site could stand behind it.
    case hostNotChecked
    /// The link leads to a host that is none of the issuer's.
    case hostUnknown

    public static let allCases: [Note] =
      [.developmentKey, .pictureCodeOnly, .statusNotChecked, .logNotChecked]
      + PageComparison.Missing.allCases.map(pagesNotCompared)
      + [.statusStale, .keySetNotRootSigned, .hostNotChecked, .hostUnknown]

    /// Stable code for machines.
    public var code: String {
      switch self {
      case .developmentKey: "DEVELOPMENT_KEY"
      case .pictureCodeOnly: "PICTURE_CODE_ONLY"
      case .statusNotChecked: "STATUS_NOT_CHECKED"
      case .logNotChecked: "LOG_NOT_CHECKED"
      case .pagesNotCompared: "PAGES_NOT_COMPARED"
      case .statusStale: "STATUS_STALE"
      case .keySetNotRootSigned: "KEY_SET_NOT_ROOT_SIGNED"
      case .hostNotChecked: "HOST_NOT_CHECKED"
      case .hostUnknown: "HOST_UNKNOWN"
      }
    }
  }
}

// What stands in the evidence, for who shows it.
extension Verification {
  /// The issuer's own words.
  public var claims: ReportClaims? { evidence.report?.token.claims }

  /// As it was read, whatever the answer.
  public var token: Token? {
    if case .token(let token) = evidence { return token }
    return evidence.report?.token.received.token
  }

  /// The key that signed.
  public var kid: KeyID? { evidence.report?.token.key.kid }

  /// The report in the log and in journals, without its words.
  public var leaf: LogHash? { evidence.report?.leaf }

  /// Signed with a key made for trying out: proves nothing, whatever the answer.
  public var development: Bool { evidence.report?.token.key.isDevelopment ?? false }

  /// Of a revoked or suspended report: the issuer's reason.
  public var statusReason: String? {
    guard case .status = answer else { return nil }
    return evidence.report?.status.reason
  }

  /// Of what time the status is, where it was not asked for at this moment: seconds since 1970.
  public var statusTime: Int64? {
    guard case .listed(let time)? = evidence.report?.statusTime else { return nil }
    return time
  }

  /// Who signed the PDF.
  public var signer: VerifiedSignature? { evidence.file?.signer }

  /// The report's data as attached to the PDF.
  public var canonicalData: [UInt8]? { evidence.file?.canonicalData }

  /// Of a PDF that differs from its data: where, in Chinese.
  public var place: String? {
    guard case .difference(let difference) = evidence else { return nil }
    return difference.chinese
  }
}
