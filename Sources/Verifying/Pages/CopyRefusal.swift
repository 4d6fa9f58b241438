/// Why a document that is not an issued file gives no answer. It bears no mark of the issuer: it is a scan, a print, or
/// several files merged, so that the codes on its pages count, as on paper.
public enum CopyRefusal: String, Error, Sendable, CaseIterable {
  /// Not (all of) its pages were looked at, and no code was found.
  case notRead = "COPY_NOT_READ"
  /// Damaged, or protected by a password.
  case unreadable = "COPY_UNREADABLE"
  /// No page shows the code of a report.
  case withoutCode = "COPY_NO_CODE"
}
