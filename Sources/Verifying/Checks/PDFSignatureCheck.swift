import PDF
import Signatures

extension PDFCheck {
  /// One certification that allows no change, over the whole file, by a certificate that chains to a pinned root
  /// (`verification.md` §4, 1 and 2).
  static let signature = PDFCheck { pdf, _, verifier throws(PDFRefusal) in _ = try signer(of: pdf, verifier) }

  /// Who signed the file.
  static func signer(of pdf: ReceivedPDF, _ verifier: Verifier) throws(PDFRefusal) -> VerifiedSignature {
    let certification = try certification(of: pdf)
    do throws(SignatureRefusal) {
      return try verify(
        cms: certification.contents ?? [], over: pdf.file.parts(signedBy: certification),
        roots: verifier.trust.certificateRoots, timeStampRoots: verifier.trust.certificateRoots, now: verifier.now)
    } catch {
      throw PDFRefusal(.signature(error.reason), error.detail)
    }
  }

  static func certification(of pdf: ReceivedPDF) throws(PDFRefusal) -> PDFSignature {
    do throws(PDFSignatureRefusal) { return try pdf.file.certification() } catch {
      throw PDFRefusal(.certification(error.reason), error.detail)
    }
  }
}
