import PDFReading

/// Why a PDF is not accepted.
struct PDFRefusal: Error, Equatable {
  var answer: Answer
  /// For logs, in English: what exactly is wrong.
  var detail: String?
  /// The evidence against the file.
  var evidence: Verification.Evidence

  init(_ answer: Answer, _ detail: String? = nil, evidence: Verification.Evidence = .nothing) {
    (self.answer, self.detail, self.evidence) = (answer, detail, evidence)
  }
  init(_ refusal: FileRefusal, _ detail: String? = nil) { self.init(.file(refusal), detail) }
}
