import Attestation
import Crypto
import PDFReading

extension PDFCheck {
  /// The pages are those that were issued (`verification.md` §4, 5): the file is the one that the registry tells, or,
  /// outside its signature, byte for byte the one that the same engine makes from the data.
  static let content = PDFCheck { pdf, evidence, verifier throws(PDFRefusal) in
    guard let data = pdf.data, let proof = pdf.proofText else { throw PDFRefusal(.pdfWithoutData) }
    let told = verifier.issuedFile(of: pdf.token)
    if case .known(let digest) = told, Array(SHA256.hash(data: pdf.file.bytes)) == digest { return }
    let certification = if let known = evidence.certification { known } else { try certification(of: pdf) }
    guard let contents = certification.contentsRange else { throw PDFRefusal(.certification(.malformed)) }
    let expected: [UInt8]
    do throws(RedrawFailure) {
      expected = try verifier.redraw(data, pdf.token, proof, certification.room)
    } catch {
      switch error {
      case .damaged(let detail): throw PDFRefusal(.pdfDataDamaged, detail)
      case .notAtHand(let detail):
        switch told {
        // A registry that knows the file knows that this is not it.
        case .known: throw PDFRefusal(.pdfOtherFile, detail)
        case .inDoubt(let problem): throw PDFRefusal(.pdfOtherFile, problem)
        case .unknown:
          evidence.uncompared = detail
          return
        }
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

/// What is told of a report's file as it was issued.
private enum IssuedFile {
  /// SHA-256.
  case known([UInt8])
  /// By a bundle, or of a report whose file nobody kept the digest of.
  case unknown
  /// The registry could not say, or contradicts itself.
  case inDoubt(String)
}

extension Verifier {
  fileprivate func issuedFile(of token: Token) -> IssuedFile {
    do {
      guard let digest = try statuses?.issuedFile(of: ReceivedToken(token)) else { return .unknown }
      return .known(digest)
    } catch {
      return .inDoubt("the issued file could not be looked up: \(error)")
    }
  }
}
