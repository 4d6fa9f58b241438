import CLibCrypto

/// A PKCS#12 file (RFC 7292), opened with OpenSSL.
struct PKCS12 {
  /// PKCS#8, unencrypted; never leaves memory.
  let keyPEM: String
  /// In DER: the key's certificate, then the others in the file.
  let certificates: [[UInt8]]

  init(_ bytes: [UInt8], password: String, file: String) throws(SignatureError) {
    guard let source = BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else {
      throw .key(file: file, problem: "out of memory")
    }
    defer { BIO_free(source) }
    guard let container = d2i_PKCS12_bio(source, nil) else {
      throw .key(file: file, problem: "is no PKCS#12 file; give a .p12 or .pfx")
    }
    defer { PKCS12_free(container) }

    var key: OpaquePointer?
    var certificate: OpaquePointer?
    var others: OpaquePointer?
    let isOpen = PKCS12_parse(container, password, &key, &certificate, &others) == 1
    defer {
      EVP_PKEY_free(key)
      X509_free(certificate)
      while let other = OPENSSL_sk_pop(others) { X509_free(OpaquePointer(other)) }
      OPENSSL_sk_free(others)
    }
    guard isOpen else {
      throw .key(
        file: file,
        problem: "wrong password, damaged, or in an outdated encryption (export it anew with AES)")
    }
    guard let key, let certificate else {
      throw .key(file: file, problem: "holds no private key with its certificate; export both")
    }
    keyPEM = try OpenSSLKey.pem(of: key, file: file)
    var certificates = [try Self.der(of: certificate, file: file)]
    for index in 0..<max(0, OPENSSL_sk_num(others)) {
      guard let other = OPENSSL_sk_value(others, index) else { continue }
      certificates.append(try Self.der(of: OpaquePointer(other), file: file))
    }
    self.certificates = certificates
  }

  private static func der(of certificate: OpaquePointer, file: String) throws(SignatureError) -> [UInt8] {
    guard let target = BIO_new(BIO_s_mem()) else { throw .key(file: file, problem: "out of memory") }
    defer { BIO_free(target) }
    guard i2d_X509_bio(target, certificate) == 1 else {
      throw .certificate(file: file, problem: "a certificate that cannot be read; export it anew")
    }
    return OpenSSLKey.bytes(of: target)
  }
}
