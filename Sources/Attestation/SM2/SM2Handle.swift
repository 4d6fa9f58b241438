import CLibCrypto

/// An SM2 key held by OpenSSL: the only file with its pointers. A key never changes once it is made, and OpenSSL counts
/// references atomically, so several threads may use one at once.
final class SM2Handle: @unchecked Sendable {
  private let key: OpaquePointer

  private init?(owning key: OpaquePointer?) {
    guard let key else { return nil }
    self.key = key
    guard EVP_PKEY_is_a(key, "SM2") == 1 else { return nil }  // deinit frees it
  }

  deinit { EVP_PKEY_free(key) }

  static func generated() -> SM2Handle? {
    guard let context = EVP_PKEY_CTX_new_from_name(nil, "SM2", nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_generate(context, &key) == 1 else { return nil }
    return SM2Handle(owning: key)
  }

  convenience init?(pkcs8 der: [UInt8]) {
    let information = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var position = buffer.baseAddress
      guard let read = d2i_PKCS8_PRIV_KEY_INFO(nil, &position, buffer.count) else { return nil }
      guard position == buffer.baseAddress.map({ $0 + buffer.count }) else {
        PKCS8_PRIV_KEY_INFO_free(read)
        return nil
      }
      return read
    }
    guard let information else { return nil }
    defer { PKCS8_PRIV_KEY_INFO_free(information) }
    self.init(owning: EVP_PKCS82PKEY(information))
  }

  convenience init?(publicKeyDER der: [UInt8]) {
    self.init(
      owning: der.withUnsafeBufferPointer { buffer in
        var position = buffer.baseAddress
        return d2i_PUBKEY(nil, &position, buffer.count)
      })
  }

  var pkcs8: [UInt8]? {
    guard let information = EVP_PKEY2PKCS8(key) else { return nil }
    defer { PKCS8_PRIV_KEY_INFO_free(information) }
    return Self.bytes { i2d_PKCS8_PRIV_KEY_INFO(information, &$0) }
  }

  var publicKeyDER: [UInt8]? { Self.bytes { i2d_PUBKEY(self.key, &$0) } }

  /// r ‖ s, 32 bytes each.
  func sign(_ message: [UInt8], userID: [UInt8]) -> [UInt8]? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    var keyContext: OpaquePointer?  // the digest context's own
    guard EVP_DigestSignInit_ex(context, &keyContext, "SM3", nil, nil, key, nil) == 1,
      EVP_PKEY_CTX_set1_id(keyContext, userID, Int32(userID.count)) == 1
    else { return nil }
    var length = 0
    guard EVP_DigestSign(context, nil, &length, message, message.count) == 1 else { return nil }
    var der = [UInt8](repeating: 0, count: length)
    guard EVP_DigestSign(context, &der, &length, message, message.count) == 1 else { return nil }
    return Self.raw(der: Array(der.prefix(length)))
  }

  /// - Parameter signature: r ‖ s, 64 bytes.
  func verifies(_ signature: [UInt8], over message: [UInt8], userID: [UInt8]) -> Bool {
    guard let der = Self.der(raw: signature), let context = EVP_MD_CTX_new() else { return false }
    defer { EVP_MD_CTX_free(context) }
    var keyContext: OpaquePointer?
    guard EVP_DigestVerifyInit_ex(context, &keyContext, "SM3", nil, nil, key, nil) == 1,
      EVP_PKEY_CTX_set1_id(keyContext, userID, Int32(userID.count)) == 1
    else { return false }
    return EVP_DigestVerify(context, der, der.count, message, message.count) == 1
  }

  /// The uncompressed point (0x04 ‖ x ‖ y) from either form; nil if it is not on the curve.
  static func fullPoint(_ bytes: [UInt8]) -> [UInt8]? {
    guard let group = EC_GROUP_new_by_curve_name(NID_sm2) else { return nil }
    defer { EC_GROUP_free(group) }
    guard let point = EC_POINT_new(group) else { return nil }
    defer { EC_POINT_free(point) }
    guard EC_POINT_oct2point(group, point, bytes, bytes.count, nil) == 1 else { return nil }
    var full = [UInt8](repeating: 0, count: 65)
    guard EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, &full, full.count, nil) == 65 else {
      return nil
    }
    return full
  }

  /// Converts ECDSA-Sig-Value, which SM2 uses as well (GB/T 35276-2017 §7.3), to r ‖ s.
  private static func raw(der: [UInt8]) -> [UInt8]? {
    let value = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var position = buffer.baseAddress
      return d2i_ECDSA_SIG(nil, &position, buffer.count)
    }
    guard let value else { return nil }
    defer { ECDSA_SIG_free(value) }
    var (r, s) = ([UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 32))
    guard BN_bn2binpad(ECDSA_SIG_get0_r(value), &r, 32) == 32, BN_bn2binpad(ECDSA_SIG_get0_s(value), &s, 32) == 32
    else { return nil }
    return r + s
  }

  private static func der(raw: [UInt8]) -> [UInt8]? {
    guard let value = ECDSA_SIG_new() else { return nil }
    defer { ECDSA_SIG_free(value) }
    let r = BN_bin2bn(Array(raw[..<32]), 32, nil)
    let s = BN_bin2bn(Array(raw[32...]), 32, nil)
    guard r != nil, s != nil, ECDSA_SIG_set0(value, r, s) == 1 else {  // on success it owns r and s
      BN_free(r)
      BN_free(s)
      return nil
    }
    return bytes { i2d_ECDSA_SIG(value, &$0) }
  }

  /// Returns what one of OpenSSL's `i2d_` functions writes.
  private static func bytes(_ encode: (inout UnsafeMutablePointer<UInt8>?) -> Int32) -> [UInt8]? {
    var nothing: UnsafeMutablePointer<UInt8>?
    // Given a null pointer, they allocate the memory.
    let length = Int(encode(&nothing))
    guard length > 0, let start = nothing else { return nil }
    defer { CRYPTO_clear_free(start, length, "", 0) }
    return Array(UnsafeBufferPointer(start: start, count: length))
  }
}
