/// Every ECDSA signature (r, s) has a second one, (r, n − s), that anyone can compute. Only the one with the lower s is
/// accepted here; otherwise a token would have a twin.
enum ECDSASignature {
  /// n, the order of P-256's base point: FIPS 186-5 / SP 800-186 §3.2.1.3.
  private static let order: [UInt8] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
  ]

  /// - Parameter signature: r ‖ s, 32 bytes each. False for another length.
  static func hasLowS(_ signature: [UInt8]) -> Bool {
    guard signature.count == 64 else { return false }
    let s = Array(signature[32...])
    // s ≤ n − s; n is odd, so the two are never equal.
    return !negated(s).lexicographicallyPrecedes(s) && !order.lexicographicallyPrecedes(s)
  }

  /// The same signature with the lower s.
  static func withLowS(_ signature: [UInt8]) -> [UInt8] { hasLowS(signature) ? signature : twin(of: signature) }

  /// The other signature, which is valid wherever this one is.
  static func twin(of signature: [UInt8]) -> [UInt8] { signature[..<32] + negated(Array(signature[32...])) }

  /// n − s, by schoolbook subtraction; s < n.
  private static func negated(_ s: [UInt8]) -> [UInt8] {
    var difference = order
    var borrow = 0
    for index in difference.indices.reversed() {
      let digit = Int(order[index]) - Int(s[index]) - borrow
      borrow = digit < 0 ? 1 : 0
      difference[index] = UInt8(truncatingIfNeeded: digit)
    }
    return difference
  }
}
