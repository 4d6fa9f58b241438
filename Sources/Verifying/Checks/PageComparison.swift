import Crypto
import FileFormats

/// Whether the pages are those that were issued (`verification.md` §4, 5): the file has the digest in the registry, or
/// is, outside its signature, byte for byte the one that the same engine makes from the data.
public enum PageComparison: Sendable, Equatable {
  /// Matches the registry's SHA-256 of the file.
  case registered
  /// Matches the file made again.
  case reproduced
  /// Compared with nothing.
  case notCompared(Missing, detail: String)

  /// Whether the pages are known to be those that were issued.
  public var isCompared: Bool {
    switch self {
    case .registered, .reproduced: true
    case .notCompared: false
    }
  }

  /// What was missing for the comparison.
  public enum Missing: Sendable, Hashable, CaseIterable {
    /// The file was made by the engine of an earlier version.
    case engine
    /// This verifier cannot make pages.
    case reproducer
  }
}

extension PageComparison {
  /// - Parameter digest: of the file of the same format as issued.
  /// - Throws: `…_CONTENT_MISMATCH`, `…_DATA_DAMAGED`, `…_OTHER_FILE`, `STATUS_UNAVAILABLE`.
  init(of bound: BoundFile, issuedAs digest: IssuedFileDigest, or reproduce: Reproduce) throws(FileFailure) {
    let whole = bound.sealed.whole
    let format = whole.report.format
    if case .known(let digest) = digest, Array(SHA256.hash(data: whole.report.file.bytes)) == digest {
      self = .registered
      return
    }
    let expected: [UInt8]
    do throws(ReproductionFailure) {
      expected = try reproduce(
        ReproductionOrder(
          format: format.name, canonicalData: bound.data, token: bound.token, proof: bound.proof,
          signatureRoom: whole.signed.signature.room))
    } catch {
      switch error {
      case .damaged(let detail): throw FileFailure(.dataDamaged, format, detail)
      case .notAtHand(let detail): self = try Self.without(.engine, detail, digest, format)
      case .noReproducer:
        self = try Self.without(.reproducer, "files are not made again by this verifier", digest, format)
      }
      return
    }
    try Self.compare(whole, with: expected)
    self = .reproduced
  }

  private static func without(
    _ missing: Missing, _ detail: String, _ digest: IssuedFileDigest, _ format: any FileFormat
  ) throws(FileFailure) -> PageComparison {
    switch digest {
    // The registry knows the issued file, and this is a different one.
    case .known: throw FileFailure(.otherFile, format, detail)
    case .inDoubt(let problem): throw FileFailure(.otherFile, format, problem)
    case .unavailable(let problem): throw .registrySilent(problem)
    case .unknown: return .notCompared(missing, detail: detail)
    }
  }

  /// - Throws: the first difference, so that the refusal can be explained.
  private static func compare(_ whole: WholeFile, with expected: [UInt8]) throws(FileFailure) {
    let format = whole.report.format
    let found: [FileDifference]
    do throws(UnfitFile) { found = try whole.signed.differences(from: expected) } catch {
      throw FileFailure(.contentMismatch, format, error.detail)
    }
    guard let first = found.first else { return }
    let others = found.count > 1 ? ", and \(found.count - 1) more" : ""
    throw FileFailure(.contentMismatch, format, "\(first)\(others)", evidence: .difference(first))
  }
}
