import Attestation
import PDFReading

/// A PDF with exactly one token. Nothing in it is trusted yet.
///
/// It passes through these steps (`verification.md` §4): received, `WholePDF`, `SealedPDF`, `BoundPDF`,
/// `PageComparison`. Each uses what the previous one found; nothing is searched for or read twice.
struct ReceivedPDF {
  let file: PDFFile
  let token: Token
  /// As attached; nil: no data is attached.
  let data: [UInt8]?
  let proof: Proof

  /// The log proof, as attached.
  enum Proof: Equatable {
    case missing
    /// The attachment is not a log proof.
    case unreadable
    case read(LogProof, text: [UInt8])

    var proof: LogProof? {
      guard case .read(let proof, text: _) = self else { return nil }
      return proof
    }
  }

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
    (token, data) = (Token(bytes: attached.token), attached.data)
    if let text = attached.proof {
      let read = try? LogProof(reading: String(decoding: text, as: UTF8.self))
      proof = read.map { .read($0, text: text) } ?? .unreadable
    } else {
      proof = .missing
    }
  }
}
