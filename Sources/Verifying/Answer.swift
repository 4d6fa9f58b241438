public import Attestation

/// The answer to "does this hold?": yes, or the one reason why not.
public enum Answer: Sendable, Hashable {
  case valid
  /// The token itself is refused.
  case token(TokenRefusal.Reason)
  /// There was no token to be had, or the file is not the token's.
  case file(FileRefusal)

  /// Stable code for machines: `verification.md` §4.
  public var code: String {
    switch self {
    case .valid: "VALID"
    case .token(let reason): reason.rawValue
    case .file(let reason): reason.rawValue
    }
  }
}

/// What is wrong with a PDF or picture as the carrier of a token.
public enum FileRefusal: String, Error, CaseIterable {
  /// Neither PDF nor PNG nor JPEG.
  case unknownFormat = "FILE_UNKNOWN_FORMAT"
  /// Damaged, or beyond the limits.
  case pdfUnreadable = "PDF_UNREADABLE"
  case pdfWithoutToken = "PDF_NO_TOKEN"
  case pdfWithoutData = "PDF_NO_DATA"
  /// Several tokens or several sets of data: nobody can say which of them the pages stand for.
  case pdfAmbiguous = "PDF_AMBIGUOUS"
  /// The attached data are not those that the token was issued for.
  case pdfDataMismatch = "PDF_DATA_MISMATCH"
  case imageUnreadable = "IMAGE_UNREADABLE"
  /// More than `GreyImage.maximumPixels`.
  case imageTooLarge = "IMAGE_TOO_LARGE"
  case imageWithoutCode = "IMAGE_NO_CODE"
  /// Tokens of more than one report: the picture does not say which one is asked about.
  case imageAmbiguous = "IMAGE_AMBIGUOUS"
}
