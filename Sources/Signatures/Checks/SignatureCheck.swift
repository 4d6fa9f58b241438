/// One condition for accepting a signature as its signer's. Each has its own file in this folder.
struct SignatureCheck: Sendable {
  /// The parts are those that were signed.
  var run: @Sendable (ReceivedSignature, [ArraySlice<UInt8>]) throws(SignatureRefusal) -> Void

  /// In the order in which they run. The signer's trustworthiness is checked afterwards (`checkChain`).
  static let all: [SignatureCheck] = [attributes, digest, certificate, key]
}
