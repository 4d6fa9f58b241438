import Attestation
import PDFReading

extension Verifier {
  /// The five checks of verification.md §4. Each can only refuse, or say that it could not check. The cheap checks come
  /// first: a file that is not the issuer's is never made again.
  /// - Parameter bytes: the PDF as issued.
  public func verify(pdf bytes: [UInt8]) -> Verification {
    do throws(PDFRefusal) {
      let received = try ReceivedPDF(bytes)
      let examined: ExaminedReport
      do throws(TokenRefusal) {
        examined = try examine(ReceivedToken(received.token), proof: received.proof.proof, withFile: true)
      } catch {
        // A token that is not authenticated makes the file worthless; there is nothing to compare it with.
        return refused(received.token, .pdf, error)
      }
      let token = examined.evidence.token
      let sealed = try SealedPDF(try WholePDF(received), issuedAt: token.claims.issuedAt, by: trust, at: now)
      let bound = try BoundPDF(sealed, to: token, by: trust, at: now)
      let pages = try PageComparison(of: bound, issuedAs: examined.evidence.status.file, or: reproduce)
      let file = FileEvidence(signer: sealed.signer, seal: sealed.seal, canonicalData: bound.data, pages: pages)
      return verification(of: examined, file)
    } catch {
      // If the file does not belong to the token, showing the claims would only lend it credibility.
      return Verification(
        source: .pdf, answer: error.answer, detail: error.detail, evidence: error.evidence, notes: error.notes)
    }
  }

  private func verification(of examined: ExaminedReport, _ file: FileEvidence) -> Verification {
    var verification = verification(of: examined, source: .pdf, host: nil)
    verification.evidence = .file(examined.evidence, file)
    guard case .notCompared(let missing, let detail) = file.pages else { return verification }
    // Pages that were compared with nothing do not get a full yes; any other answer stays, with this note added.
    verification.notes.append(.pagesNotCompared(missing))
    guard verification.isValid else { return verification }
    if verification.answer == .validStatusStale { verification.notes.append(.statusStale) }
    verification.answer = .validPagesNotCompared(missing, isSealPinned: file.seal == .pinned)
    verification.detail = detail
    return verification
  }
}
