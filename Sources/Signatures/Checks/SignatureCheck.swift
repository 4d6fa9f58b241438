/// One condition under which a signature is taken for its signer's: a file each in this folder.
struct SignatureCheck: Sendable {
  /// The parts are those of what was signed.
  var run: @Sendable (ReceivedSignature, [ArraySlice<UInt8>]) throws(SignatureRefusal) -> Void

  /// In the order in which they are asked. Whether the signer is anybody is asked afterwards (`checkChain`).
  static let all: [SignatureCheck] = [attributes, digest, certificate, key]
}
