import Attestation
import PDFReading

extension Verifier {
  /// The five checks of verification.md §4, each of which can only say no, or that it could not look: `PDFCheck.all`.
  /// - Parameter bytes: the PDF as issued.
  public func verify(pdf bytes: [UInt8]) -> Verification {
    do throws(PDFRefusal) {
      let received = try ReceivedPDF(bytes)
      var verification = verify(received.token, source: .pdf, proof: received.proof)
      // A token that is nobody's word makes the file nobody's; there is nothing to compare it with.
      guard let claims = verification.claims else { return verification }
      var evidence = PDFEvidence(claims: claims)
      for check in PDFCheck.all { try check.run(received, &evidence, self) }
      (verification.canonicalData, verification.signer) = (received.data, evidence.signer)
      if let reason = evidence.uncompared { tell(that: reason, evidence, &verification) }
      return verification
    } catch {
      // Of a file that is not the token's, the claims would only lend it their weight.
      var verification = refused(.pdf, error.answer, error.detail)
      verification.place = error.place
      return verification
    }
  }

  /// Pages that were compared with nothing make no full yes; another answer stays, and says it too.
  private func tell(that reason: String, _ evidence: PDFEvidence, _ verification: inout Verification) {
    verification.notes.append(.pagesNotCompared)
    guard verification.isValid else { return }
    if verification.answer == .validStatusStale { verification.notes.append(.statusStale) }
    verification.answer = .validPagesNotCompared(isSealPinned: evidence.isSealPinned)
    verification.detail = reason
  }
}
