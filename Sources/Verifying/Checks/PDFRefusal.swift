import PDFReading

/// Why a PDF is not accepted.
struct PDFRefusal: Error, Equatable {
  var answer: Answer
  /// For logs, in English: what exactly is wrong.
  var detail: String?
  /// The evidence against the file.
  var evidence: Verification.Evidence
  /// What was not checked, so that the answer is not final.
  var notes: [Verification.Note] = []

  init(_ answer: Answer, _ detail: String? = nil, evidence: Verification.Evidence = .nothing) {
    (self.answer, self.detail, self.evidence) = (answer, detail, evidence)
  }
  /// The registry, which alone could tell the file from another one, did not answer: that says nothing about the file.
  static func registrySilent(_ problem: String) -> PDFRefusal {
    var refusal = PDFRefusal(.statusUnavailable, problem)
    refusal.notes = [.statusNotChecked]
    return refusal
  }

  init(_ refusal: FileRefusal, _ detail: String? = nil) { self.init(.file(refusal), detail) }
}
