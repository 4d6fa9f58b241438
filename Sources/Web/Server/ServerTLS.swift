import ErrorCauses
import HummingbirdCore

extension ServerOptions {
  /// Whether the server was built with the trait `TLS` and can use a certificate.
  public static var speaksTLS: Bool {
    #if TLS
      true
    #else
      false
    #endif
  }
}

#if TLS
  import HummingbirdTLS
  import NIOSSL

  /// HTTPS instead of HTTP. The TLS library brings its own BoringSSL, hundreds of files that most builds do not need:
  /// hence a trait of the package.
  func encrypted(
    _ server: HTTPServerBuilder, _ certificate: (chain: String, key: String)
  ) throws -> HTTPServerBuilder {
    try .tls(server, tlsConfiguration: try tlsConfiguration(certificate.chain, certificate.key))
  }

  private func tlsConfiguration(_ chain: String, _ key: String) throws(ServerError) -> TLSConfiguration {
    let certificates: [NIOSSLCertificate]
    do { certificates = try NIOSSLCertificate.fromPEMFile(chain) } catch {
      throw ServerError(problem: "\(chain): no certificate chain in PEM can be read from it (\(error))")
    }
    let privateKey: NIOSSLPrivateKey
    do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
      throw ServerError(problem: "\(key): no private key in PEM without a password can be read from it (\(error))")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(privateKey))
    configuration.minimumTLSVersion = .tlsv12
    // RFC 9325 §4.2: with forward secrecy and authenticated encryption; no CBC. Those of TLS 1.3 are all so.
    configuration.cipherSuiteValues = [
      .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
      .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
      .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]
    configuration.applicationProtocols = ["http/1.1"]
    return configuration
  }
#else
  func encrypted(
    _ server: HTTPServerBuilder, _ certificate: (chain: String, key: String)
  ) throws -> HTTPServerBuilder {
    throw ServerError(
      problem: "\(certificate.chain): this server was built without TLS", remedy: .buildWithTLS)
  }
#endif
