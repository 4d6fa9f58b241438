import Crypto
import SwiftASN1
import X509

/// The roots that certificates must chain to: pinned by the SHA-256 of their DER form. The system's store is never
/// used, because the machine's administrator decides what is in it.
public struct CertificateRoots: Sendable, Equatable {
  public private(set) var fingerprints: Set<[UInt8]>
  /// Roots that were given as certificates. For others, the signature must contain the certificate.
  private(set) var certificates: [Certificate]

  /// - Parameter fingerprints: SHA-256 of DER certificates, 32 bytes each; other values match nothing.
  public init(fingerprints: some Sequence<[UInt8]> = []) { (self.fingerprints, certificates) = (Set(fingerprints), []) }

  /// - Parameters:
  ///   - pem: any number of certificates.
  ///   - file: the file's name, for errors.
  public init(pem: String, file: String) throws(SignatureError) {
    self.init()
    let ders = try CertificateFile.certificates(pem: pem, file: file)
    for der in ders {
      fingerprints.insert(Self.fingerprint(of: der))
      certificates.append(try CertificateFile.certificate(der: der, file: file))
    }
  }

  public func union(_ other: CertificateRoots) -> CertificateRoots {
    var result = self
    result.fingerprints.formUnion(other.fingerprints)
    result.certificates += other.certificates
    return result
  }

  /// The fingerprint of the signing certificate: the first in a PEM file that also holds those of its issuers.
  /// - Parameter file: the file's name, for errors.
  /// - Throws: `SignatureError.certificate` for a file without one, or with one that may not sign documents.
  public static func sealFingerprint(pem: String, file: String) throws(SignatureError) -> [UInt8] {
    let der = try CertificateFile.certificates(pem: pem, file: file)[0]
    if let problem = CertificateUsage.documents.problem(of: try CertificateFile.certificate(der: der, file: file)) {
      throw .certificate(file: file, problem: "\(problem); give the seal's certificate, before its issuers'")
    }
    return fingerprint(of: der)
  }

  /// SHA-256.
  public static func fingerprint(of certificate: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: certificate)) }
}
