import Attestation

/// One condition under which a PDF stands for its token: a file each in this folder, in the order of verification.md §4.
struct PDFCheck: Sendable {
  var run: @Sendable (ReceivedPDF, ReportClaims, Verifier) throws(PDFRefusal) -> Void

  /// The cheap ones first; what is not the issuer's is never drawn anew.
  static let all: [PDFCheck] = [signature, data, proof, pageCount, content]
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
