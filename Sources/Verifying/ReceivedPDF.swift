import Attestation
import PDFReading

/// A PDF that carries exactly one token. Nothing of it is believed yet.
struct ReceivedPDF {
  let file: PDFFile
  let token: Token
  let data: [UInt8]?
  /// The text of the log proof, and what it says; nil where there is none that can be read.
  let proofText: [UInt8]?
  let proof: LogProof?

  /// - Throws: `PDF_UNREADABLE`, `PDF_NO_TOKEN`, `PDF_AMBIGUOUS`.
  init(_ bytes: [UInt8]) throws(PDFRefusal) {
    let attachments: [PDFAttachment]
    do throws(PDFReadingError) {
      file = try PDFFile(bytes: bytes)
      attachments = try file.attachments()
    } catch {
      throw PDFRefusal(.pdfUnreadable, "\(error)")
    }
    let attached: ReportAttachments
    do throws(FileRefusal) { attached = try ReportAttachments(attachments.map { ($0.name, $0.bytes) }) } catch {
      throw PDFRefusal(error)
    }
    (token, data, proofText) = (Token(bytes: attached.token), attached.data, attached.proof)
    proof = proofText.flatMap { try? LogProof(reading: String(decoding: $0, as: UTF8.self)) }
  }
}
