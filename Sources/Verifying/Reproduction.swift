public import Attestation

/// Makes a report's file again from what is attached to it, up to its signature, as its issuer must have made it. Handed
/// in by whoever has templates, fonts and a writer, of which a verifier knows nothing.
public typealias Reproduce =
  @Sendable (
    _ canonicalData: [UInt8], _ token: ReceivedToken, _ proof: [UInt8], _ signatureRoom: Int
  ) throws(ReproductionFailure) -> [UInt8]

/// Of a verifier that makes no files.
public let reproducesNothing: Reproduce = { _, _, _, _ throws(ReproductionFailure) in throw .noReproducer }

/// Why a file was not made again from its data.
public enum ReproductionFailure: Error, Sendable, Equatable {
  /// Its engine (program, libraries, template, fonts) is not at hand: it says nothing against the file.
  case notAtHand(String)
  /// Nothing is made again here.
  case noReproducer
  /// The data name an engine that is at hand, and are none that it writes; or they contradict the token.
  case damaged(String)
}
