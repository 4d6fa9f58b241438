/// SM2 signatures with SM3 (GB/T 32918.2-2016, GB/T 32905-2016), computed by OpenSSL's libcrypto.
enum SM2 {
  /// The user id that enters the digest; GB/T 35276-2017 §10 specifies this one if nothing else is agreed.
  static let userID = Array("1234567812345678".utf8)

  /// SubjectPublicKeyInfo up to the point: id-ecPublicKey with the curve 1.2.156.10197.1.301.
  static let publicKeyPrefix: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00,
  ]

  struct PrivateKey: Sendable {
    private let handle: SM2Handle
    let publicKey: PublicKey

    /// Creates a key from OpenSSL's random numbers, which the operating system seeds.
    init() throws(AttestationError) {
      guard let handle = SM2Handle.generated(), let key = PrivateKey(handle) else {
        throw .signing(problem: "libcrypto makes no SM2 key; check its version (3.0 or later) and its configuration")
      }
      self = key
    }

    /// Nil for anything but an SM2 key.
    init?(pkcs8 der: [UInt8]) {
      guard let handle = SM2Handle(pkcs8: der), let key = PrivateKey(handle) else { return nil }
      self = key
    }

    private init?(_ handle: SM2Handle) {
      guard let der = handle.publicKeyDER, let publicKey = PublicKey(der: der) else { return nil }
      (self.handle, self.publicKey) = (handle, publicKey)
    }

    func pkcs8() throws(AttestationError) -> [UInt8] {
      guard let der = handle.pkcs8 else { throw .signing(problem: "libcrypto does not give the SM2 key as PKCS#8") }
      return der
    }

    /// r ‖ s.
    func signature(over message: [UInt8]) throws(AttestationError) -> [UInt8] {
      guard let signature = handle.sign(message, userID: userID) else {
        throw .signing(problem: "libcrypto signs nothing with SM2; check its version and its configuration")
      }
      return signature
    }
  }

  struct PublicKey: Sendable {
    private let handle: SM2Handle
    /// With the uncompressed point.
    let der: [UInt8]

    /// Nil unless SubjectPublicKeyInfo with an uncompressed point on the curve.
    init?(der: [UInt8]) {
      guard der.starts(with: publicKeyPrefix), der.count == publicKeyPrefix.count + 65,
        let handle = SM2Handle(publicKeyDER: der), handle.publicKeyDER == der
      else { return nil }
      (self.handle, self.der) = (handle, der)
    }

    /// - Parameter point: compressed or uncompressed. Nil if it is not on the curve.
    init?(point: [UInt8]) {
      guard let full = SM2Handle.fullPoint(point) else { return nil }
      self.init(der: publicKeyPrefix + full)
    }

    var compressedPoint: [UInt8] {
      let point = der[publicKeyPrefix.count...]
      return [2 | (point[point.endIndex - 1] & 1)] + point.dropFirst().prefix(32)
    }

    func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
      signature.count == 64 && handle.verifies(signature, over: message, userID: userID)
    }
  }
}
