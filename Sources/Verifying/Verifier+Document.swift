import Attestation
public import FileFormats

extension Verifier {
  /// The five checks of verification.md §4. Each can only refuse, or say that it could not check. The cheap checks come
  /// first: a file that is not the issuer's is never made again.
  /// - Parameters:
  ///   - bytes: the file as issued.
  ///   - format: as which it is read.
  public func verify(document bytes: [UInt8], as format: any FileFormat) -> Verification {
    let source = Verification.Source.file(format: format.name)
    do throws(FileFailure) {
      let report = try ReportFile(bytes, as: format)
      let examined: ExaminedReport
      do throws(TokenRefusal) {
        examined = try examine(ReceivedToken(report.token), proof: report.proof.proof, fileFormat: format.fileExtension)
      } catch {
        // A token that is not authenticated makes the file worthless; there is nothing to compare it with.
        return refused(report.token, source, error)
      }
      let token = examined.evidence.token
      let sealed = try SealedFile(try WholeFile(report), issuedAt: token.claims.issuedAt, by: trust, at: now)
      let bound = try BoundFile(sealed, to: token, by: trust, at: now)
      let pages = try PageComparison(of: bound, issuedAs: examined.evidence.status.file, or: reproduce)
      let file = FileEvidence(signer: sealed.signer, seal: sealed.seal, canonicalData: bound.data, pages: pages)
      return verification(of: examined, source, file)
    } catch {
      // If the file does not belong to the token, showing the claims would only lend it credibility.
      return Verification(
        source: source, answer: error.answer, detail: error.detail, evidence: error.evidence, notes: error.notes)
    }
  }

  private func verification(
    of examined: ExaminedReport, _ source: Verification.Source, _ file: FileEvidence
  ) -> Verification {
    var verification = verification(of: examined, source: source, host: nil)
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
