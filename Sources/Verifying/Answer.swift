public import Attestation
public import PDFReading
public import Signatures

/// The answer to "does this hold?": yes, or the one reason why not.
public enum Answer: Sendable, Hashable {
  case valid
  /// Valid as far as is known, but what is known of revocations is too old, or does not speak of this report.
  case validStatusStale
  /// The file's signature and data hold, but its pages were compared with nothing: what makes them is missing here, and no
  /// registry was there to tell the file. A yes where the seal's own certificate is pinned; where only its authority is,
  /// another customer of that could have sealed other pages.
  case validPagesNotCompared(PageComparison.Missing, isSealPinned: Bool)
  /// The token itself is refused.
  case token(TokenRefusal.Reason)
  /// The issuer has taken the report back, replaced it, or is looking into an objection.
  case status(ReportStatus)
  /// Signed with a good key and yet not in the issuer's registry.
  case notRegistered
  /// No report has this number and check code; which of them is wrong, nobody is told.
  case unknownNumber
  /// The code is that of another report than the paper's.
  case otherPaper
  /// The registry could not be asked.
  case statusUnavailable
  /// The clock of this machine is behind a time that a trusted key has signed.
  case clockBehindBundle
  /// There was no token to be had, or the file is not the token's.
  case file(FileRefusal)
  /// The PDF is not signed as a whole, or not as a certification.
  case certification(PDFSignatureRefusal.Reason)
  /// The PDF's signature does not hold.
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

/// What is wrong with a PDF or picture as the carrier of a token.
public enum FileRefusal: String, Error, Sendable, CaseIterable {
  /// Neither PDF nor PNG nor JPEG.
  case unknownFormat = "FILE_UNKNOWN_FORMAT"
  /// A picture that programs for PDFs could open as one: what they show, the picture's code says nothing about.
  case twoFormats = "FILE_TWO_FORMATS"
  /// Its name or the type it was sent as says that it is something else.
  case typeMismatch = "FILE_TYPE_MISMATCH"
  /// Damaged, or beyond the limits.
  case pdfUnreadable = "PDF_UNREADABLE"
  case pdfWithoutToken = "PDF_NO_TOKEN"
  case pdfWithoutData = "PDF_NO_DATA"
  /// No proof that the report stands in the log.
  case pdfWithoutProof = "PDF_NO_LOG_PROOF"
  /// The proof is not of this report, or not of the issuer's log.
  case pdfProofInvalid = "PDF_LOG_PROOF_INVALID"
  /// Several tokens or several sets of data: nobody can say which of them the pages stand for.
  case pdfAmbiguous = "PDF_AMBIGUOUS"
  /// The attached data are not those that the token was issued for.
  case pdfDataMismatch = "PDF_DATA_MISMATCH"
  /// Pages were taken away or added.
  case pdfPagesMismatch = "PDF_PAGES_MISMATCH"
  /// The attached data are what the token was issued for, and yet none that their engine wrote.
  case pdfDataDamaged = "PDF_DATA_DAMAGED"
  /// The file is not, byte for byte, the one that the attached data make.
  case pdfContentMismatch = "PDF_CONTENT_MISMATCH"
  /// The registry tells another file, and this one's engine is not at hand to make it again.
  case pdfOtherFile = "PDF_OTHER_FILE"
  case imageUnreadable = "IMAGE_UNREADABLE"
  /// The reader crashed, was over its limits of time or memory, or could not be started.
  case imageReadingStopped = "IMAGE_READING_STOPPED"
  /// More than 100 million pixels.
  case imageTooLarge = "IMAGE_TOO_LARGE"
  case imageWithoutCode = "IMAGE_NO_CODE"
  /// Tokens of more than one report: the picture does not say which one is asked about.
  case imageAmbiguous = "IMAGE_AMBIGUOUS"
}
