import Attestation
import PDF

extension Verifier {
  /// The five checks of verification.md §4, each of which can only say no: `PDFCheck.all`.
  /// - Parameter bytes: the PDF as issued.
  public func verify(pdf bytes: [UInt8]) -> Verification {
    do throws(PDFRefusal) {
      let received = try ReceivedPDF(bytes)
      var verification = verify(received.token, source: .pdf, proof: received.proof)
      // A token that is nobody's word makes the file nobody's; there is nothing to compare it with.
      guard let claims = verification.claims else { return verification }
      for check in PDFCheck.all { try check.run(received, claims, self) }
      verification.canonicalData = received.data
      verification.signer = try PDFCheck.signer(of: received, self)
      return verification
    } catch {
      // Of a file that is not the token's, the claims would only lend it their weight.
      var verification = refused(.pdf, error.answer, error.detail)
      verification.place = error.place
      return verification
    }
  }
}
