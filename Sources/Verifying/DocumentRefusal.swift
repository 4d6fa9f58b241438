/// What is wrong with the contents of a report's file. The code of the answer begins with the label of its format:
/// `PDF_NO_TOKEN`.
public enum DocumentRefusal: String, Error, Sendable, CaseIterable {
  case withoutToken = "NO_TOKEN"
  case withoutData = "NO_DATA"
  /// No proof that the report is in the log.
  case withoutProof = "NO_LOG_PROOF"
  /// The proof belongs to another report, or to a log that is not the issuer's.
  case proofInvalid = "LOG_PROOF_INVALID"
  /// Several tokens or several sets of data: it is unclear which of them the pages represent.
  case ambiguous = "AMBIGUOUS"
  /// The token was issued for different data than those attached.
  case dataMismatch = "DATA_MISMATCH"
  /// Pages were removed or added.
  case pagesMismatch = "PAGES_MISMATCH"
  /// The token was issued for the attached data, but their engine never writes such data.
  case dataDamaged = "DATA_DAMAGED"
  /// The file differs from the one that the attached data produce.
  case contentMismatch = "CONTENT_MISMATCH"
  /// The registry has the digest of a different file, and this file's engine is not available to make it again.
  case otherFile = "OTHER_FILE"
}
