import Crypto
import PDFReading

/// Whether the pages are those that were issued (`verification.md` §4, 5): the file has the digest in the registry, or
/// is, outside its signature, byte for byte the one that the same engine makes from the data.
public enum PageComparison: Sendable, Equatable {
  /// Matches the registry's SHA-256 of the file.
  case registered
  /// Matches the file made again.
  case reproduced
  /// Compared with nothing.
  case notCompared(Missing, detail: String)

  /// What was missing for the comparison.
  public enum Missing: Sendable, Hashable, CaseIterable {
    /// The file was made by the engine of an earlier version.
    case engine
    /// This verifier cannot make pages.
    case reproducer
  }
}

extension PageComparison {
  /// - Parameter digest: of the file as issued.
  /// - Throws: `PDF_CONTENT_MISMATCH`, `PDF_DATA_DAMAGED`, `PDF_OTHER_FILE`, `STATUS_UNAVAILABLE`.
  init(of pdf: BoundPDF, issuedAs digest: IssuedFileDigest, or reproduce: Reproduce) throws(PDFRefusal) {
    let certified = pdf.sealed.whole.certified
    let given = certified.file.bytes
    if case .known(let digest) = digest, Array(SHA256.hash(data: given)) == digest {
      self = .registered
      return
    }
    let expected: [UInt8]
    do throws(ReproductionFailure) {
      expected = try reproduce(pdf.data, pdf.token, pdf.proof, certified.room)
    } catch {
      switch error {
      case .damaged(let detail): throw PDFRefusal(.pdfDataDamaged, detail)
      case .notAtHand(let detail): self = try Self.without(.engine, detail, digest)
      case .noReproducer: self = try Self.without(.reproducer, "files are not made again by this verifier", digest)
      }
      return
    }
    guard isSameFile(given, as: expected, butFor: certified.contentsRange) else {
      throw Self.mismatch(given, expected)
    }
    self = .reproduced
  }

  private static func without(
    _ missing: Missing, _ detail: String, _ digest: IssuedFileDigest
  ) throws(PDFRefusal) -> PageComparison {
    switch digest {
    // The registry knows the issued file, and this is a different one.
    case .known: throw PDFRefusal(.pdfOtherFile, detail)
    case .inDoubt(let problem): throw PDFRefusal(.pdfOtherFile, problem)
    case .unavailable(let problem): throw .registrySilent(problem)
    case .unknown: return .notCompared(missing, detail: detail)
    }
  }

  /// Which objects differ, so that the refusal can be explained. Finding no difference does not make it a yes.
  private static func mismatch(_ given: [UInt8], _ expected: [UInt8]) -> PDFRefusal {
    let found: [PDFDifference]
    do throws(PDFReadingError) { found = try differences(between: expected, and: given) } catch {
      return PDFRefusal(.file(.pdfContentMismatch), "\(error)")
    }
    let first = found.first ?? PDFDifference(object: nil, place: .encoding, change: .changed)
    let others = found.count > 1 ? ", and \(found.count - 1) more" : ""
    return PDFRefusal(.file(.pdfContentMismatch), "\(first)\(others)", evidence: .difference(first))
  }
}
