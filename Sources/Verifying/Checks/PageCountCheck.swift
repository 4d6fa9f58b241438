import Attestation
import PDF

extension PDFCheck {
  /// As many pages as the token says.
  static let pageCount = PDFCheck { pdf, claims, _ throws(PDFRefusal) in
    guard UInt8(clamping: pdf.file.pageCount) == claims.pages else {
      throw PDFRefusal(.pdfPagesMismatch, "\(pdf.file.pageCount) pages; the token says \(claims.pages)")
    }
  }
}
