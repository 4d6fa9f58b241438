import Attestation
import Hexadecimal
import PDFReading
import Signatures

extension PDFCheck {
  /// One certification that allows no change, over the whole file, by a certificate that chains to a pinned root and is
  /// itself one of the pinned seals (`verification.md` §4, 1 and 2, and §2b).
  static let signature = PDFCheck { pdf, evidence, verifier throws(PDFRefusal) in
    let certification = try certification(of: pdf)
    let signer: VerifiedSignature
    do throws(SignatureRefusal) {
      signer = try verify(
        cms: certification.contents ?? [], over: pdf.file.parts(signedBy: certification),
        roots: verifier.trust.certificateRoots, timeStampRoots: verifier.trust.certificateRoots, now: verifier.now)
    } catch {
      throw PDFRefusal(.signature(error.reason), error.detail)
    }
    if let seals = verifier.trust.seals {
      evidence.isSealPinned = seals.digests.contains(signer.certificateFingerprint)
      guard evidence.isSealPinned || evidence.claims.issuedAt < seals.since else {
        throw PDFRefusal(
          .signature(.seal),
          "the certificate \(hexadecimal(signer.certificateFingerprint)) of \(signer.signerName) is no seal of the list"
        )
      }
    }
    (evidence.certification, evidence.signer) = (certification, signer)
  }

  static func certification(of pdf: ReceivedPDF) throws(PDFRefusal) -> PDFSignature {
    do throws(PDFSignatureRefusal) { return try pdf.file.certification() } catch {
      throw PDFRefusal(.certification(error.reason), error.detail)
    }
  }
}
