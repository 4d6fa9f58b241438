public import Attestation
public import Rendering

extension Reproducer {
  /// The file that belongs to canonical data, token and proof, up to its signature.
  /// - Parameters:
  ///   - proof: the attached text of the log proof.
  ///   - format: format of the file that this one is compared with.
  ///   - signatureRoom: bytes that file reserves for the signature.
  /// - Throws: `ReproductionError` if data or template forbid it; `TokenMismatch` for a token of another report; errors
  ///   of template, typesetting and format, which only data that no issuer made can cause.
  public func file(
    canonicalData: [UInt8], token: ReceivedToken, proof: [UInt8], format: any DocumentFormat, signatureRoom: Int
  ) throws -> [UInt8] {
    try file(canonicalData: canonicalData, format: format, signatureRoom: signatureRoom) { composed in
      guard let proof = String(validating: proof, as: UTF8.self) else { throw ReproductionError.proof }
      try composed.mustMatch(token, catalogueVersion: nil)
      return try Evidence(token: token.token, proof: proof, of: composed)
    }
  }
}
