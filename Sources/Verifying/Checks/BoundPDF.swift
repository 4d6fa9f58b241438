import Attestation
import PDFReading

/// A sealed file whose data, log proof and number of pages match its token (`verification.md` §4, 3 and 4).
struct BoundPDF {
  let sealed: SealedPDF
  let token: ReceivedToken
  /// The canonical data.
  let data: [UInt8]
  /// The text of the log proof.
  let proof: [UInt8]
}

extension BoundPDF {
  /// Runs the cheap checks first.
  /// - Throws: `PDF_NO_DATA`, `PDF_DATA_MISMATCH`, `PDF_NO_LOG_PROOF`, `PDF_LOG_PROOF_INVALID`, `PDF_PAGES_MISMATCH`.
  init(_ sealed: SealedPDF, to token: AuthenticToken, by trust: Trust, at now: Int64) throws(PDFRefusal) {
    let received = sealed.whole.received
    (self.sealed, self.token) = (sealed, token.received)
    data = try Self.data(of: received, for: token)
    proof = try Self.proof(of: received, for: token, by: trust.keys.logKeys(at: now))
    try Self.checkPageCount(of: received, for: token)
  }

  /// Checks that the token was issued for the attached data. The token's own key determines the algorithm of its
  /// digest.
  static func data(of pdf: ReceivedPDF, for token: AuthenticToken) throws(PDFRefusal) -> [UInt8] {
    guard let data = pdf.data else { throw PDFRefusal(.pdfWithoutData) }
    guard (try? digest(data, for: token.key.algorithm)) == token.claims.digest else {
      throw PDFRefusal(.pdfDataMismatch)
    }
    return data
  }

  /// Checks that the token is in the issuer's public log: a token outside it was not issued openly (`verification.md`
  /// §3).
  static func proof(
    of pdf: ReceivedPDF, for token: AuthenticToken, by keys: [LogPublicKey]
  ) throws(PDFRefusal) -> [UInt8] {
    switch pdf.proof {
    case .missing: throw PDFRefusal(.pdfWithoutProof)
    case .unreadable: throw PDFRefusal(.pdfProofInvalid, "the attached log proof cannot be read")
    case .read(let proof, let text):
      do { _ = try proof.verified(leaf: token.received.leaf, by: keys) } catch {
        throw PDFRefusal(.pdfProofInvalid, "\(error)")
      }
      return text
    }
  }

  /// Checks that the number of pages is the one in the token.
  static func checkPageCount(of pdf: ReceivedPDF, for token: AuthenticToken) throws(PDFRefusal) {
    guard UInt8(clamping: pdf.file.pageCount) == token.claims.pages else {
      throw PDFRefusal(.pdfPagesMismatch, "\(pdf.file.pageCount) pages; the token says \(token.claims.pages)")
    }
  }
}
