import FileFormats

/// Why a report's file is not accepted.
struct FileFailure: Error, Equatable {
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

  /// - Parameter format: of the file.
  init(
    _ refusal: DocumentRefusal, _ format: any FileFormat, _ detail: String? = nil,
    evidence: Verification.Evidence = .nothing
  ) {
    self.init(.document(refusal, format: format.label), detail, evidence: evidence)
  }

  init(_ unfit: UnfitFile) { self.init(.unfit(unfit.reason), unfit.detail) }

  /// The registry, which alone could tell the file from another one, did not answer: that says nothing about the file.
  static func registrySilent(_ problem: String) -> FileFailure {
    var failure = FileFailure(.statusUnavailable, problem)
    failure.notes = [.statusNotChecked]
    return failure
  }
}
