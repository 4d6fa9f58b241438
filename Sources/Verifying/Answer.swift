public import Attestation
public import PDFReading
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
  /// No token was found, or the file does not belong to the token.
  case file(FileRefusal)
  /// The PDF is not signed as a whole, or not as a certification.
  case certification(PDFSignatureRefusal.Reason)
  /// The PDF's signature is invalid.
  case signature(SignatureRefusal.Reason)

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
    case .notRegistered: "NOT_REGISTERED"
    case .unknownNumber: "NUMBER_OR_CODE_WRONG"
    case .otherPaper: "OTHER_PAPER"
    case .statusUnavailable: "STATUS_UNAVAILABLE"
    case .clockBehindBundle: "CLOCK_BEHIND_BUNDLE"
    case .file(let reason): reason.rawValue
    case .certification(let reason): reason.rawValue
    case .signature(let reason): reason.rawValue
    }
  }
}

/// What is wrong with a PDF or picture that should carry a token.
public enum FileRefusal: String, Error, Sendable, CaseIterable {
  /// Neither PDF nor PNG nor JPEG.
  case unknownFormat = "FILE_UNKNOWN_FORMAT"
  /// A picture that PDF programs could open as a PDF: the code in the picture says nothing about what they show.
  case twoFormats = "FILE_TWO_FORMATS"
  /// Its name or its declared media type says that it is something else.
  case typeMismatch = "FILE_TYPE_MISMATCH"
  /// Damaged, or beyond the limits.
  case pdfUnreadable = "PDF_UNREADABLE"
  case pdfWithoutToken = "PDF_NO_TOKEN"
  case pdfWithoutData = "PDF_NO_DATA"
  /// No proof that the report is in the log.
  case pdfWithoutProof = "PDF_NO_LOG_PROOF"
  /// The proof belongs to another report, or to a log that is not the issuer's.
  case pdfProofInvalid = "PDF_LOG_PROOF_INVALID"
  /// Several tokens or several sets of data: it is unclear which of them the pages represent.
  case pdfAmbiguous = "PDF_AMBIGUOUS"
  /// The token was issued for different data than those attached.
  case pdfDataMismatch = "PDF_DATA_MISMATCH"
  /// Pages were removed or added.
  case pdfPagesMismatch = "PDF_PAGES_MISMATCH"
  /// The token was issued for the attached data, but their engine never writes such data.
  case pdfDataDamaged = "PDF_DATA_DAMAGED"
  /// The file differs from the one that the attached data produce.
  case pdfContentMismatch = "PDF_CONTENT_MISMATCH"
  /// The registry has the digest of a different file, and this file's engine is not available to make it again.
  case pdfOtherFile = "PDF_OTHER_FILE"
  case imageUnreadable = "IMAGE_UNREADABLE"
  /// The reader crashed, exceeded its limits of time or memory, or could not be started.
  case imageReadingStopped = "IMAGE_READING_STOPPED"
  /// More than 100 million pixels.
  case imageTooLarge = "IMAGE_TOO_LARGE"
  case imageWithoutCode = "IMAGE_NO_CODE"
  /// Tokens of more than one report: the picture does not show which of them is meant.
  case imageAmbiguous = "IMAGE_AMBIGUOUS"
}
