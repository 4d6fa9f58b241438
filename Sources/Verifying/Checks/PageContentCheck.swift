import Crypto
import PDF

extension PDFCheck {
  /// The pages are those that were issued (`verification.md` §4, 5): the file is the one that the registry tells, or,
  /// outside its signature, byte for byte the one that the same engine makes from the data.
  static let content = PDFCheck { pdf, evidence, verifier throws(PDFRefusal) in
    guard let data = pdf.data, let proof = pdf.proofText else { throw PDFRefusal(.pdfWithoutData) }
    if let issued = evidence.issuedFile, Array(SHA256.hash(data: pdf.file.bytes)) == issued { return }
    let certification = if let known = evidence.certification { known } else { try certification(of: pdf) }
    guard let contents = certification.contentsRange else { throw PDFRefusal(.certification(.malformed)) }
    let expected: [UInt8]
    do throws(RedrawFailure) {
      expected = try verifier.redraw(data, pdf.token, proof, certification.room)
    } catch {
      switch error {
      case .damaged(let detail): throw PDFRefusal(.pdfDataDamaged, detail)
      case .notAtHand(let detail):
        // A registry that knows the file knows that this is not it.
        guard evidence.issuedFile == nil else { throw PDFRefusal(.pdfOtherFile, detail) }
        evidence.uncompared = detail
        return
      }
    }
    guard isSameFile(pdf.file.bytes, as: expected, butFor: contents) else { throw mismatch(pdf.file.bytes, expected) }
  }

  /// Which objects differ, for whoever has to explain it. That none does makes no yes.
  private static func mismatch(_ given: [UInt8], _ expected: [UInt8]) -> PDFRefusal {
    let found: [PDFDifference]
    do throws(PDFReadingError) { found = try differences(between: expected, and: given) } catch {
      return PDFRefusal(.file(.pdfContentMismatch), "\(error)")
    }
    let first = found.first ?? PDFDifference(object: nil, place: .encoding, change: .changed)
    let others = found.count > 1 ? ", and \(found.count - 1) more" : ""
    return PDFRefusal(.file(.pdfContentMismatch), "\(first)\(others)", place: first.chinese)
  }
}
