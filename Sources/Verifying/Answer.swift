public import Attestation
public import FileFormats
public import Signatures

/// The answer to "does this hold?": yes, or the one reason why not.
public enum Answer: Sendable, Hashable {
  case valid
  /// Valid as far as is known, but the revocation data is too old or does not cover this report.
  case validStatusStale
  /// The file's signature and data hold, but its pages were compared with nothing: the engine that makes them is
  /// missing here, and no registry had the digest of the file. This counts as a yes if the seal's own certificate is
  /// pinned. If only its authority is pinned, another customer of that authority could have sealed other pages.
  case validPagesNotCompared(PageComparison.Missing, isSealPinned: Bool)
  /// The token itself is refused.
  case token(TokenRefusal.Reason)
  /// The issuer has revoked the report, replaced it, or is examining an objection.
  case status(ReportStatus)
  /// Genuine and in force, but since a day, days since 1970-01-01, its subject's data are known to give other answers.
  case dataChanged(on: Int)
  /// Signed with a valid key but not in the issuer's registry.
  case notRegistered
  /// No report has this number and check code; the answer never says which of the two is wrong.
  case unknownNumber
  /// The code belongs to a different report than the paper.
  case otherPaper
  /// The registry could not be asked.
  case statusUnavailable
  /// This machine's clock is behind a time that a trusted key has signed.
  case clockBehindBundle
  /// Nothing that could be verified: what the file is, is unknown or in doubt.
  case file(FileRefusal)
  case picture(PictureRefusal.Reason)
  /// A document that is a copy of paper gives no answer.
  case copy(CopyRefusal)
  /// The code on a copy of paper is genuine and in force; the copy itself was compared with nothing. Never a yes: the pages
  /// around a genuine code may be anything.
  case copyNotCompared
  /// The report holds, and the file whose digest was given is not the one that was issued.
  case fileDiffers
  /// The report holds, and nobody knows the digest of its file.
  case fileNotCompared
  /// The file has no token, or does not belong to it. `format`: the label of the file's format.
  case document(DocumentRefusal, format: String)
  /// The file's format finds it damaged, or not signed as a whole.
  case unfit(UnfitFile.Reason)
  /// The file's signature is invalid. `format`: the label of the file's format.
  case signature(SignatureRefusal.Reason, format: String)

  /// Whether it is a yes.
  public var isYes: Bool {
    switch self {
    case .valid, .validStatusStale, .validPagesNotCompared(_, isSealPinned: true): true
    default: false
    }
  }

  /// Stable code for machines: docs/security.md, “Answers”.
  public var code: String {
    switch self {
    case .valid: "VALID"
    case .validStatusStale: "VALID_STATUS_STALE"
    case .validPagesNotCompared: "VALID_PAGES_NOT_COMPARED"
    case .token(let reason): reason.rawValue
    case .status(.valid): "VALID"
    case .status(.revoked): "REVOKED"
    case .status(.superseded): "SUPERSEDED"
    case .status(.suspended): "SUSPENDED"
    case .dataChanged: "DATA_CHANGED"
    case .notRegistered: "NOT_REGISTERED"
    case .unknownNumber: "NUMBER_OR_CODE_WRONG"
    case .otherPaper: "OTHER_PAPER"
    case .statusUnavailable: "STATUS_UNAVAILABLE"
    case .clockBehindBundle: "CLOCK_BEHIND_BUNDLE"
    case .file(let refusal): refusal.code
    case .picture(let reason): reason.rawValue
    case .copy(let refusal): refusal.rawValue
    case .copyNotCompared: "COPY_NOT_COMPARED"
    case .fileDiffers: "FILE_NOT_AS_ISSUED"
    case .fileNotCompared: "FILE_NOT_COMPARED"
    case .document(let reason, let format): "\(format)_\(reason.rawValue)"
    case .unfit(let reason): reason.code
    case .signature(let reason, let format): "\(format)_\(reason.rawValue)"
    }
  }
}
