public import Attestation
import FileFormats

/// How a file that never left its owner compares with the issued one, by its SHA-256.
public enum DigestComparison: String, Sendable, CaseIterable {
  case same, different
  /// The registry has no digest of the report's file, or did not answer.
  case unknown
}

extension Verifier {
  /// Verifies a token that was found by number and check code, and compares a file by its digest alone. Equal digests are
  /// equal files. Another digest says nothing against the report, nor that its file was forged: it may have been saved anew.
  /// - Parameter digest: SHA-256 of the file, as computed by whoever has it.
  public func verify(_ token: Token, source: Verification.Source, comparingFile digest: [UInt8]) -> Verification {
    let issued = formats.all.map { format in issuedDigest(of: token, fileFormat: format.fileExtension) }
    let comparison: DigestComparison =
      if issued.contains(.known(digest)) {
        .same
      } else {
        issued.contains { if case .known = $0 { true } else { false } } ? .different : .unknown
      }
    return verify(token, source: source).compared(comparison)
  }

  private func issuedDigest(of token: Token, fileFormat: String) -> IssuedFileDigest {
    guard let received = try? ReceivedToken(token),
      let finding = try? statuses?.finding(of: received, fileFormat: fileFormat),
      case .known(let known) = finding
    else { return .unknown }
    return known.file
  }
}

extension Verification {
  /// An answer that is no yes stays; what was compared is then a note beside it.
  fileprivate func compared(_ comparison: DigestComparison) -> Verification {
    var verification = self
    verification.digestComparison = comparison
    switch comparison {
    case .same: break
    case .different:
      if isValid { verification.answer = .fileDiffers } else { verification.notes.append(.fileDiffers) }
    case .unknown:
      if isValid { verification.answer = .fileNotCompared } else { verification.notes.append(.fileNotCompared) }
    }
    return verification
  }
}
