import CLibCrypto
import SwiftASN1
import X509

/// Reads private keys from files.
enum PrivateKeyFile {
  static func key(pem: String, password: String?, file: String) throws(SignatureError) -> Certificate.PrivateKey {
    let documents = try CertificateFile.documents(pem: pem, file: file)
    if documents.contains(where: { $0.discriminator == "ENCRYPTED PRIVATE KEY" }) {
      guard let password else {
        throw .key(file: file, problem: "the private key is encrypted; give its password")
      }
      return try key(pem: try decrypted(pem, password: password, file: file), password: nil, file: file)
    }
    guard let document = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") }) else {
      throw .key(file: file, problem: "holds no private key; give one in PEM (BEGIN PRIVATE KEY)")
    }
    do {
      return try Certificate.PrivateKey(pemDocument: document)
    } catch {
      throw .key(file: file, problem: "a private key that cannot be read (\(error)); give P-256, P-384 or RSA")
    }
  }

  /// Decrypts a PKCS#8 key (RFC 5958, 3).
  private static func decrypted(_ pem: String, password: String, file: String) throws(SignatureError) -> String {
    let input = Array(pem.utf8)
    guard let source = BIO_new_mem_buf(input, Int32(clamping: input.count)) else {
      throw .key(file: file, problem: "out of memory")
    }
    defer { BIO_free(source) }
    // Without a callback, OpenSSL uses the last argument, a C string, as the password.
    let key = password.withCString { PEM_read_bio_PrivateKey(source, nil, nil, UnsafeMutableRawPointer(mutating: $0)) }
    guard let key else { throw .key(file: file, problem: "wrong password, or damaged") }
    defer { EVP_PKEY_free(key) }
    return try OpenSSLKey.pem(of: key, file: file)
  }
}

/// Exports keys from OpenSSL for the certificate library.
enum OpenSSLKey {
  /// PKCS#8, unencrypted; never leaves memory.
  static func pem(of key: OpaquePointer, file: String) throws(SignatureError) -> String {
    guard let target = BIO_new(BIO_s_mem()) else { throw .key(file: file, problem: "out of memory") }
    defer { BIO_free(target) }
    guard PEM_write_bio_PKCS8PrivateKey(target, key, nil, nil, 0, nil, nil) == 1 else {
      throw .key(file: file, problem: "holds no private key that can be read; give P-256, P-384 or RSA")
    }
    return String(decoding: bytes(of: target), as: UTF8.self)
  }

  static func bytes(of bio: OpaquePointer) -> [UInt8] {
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = BIO_read(bio, &block, Int32(block.count))
      guard count > 0 else { return result }
      result += block[..<Int(count)]
    }
  }
}
