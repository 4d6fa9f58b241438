import Attestation
import Hexadecimal
import PDFReading
import Signatures

/// A whole file that is signed with a certificate that chains to a pinned root and is itself one of the pinned seals
/// (`verification.md` §4, 2, and §2b).
struct SealedPDF {
  let whole: WholePDF
  let signer: VerifiedSignature
  let seal: FileEvidence.Seal
}

extension SealedPDF {
  /// - Parameter issuedAt: the report's time of issue according to its token. For a report from before lists named
  ///   seals, the certificate's authority is enough.
  /// - Throws: `PDF_SIGNATURE_BAD`, `PDF_SIGNATURE_SEAL` and the like.
  init(_ whole: WholePDF, issuedAt: Int64, by trust: Trust, at now: Int64) throws(PDFRefusal) {
    do throws(SignatureRefusal) {
      signer = try verify(
        cms: whole.certified.contents, over: whole.certified.signedParts, roots: trust.certificateRoots,
        timeStampRoots: trust.certificateRoots, now: now)
    } catch {
      throw PDFRefusal(.signature(error.reason), error.detail)
    }
    let isPinned = trust.seals?.digests.contains(signer.certificateFingerprint) ?? false
    if let seals = trust.seals, !isPinned, issuedAt >= seals.since {
      throw PDFRefusal(
        .signature(.seal),
        "the certificate \(hexadecimal(signer.certificateFingerprint)) of \(signer.signerName) is no seal of the list")
    }
    (self.whole, seal) = (whole, isPinned ? .pinned : .ofAuthority)
  }
}
