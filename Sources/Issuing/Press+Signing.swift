package import Attestation
import CivilTime
import Crypto
import DurableFiles
package import Rendering
import ReportKinds
import ReportTokens
package import Reports
package import Signatures

extension Press {
  /// Makes the finished file of a report with its token.
  /// - Parameter proof: text of C2SP tlog-proof.
  func signedFile(
    _ composed: ComposedReport, token: Token, proof: String, by signer: DocumentSigner
  ) throws -> SignedFile {
    let evidence = try Evidence(token: token, proof: proof, of: composed)
    let file = try print(composed, around: evidence, signatureRoom: signer.reservedSize)
    let bytes = try file.signed { parts in
      try signer.signature(over: parts, maximumSize: signer.reservedSize)
    }
    return SignedFile(bytes: bytes, sha256: Array(SHA256.hash(data: bytes)), link: evidence.link)
  }

  /// Makes an issued report again, around its token, and signs it again; nothing is registered.
  /// - Parameters:
  ///   - host: host of the verification page.
  ///   - catalogueVersion: version of the catalogue that the report was made with; a report that judges names its
  ///     list of domains instead.
  /// - Throws: `TokenMismatch` for a token of another report.
  package func signedAgain(
    _ report: Report, host: String, catalogueVersion: UInt16, token: Token, proof: String, by signer: DocumentSigner,
    to path: String?
  ) throws -> IssuedReport {
    let received = try ReceivedToken(token)
    var report = report
    report.identity.expiresAt = BeijingTime(secondsSince1970: received.claims.expiresAt)
    let composed = try compose(report, host: host)
    try composed.mustMatch(received, catalogueVersion: catalogueVersion)
    let file = try signedFile(composed, token: token, proof: proof, by: signer)
    if let path { try writeAtomically(file.bytes, to: path, mode: report.kind.fileMode) }
    return IssuedReport(
      token: token, link: file.link, pages: composed.pageCount, missing: composed.missing, superseded: [],
      sha256: file.sha256, bytes: path == nil ? file.bytes : [],
      notes: ["rendered again around its token; nothing was registered"])
  }
}

/// A report's finished file.
struct SignedFile {
  var bytes: [UInt8]
  var sha256: [UInt8]
  /// What its QR code holds.
  var link: String
}
