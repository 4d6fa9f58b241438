import Attestation

extension PDFCheck {
  /// The attached data are those that the token was issued for.
  static let data = PDFCheck { pdf, evidence, verifier throws(PDFRefusal) in
    guard let data = pdf.data else { throw PDFRefusal(.pdfWithoutData) }
    // The token's own key says by which algorithm its digest was made.
    guard let received = try? ReceivedToken(pdf.token), let key = verifier.trust.keys[received.kid],
      (try? digest(data, for: key.algorithm)) == evidence.claims.digest
    else { throw PDFRefusal(.pdfDataMismatch) }
  }
}
