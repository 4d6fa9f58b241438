import Crypto
import Foundation
import SwiftASN1
import X509

/// A test authority: a root, and a certificate for signing documents that it issued. The names in its certificates say
/// what they are. Its signatures prove nothing.
public struct TestAuthority: Sendable {
  /// The signing certificate, then the root: what `DocumentSigner` takes.
  public let certificatePEM: String
  /// The signing certificate's key, PKCS#8.
  public let keyPEM: String
  public let rootCertificatePEM: String
  /// PKCS#8.
  public let rootKeyPEM: String

  /// Part of every name.
  private static let mark = "试用，不具法律效力 FOR TRYING OUT"

  /// - Parameters:
  ///   - organization: for the names, beside the mark.
  ///   - now: seconds since 1970; the root is valid for ten years from a day before, the certificate for three.
  public init(organization: String, now: Int64) throws(SignatureError) {
    do {
      let (rootKey, key) = (P256.Signing.PrivateKey(), P256.Signing.PrivateKey())
      let rootName = try Self.name(organization, "Xinbao test root")
      let root = try Certificate(
        of: rootKey.publicKey, named: rootName, years: 10, from: now, issuer: rootName, issuerKey: rootKey,
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
          Critical(KeyUsage(keyCertSign: true, cRLSign: true))
          SubjectKeyIdentifier(hash: Certificate.PublicKey(rootKey.publicKey))
        })
      let certificate = try Certificate(
        of: key.publicKey, named: try Self.name(organization, "Xinbao test signer"), years: 3, from: now,
        issuer: rootName, issuerKey: rootKey,
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.notCertificateAuthority)
          Critical(KeyUsage(digitalSignature: true, nonRepudiation: true))
          try ExtendedKeyUsage([ExtendedKeyUsage.Usage(oid: OID.documentSigning)])
          SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
          AuthorityKeyIdentifier(
            keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(rootKey.publicKey)).keyIdentifier)
        })
      rootCertificatePEM = try root.serializeAsPEM().pemString + "\n"
      certificatePEM = try certificate.serializeAsPEM().pemString + "\n" + rootCertificatePEM
      rootKeyPEM = rootKey.pemRepresentation + "\n"
      keyPEM = key.pemRepresentation + "\n"
    } catch {
      throw .signing(problem: "making the test certificates: \(error)")
    }
  }

  /// Whether a certificate says that it is a test certificate.
  static func marks(_ certificate: Certificate) -> Bool {
    certificate.subject.contains { name in name.contains { String(describing: $0.value) == mark } }
  }

  private static func name(_ organization: String, _ commonName: String) throws -> DistinguishedName {
    try DistinguishedName {
      CountryName("CN")
      OrganizationName(organization)
      OrganizationalUnitName(mark)
      CommonName(commonName)
    }
  }
}

extension Certificate {
  fileprivate init(
    of key: P256.Signing.PublicKey, named subject: DistinguishedName, years: Int64, from now: Int64,
    issuer: DistinguishedName, issuerKey: P256.Signing.PrivateKey, extensions: Extensions
  ) throws {
    let day: Int64 = 86_400
    try self.init(
      version: .v3, serialNumber: Self.serialNumber(for: key), publicKey: PublicKey(key),
      notValidBefore: Date(timeIntervalSince1970: Double(now - day)),
      notValidAfter: Date(timeIntervalSince1970: Double(now + years * 365 * day)), issuer: issuer, subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: PrivateKey(issuerKey))
  }

  /// RFC 5280, 4.1.2.2: positive, unique, and at most 20 bytes including the zero that keeps it positive; strict
  /// readers do not find certificates with more. The digest of a new key is as good as a random number.
  private static func serialNumber(for key: P256.Signing.PublicKey) -> SerialNumber {
    SerialNumber(bytes: [0x10] + SHA256.hash(data: key.derRepresentation).prefix(15))
  }

  /// Seconds since 1970.
  var validity: ClosedRange<Int64> {
    let (first, last) = (Int64(notValidBefore.timeIntervalSince1970), Int64(notValidAfter.timeIntervalSince1970))
    return first...max(first, last)
  }
}
