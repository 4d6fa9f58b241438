import Attestation

extension PDFCheck {
  /// The token stands in the issuer's public log: what is not there was not issued in the open (`verification.md` §3).
  static let proof = PDFCheck { pdf, _, verifier throws(PDFRefusal) in
    guard pdf.proofText != nil else { throw PDFRefusal(.pdfWithoutProof) }
    guard let proof = pdf.proof, let received = try? ReceivedToken(pdf.token) else {
      throw PDFRefusal(.pdfProofInvalid, "the attached log proof cannot be read")
    }
    do { _ = try proof.verified(leaf: received.leaf, by: verifier.trust.keys.logKeys(at: verifier.now)) } catch {
      throw PDFRefusal(.pdfProofInvalid, "\(error)")
    }
  }
}
