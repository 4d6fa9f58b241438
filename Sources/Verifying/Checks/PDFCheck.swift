import Attestation
import PDFReading
import Signatures

/// One condition under which a PDF stands for its token: a file each in this folder, in the order of verification.md §4.
struct PDFCheck: Sendable {
  var run: @Sendable (ReceivedPDF, inout PDFEvidence, Verifier) throws(PDFRefusal) -> Void

  /// The cheap ones first; what is not the issuer's is never drawn anew.
  static let all: [PDFCheck] = [signature, data, proof, pageCount, content]
}

/// What is known of a PDF: the token's words, and what each check found for those after it.
struct PDFEvidence {
  let claims: ReportClaims
  /// The certification, once it covers the whole file.
  var certification: PDFSignature?
  /// Who sealed the file, and whether that certificate itself is pinned, not only its authority.
  var signer: VerifiedSignature?
  var isSealPinned = false
  /// Why the pages were compared with nothing; nil: they are as issued.
  var uncompared: String?

  init(claims: ReportClaims) { self.claims = claims }
}

/// Why a PDF is not accepted.
struct PDFRefusal: Error, Equatable {
  var answer: Answer
  /// English, for logs: what exactly.
  var detail: String?
  /// Chinese: where in the file.
  var place: String?

  init(_ answer: Answer, _ detail: String? = nil, place: String? = nil) {
    (self.answer, self.detail, self.place) = (answer, detail, place)
  }
  init(_ refusal: FileRefusal, _ detail: String? = nil) { self.init(.file(refusal), detail) }
}
