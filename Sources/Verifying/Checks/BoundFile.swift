import Attestation
import FileFormats

/// A sealed file whose data, log proof and number of pages match its token (`verification.md` §4, 3 and 4).
struct BoundFile {
  let sealed: SealedFile
  let token: ReceivedToken
  /// The canonical data.
  let data: [UInt8]
  /// The text of the log proof.
  let proof: [UInt8]
}

extension BoundFile {
  /// Runs the cheap checks first.
  /// - Throws: `…_NO_DATA`, `…_DATA_MISMATCH`, `…_NO_LOG_PROOF`, `…_LOG_PROOF_INVALID`, `…_PAGES_MISMATCH`.
  init(_ sealed: SealedFile, to token: AuthenticToken, by trust: Trust, at now: Int64) throws(FileFailure) {
    let report = sealed.whole.report
    (self.sealed, self.token) = (sealed, token.received)
    data = try Self.data(of: report, for: token)
    proof = try Self.proof(of: report, for: token, by: trust.keys.logKeys(at: now))
    try Self.checkPageCount(of: report, for: token)
  }

  /// Checks that the token was issued for the attached data. The token's own key determines the algorithm of its
  /// digest.
  static func data(of report: ReportFile, for token: AuthenticToken) throws(FileFailure) -> [UInt8] {
    guard let data = report.data else { throw FileFailure(.withoutData, report.format) }
    guard (try? digest(data, for: token.key.algorithm)) == token.claims.digest else {
      throw FileFailure(.dataMismatch, report.format)
    }
    return data
  }

  /// Checks that the token is in the issuer's public log: a token outside it was not issued openly (`verification.md`
  /// §3).
  static func proof(
    of report: ReportFile, for token: AuthenticToken, by keys: [LogPublicKey]
  ) throws(FileFailure) -> [UInt8] {
    switch report.proof {
    case .missing: throw FileFailure(.withoutProof, report.format)
    case .unreadable: throw FileFailure(.proofInvalid, report.format, "the attached log proof cannot be read")
    case .read(let proof, let text):
      do { _ = try proof.verified(leaf: token.received.leaf, by: keys) } catch {
        throw FileFailure(.proofInvalid, report.format, "\(error)")
      }
      return text
    }
  }

  /// Checks that the number of pages is the one in the token.
  static func checkPageCount(of report: ReportFile, for token: AuthenticToken) throws(FileFailure) {
    guard UInt8(clamping: report.file.pageCount) == token.claims.pages else {
      throw FileFailure(
        .pagesMismatch, report.format, "\(report.file.pageCount) pages; the token says \(token.claims.pages)")
    }
  }
}
