/// One condition for accepting a key's signature. Each has its own file in this folder.
struct KeyCheck: Sendable {
  struct Circumstances: Sendable {
    /// The key that the token names.
    var key: KeySet.Entry
    var keys: KeySet
    /// Seconds since 1970.
    var now: Int64
    var proof: LogProof?
  }

  var run: @Sendable (ReceivedToken, Circumstances) throws(TokenRefusal) -> Void

  /// In the order in which they run: until the signature is verified, the date in the token proves nothing.
  static let all: [KeyCheck] = [signature, compromise, window]
}
