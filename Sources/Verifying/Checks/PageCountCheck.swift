import Attestation
import PDFReading

extension PDFCheck {
  /// As many pages as the token says.
  static let pageCount = PDFCheck { pdf, evidence, _ throws(PDFRefusal) in
    guard UInt8(clamping: pdf.file.pageCount) == evidence.claims.pages else {
      throw PDFRefusal(.pdfPagesMismatch, "\(pdf.file.pageCount) pages; the token says \(evidence.claims.pages)")
    }
  }
}
