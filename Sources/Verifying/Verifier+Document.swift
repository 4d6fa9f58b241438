import Attestation
public import FileFormats
import ReportKinds
import Signatures

extension Verifier {
  /// The five checks of verification.md §4. Each can only refuse, or say that it could not check. The cheap checks come
  /// first: a file that is not the issuer's is never made again. A file without any mark of the issuer is a copy of paper,
  /// whose pages are still to be drawn and read: `COPY_NOT_READ` (`findings`).
  /// - Parameters:
  ///   - bytes: the file as issued.
  ///   - format: as which it is read.
  public func verify(document bytes: [UInt8], as format: any FileFormat) -> Verification {
    let source = Verification.Source.file(format: format.name)
    do throws(FileFailure) {
      let report: ReportFile
      do throws(FileFailure) { report = try ReportFile(bytes, as: format) } catch {
        throw !format.isDrawn || bearsMarks(bytes, format) ? error : FileFailure(.copy(.notRead), error.detail)
      }
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

  /// Whether a file gives itself for one of the issuer's: it has one of the attachments of reports, now or in an earlier
  /// version of itself, or a certification by the issuer's seal. Any other file is a copy of paper, which is told from
  /// nobody's paper by its code alone. Nobody gains by removing the marks: the answer to a copy is the one to a photo of it,
  /// never that the file is genuine.
  private func bearsMarks(_ bytes: [UInt8], _ format: any FileFormat) -> Bool {
    // `report.json` alone is a name that others use, too.
    if format.mentions([ReportAttachment.token, .proof].map(\.name), in: bytes) { return true }
    guard let file = try? format.read(bytes) else { return false }
    let names = Set(((try? file.attachments()) ?? []).map(\.name))
    return ReportAttachment.allCases.contains { names.contains($0.name) }
      || ((try? file.certifications()) ?? []).contains { namesSigner(cms: $0, under: trust.certificateRoots, now: now) }
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
