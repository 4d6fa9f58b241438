import PDFReading

/// A file with one certification that allows no changes, over the whole file except itself (`verification.md` §4, 1).
struct WholePDF {
  let received: ReceivedPDF
  let certified: CertifiedPDF
}

extension WholePDF {
  /// - Throws: `PDF_MODIFIED`, `PDF_SIGNATURE_MISSING` and the like.
  init(_ received: ReceivedPDF) throws(PDFRefusal) {
    do throws(PDFSignatureRefusal) { certified = try received.file.certified() } catch {
      throw PDFRefusal(.certification(error.reason), error.detail)
    }
    self.received = received
  }
}
