/// One condition under which a key's word is taken: a file each in this folder.
struct KeyCheck: Sendable {
  var run: @Sendable (ReceivedToken, KeySet.Entry, _ now: Int64) throws(TokenRefusal) -> Void

  /// In the order in which they are asked: before the signature is known to be good, the date in the token is
  /// nobody's word.
  static let all: [KeyCheck] = [signature, compromise, window]
}
