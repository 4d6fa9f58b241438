public import ErrorCauses

/// Why a file is not read. The reader is strict: if two programs could read a file differently, it refuses.
public enum PDFReadingError: ClassifiedError, Sendable, Hashable, CustomStringConvertible {
  /// No `%PDF-` header.
  case notPDF
  /// A form of PDF that this reader does not know; reports are never written in it.
  case unsupported(String)
  /// Violates the rules of the format. `offset` is in bytes from the start of the file.
  case malformed(String, offset: Int)
  /// More than the limits of `PDFFile.Limits` allow.
  case tooLarge(String, limit: Int)

  public var cause: ErrorCause { .input }

  public var description: String {
    switch self {
    case .notPDF: "not a PDF: it does not begin with %PDF-; choose the report's file as it was issued"
    case .unsupported(let what): "PDF with \(what), which reports never have; choose the file as it was issued"
    case .malformed(let what, let offset):
      "damaged PDF: \(what) at byte \(offset); get the file anew from where it was issued"
    case .tooLarge(let what, let limit): "PDF refused: \(what) is larger than \(limit); no report is as large"
    }
  }
}
