public import Attestation

/// Makes a report's file again from its attachments, up to its signature, exactly as the issuer must have made it. The
/// caller that has templates, fonts and a writer supplies it; the verifier knows nothing of them.
public typealias Reproduce = @Sendable (ReproductionOrder) throws(ReproductionFailure) -> [UInt8]

/// What a file is made again from.
public struct ReproductionOrder: Sendable {
  /// The name of the file's format.
  public let format: String
  public let canonicalData: [UInt8]
  public let token: ReceivedToken
  /// The text of the log proof.
  public let proof: [UInt8]
  /// Bytes that the file reserves for its signature.
  public let signatureRoom: Int

  public init(format: String, canonicalData: [UInt8], token: ReceivedToken, proof: [UInt8], signatureRoom: Int) {
    (self.format, self.canonicalData, self.token) = (format, canonicalData, token)
    (self.proof, self.signatureRoom) = (proof, signatureRoom)
  }
}

/// For a verifier that cannot make files.
public let reproducesNothing: Reproduce = { _ throws(ReproductionFailure) in throw .noReproducer }

/// Why a file was not made again from its data.
public enum ReproductionFailure: Error, Sendable, Equatable {
  /// Its engine (program, libraries, template, fonts) is not available: this is no evidence against the file.
  case notAtHand(String)
  /// This verifier makes no files, or none of this format.
  case noReproducer
  /// The data name an available engine, which never writes such data; or they contradict the token.
  case damaged(String)
}
