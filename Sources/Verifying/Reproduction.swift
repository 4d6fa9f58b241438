public import Attestation

/// Makes a report's file again from its attachments, up to its signature, exactly as the issuer must have made it. The
/// caller that has templates, fonts and a writer supplies it; the verifier knows nothing of them.
public typealias Reproduce =
  @Sendable (
    _ canonicalData: [UInt8], _ token: ReceivedToken, _ proof: [UInt8], _ signatureRoom: Int
  ) throws(ReproductionFailure) -> [UInt8]

/// For a verifier that cannot make files.
public let reproducesNothing: Reproduce = { _, _, _, _ throws(ReproductionFailure) in throw .noReproducer }

/// Why a file was not made again from its data.
public enum ReproductionFailure: Error, Sendable, Equatable {
  /// Its engine (program, libraries, template, fonts) is not available: this is no evidence against the file.
  case notAtHand(String)
  /// This verifier makes no files.
  case noReproducer
  /// The data name an available engine, which never writes such data; or they contradict the token.
  case damaged(String)
}
