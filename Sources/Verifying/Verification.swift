public import Attestation
public import Signatures

/// What a check found, and what it did not look at.
public struct Verification: Sendable, Equatable {
  /// What was given to the verifier.
  public enum Source: String, Sendable { case digits, image, pdf, number }

  public var source: Source
  public var answer: Answer
  /// English, for logs: what exactly was wrong.
  public var detail: String?
  /// Of a revoked or suspended report: the issuer's reason.
  public var statusReason: String?
  /// Of what time the status is, where it was not asked for at this moment: seconds since 1970.
  public var statusTime: Int64?
  /// Of a PDF that differs from its data: where, in Chinese.
  public var place: String?
  /// The issuer's own words. Only where the signature was found good: also of an expired token, never of one that
  /// could be anyone's.
  public var claims: ReportClaims?
  /// As it was read, whatever the answer; nil where there was none to read.
  public var token: Token?
  /// The key that signed; with the claims.
  public var kid: KeyID?
  /// The report in the log and in journals, without its words; with the claims.
  public var leaf: LogHash?
  /// Who signed the PDF.
  public var signer: VerifiedSignature?
  /// Signed with a key made for trying out: proves nothing, whatever the answer.
  public var development: Bool
  /// The report's data as attached to the PDF, their digest being the one in the token.
  public var canonicalData: [UInt8]?
  /// Where the link in the QR leads; nil where there was none.
  public var host: String?
  /// What a reader must know beside the answer.
  public var notes: [Note]

  public var isValid: Bool { answer.isYes }

  /// The same of a code that was read off a picture some time before, and is now asked about by its digits.
  public func ofPicture() -> Verification {
    var verification = self
    verification.source = .image
    if claims != nil, !notes.contains(.pictureCodeOnly) { verification.notes.insert(.pictureCodeOnly, at: 0) }
    return verification
  }

  /// Said with the answer, so that nobody reads more into it than it holds.
  public enum Note: String, Sendable, CaseIterable {
    case developmentKey = "DEVELOPMENT_KEY"
    /// A picture was given, and of it the code alone counts: nobody compared what else is to be seen in it.
    case pictureCodeOnly = "PICTURE_CODE_ONLY"
    /// Revoked, superseded, suspended: not looked up.
    case statusNotChecked = "STATUS_NOT_CHECKED"
    case logNotChecked = "LOG_NOT_CHECKED"
    /// The pages were compared with nothing.
    case pagesNotCompared = "PAGES_NOT_COMPARED"
    /// What is known of revocations is too old, or does not speak of this report; where the answer says something else.
    case statusStale = "STATUS_STALE"
    /// The key set was taken as it was found, without a root's signature.
    case keySetNotRootSigned = "KEY_SET_NOT_ROOT_SIGNED"
    /// The host in the link was not checked; a copy of the site could stand behind it.
    case hostNotChecked = "HOST_NOT_CHECKED"
    /// The link leads to a host that is none of the issuer's.
    case hostUnknown = "HOST_UNKNOWN"
  }
}
