import DurableFiles
import Foundation
import Issuing
public import Signatures

extension Home {
  /// Signs the PDFs: with the configured certificate, or with the home's own test certificate, created on first use.
  /// - Parameter now: seconds since 1970.
  /// - Throws: `SignatureError`, `InstallationError.home` for files that cannot be read, `AttestationError` for those
  ///   that cannot be written.
  public func documentSigner(now: @escaping @Sendable () -> Int64) throws -> DocumentSigner {
    var signer = try configuredSigner() ?? developmentSigner(now: now())
    try signer.checkValidity(at: now())
    if let url = configuration.timeStamps {
      let roots = try configuration.timeStampRoots.map { path in
        try CertificateRoots(pem: try text(of: path), file: path)
      }
      signer.timeStamper = TimeStamper(url: url, roots: roots ?? CertificateRoots(), now: now)
      signer.timeStamper?.attempts = 3
    }
    return signer
  }

  private func configuredSigner() throws -> DocumentSigner? {
    guard let certificate = configuration.certificate else { return nil }
    let password = try configuration.certificatePassword.map { path in
      try secret(path).trimmingCharacters(in: .newlines)
    }
    if let key = configuration.certificateKey {
      return try DocumentSigner(
        certificatePEM: try text(of: certificate), keyPEM: try secret(key), password: password, file: certificate)
    }
    try mustBeSecret(certificate)
    return try DocumentSigner(
      pkcs12: try bytes(of: certificate), password: password ?? "", file: certificate)
  }

  private func developmentSigner(now: Int64) throws -> DocumentSigner {
    let path = "\(keys)/pdf-signer.pem"
    if !FileManager.default.fileExists(atPath: path) {
      try makePrivateFolder(keys)
      let authority = try TestAuthority(organization: configuration.issuer, now: now)
      // Of two concurrent first uses, one certificate wins, and both use it.
      try writeAtomically(
        Array((authority.certificatePEM + authority.keyPEM).utf8), to: path, mode: 0o600, whenTaken: .keep)
    }
    let pem = String(decoding: try read(path), as: UTF8.self)
    return try DocumentSigner(certificatePEM: pem, keyPEM: pem, file: path)
  }

  /// The files besides those of `keys` that hold a private key or its password.
  public var secretFiles: [String] {
    // A certificate without a file for its key is a PKCS#12 with the key in it.
    let bundle = configuration.certificateKey == nil ? configuration.certificate : nil
    return [configuration.certificateKey, configuration.certificatePassword, bundle].compactMap(\.self).map(resolved)
  }

  /// Relative paths in the configuration start at the home.
  func resolved(_ path: String) -> String { path.hasPrefix("/") ? path : "\(self.path)/\(path)" }

  private func bytes(of path: String) throws(InstallationError) -> [UInt8] { try read(resolved(path)) }

  private func read(_ path: String) throws(InstallationError) -> [UInt8] {
    do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
      throw .home(path: path, problem: "cannot be read: \(systemReason(error))")
    }
  }

  /// The text of a file with a private key or its password.
  private func secret(_ path: String) throws(InstallationError) -> String {
    try mustBeSecret(path)
    return try text(of: path)
  }

  /// Whoever reads the key of the seal signs as the issuer. A group may read it: that of a service whose keys are root's.
  private func mustBeSecret(_ path: String) throws(InstallationError) {
    let path = resolved(path)
    guard let mode = fileMode(at: path), mode & 0o027 != 0 else { return }
    throw .home(
      path: path, problem: "other users have access to it; run chmod o=,g-w '\(path)' and consider a new key")
  }

  private func text(of path: String) throws(InstallationError) -> String {
    String(decoding: try bytes(of: path), as: UTF8.self)
  }
}
