import Attestation
import PDF

extension Verifier {
  /// - Parameter bytes: the PDF as issued, with its attachments.
  public func verify(pdf bytes: [UInt8]) -> Verification {
    let file: PDFFile
    let attachments: [PDFAttachment]
    do throws(PDFReadingError) {
      file = try PDFFile(bytes: bytes)
      attachments = try file.attachments()
    } catch {
      return refused(.pdf, .file(.pdfUnreadable), "\(error)")
    }
    let verification = verify(attachments: attachments.map { ($0.name, $0.bytes) })
    // Of a file that is not the token's, nothing more needs to be said; the claims would only lend it their weight.
    guard let claims = verification.claims else { return verification }
    guard !file.hasIncrementalUpdates else {
      return refused(.pdf, .file(.pdfModified), "something was appended to the file after it was made")
    }
    guard UInt8(clamping: file.pageCount) == claims.pages else {
      return refused(.pdf, .file(.pdfPagesMismatch), "\(file.pageCount) pages; the token says \(claims.pages)")
    }
    return verification
  }

  /// - Parameter bytes: of a PDF, PNG or JPEG; which of them, they say themselves.
  public func verify(file bytes: [UInt8]) -> Verification {
    switch FileFormat(of: bytes) {
    case .pdf: verify(pdf: bytes)
    case .png, .jpeg: verify(image: bytes)
    case nil: refused(.image, .file(.unknownFormat))
    }
  }
}
