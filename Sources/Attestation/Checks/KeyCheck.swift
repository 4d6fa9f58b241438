/// One condition under which a key's word is taken: a file each in this folder.
struct KeyCheck: Sendable {
  struct Circumstances: Sendable {
    /// That the token names.
    var key: KeySet.Entry
    var keys: KeySet
    /// Seconds since 1970.
    var now: Int64
    var proof: LogProof?
  }

  var run: @Sendable (ReceivedToken, Circumstances) throws(TokenRefusal) -> Void

  /// In the order in which they are asked: before the signature is known to be good, the date in the token is
  /// nobody's word.
  static let all: [KeyCheck] = [signature, compromise, window]
}
