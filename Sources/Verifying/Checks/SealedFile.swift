import Attestation
import FileFormats
import Hexadecimal
import Signatures

/// A whole file that is signed with a certificate that chains to a pinned root and is itself one of the pinned seals
/// (`verification.md` §4, 2, and §2b).
struct SealedFile {
  let whole: WholeFile
  let signer: VerifiedSignature
  let seal: FileEvidence.Seal
}

extension SealedFile {
  /// - Parameter issuedAt: the report's time of issue according to its token. For a report from before lists named
  ///   seals, the certificate's authority is enough.
  /// - Throws: `…_SIGNATURE_BAD`, `…_SIGNATURE_SEAL` and the like.
  init(_ whole: WholeFile, issuedAt: Int64, by trust: Trust, at now: Int64) throws(FileFailure) {
    let (signature, label) = (whole.signed.signature, whole.report.format.label)
    do throws(SignatureRefusal) {
      signer = try verify(
        cms: signature.value, over: signature.parts, roots: trust.certificateRoots,
        timeStampRoots: trust.certificateRoots, now: now)
    } catch {
      throw FileFailure(.signature(error.reason, format: label), error.detail)
    }
    let isPinned = trust.seals?.digests.contains(signer.certificateFingerprint) ?? false
    if let seals = trust.seals, !isPinned, issuedAt >= seals.since {
      throw FileFailure(
        .signature(.seal, format: label),
        "the certificate \(hexadecimal(signer.certificateFingerprint)) of \(signer.signerName) is no seal of the list")
    }
    (self.whole, seal) = (whole, isPinned ? .pinned : .ofAuthority)
  }
}
