import SwiftASN1
import X509

/// A well-formed signature. Nothing in it may be trusted before the checks.
struct ReceivedSignature: Sendable {
  /// What was signed, which decides what else must be present.
  enum Kind: Sendable { case document, timeStamp }

  struct EmbeddedCertificate: Sendable {
    var der: [UInt8]
    var certificate: Certificate
    var fingerprint: [UInt8] { CertificateRoots.fingerprint(of: der) }
  }
  let kind: Kind
  let contentType: ASN1ObjectIdentifier
  /// Only in a time stamp.
  let content: ArraySlice<UInt8>?
  let signer: SignerInfo
  let scheme: SignatureScheme
  let certificates: [EmbeddedCertificate]
  let signerCertificate: EmbeddedCertificate

  /// In bytes; a chain of certificates and a time stamp with its own take a tenth of it.
  private static let maximumSize = 1 << 16

  init(document cms: [UInt8]) throws(SignatureRefusal) {
    try self.init(cms, as: .document)
    guard contentType == OID.data, content == nil else {
      throw SignatureRefusal(.malformed, "not a detached signature on data")
    }
  }

  init(timeStamp token: [UInt8]) throws(SignatureRefusal) {
    try self.init(token, as: .timeStamp)
    guard contentType == OID.timeStampInfo, content != nil else {
      throw SignatureRefusal(.malformed, "not a time-stamp token")
    }
  }

  private init(_ cms: [UInt8], as kind: Kind) throws(SignatureRefusal) {
    guard cms.count <= Self.maximumSize else { throw SignatureRefusal(.malformed, "too long for a signature") }
    let message: SignedMessage
    do {
      message = try SignedMessage(derEncoded: cms)
      // Encoding again catches whatever the decoder tolerates. Time stamps are made by others; for what is read from
      // them, the decoder is strict enough.
      guard try kind == .timeStamp || message.encoded() == cms else {
        throw SignatureRefusal(.malformed, "not in DER's one and only encoding")
      }
    } catch let refusal as SignatureRefusal {
      throw refusal
    } catch {
      throw SignatureRefusal(.malformed, "\(error)")
    }
    // RFC 5652, 5.1: 1 for content of type data, else 3.
    guard message.version == (kind == .document ? 1 : 3), message.signers.count == 1,
      let signer = message.signers.first
    else { throw SignatureRefusal(.malformed, "\(message.signers.count) signers, version \(message.version)") }
    guard message.digestAlgorithms.contains(signer.digestAlgorithm),
      let scheme = SignatureScheme(signature: signer.signatureAlgorithm, digest: signer.digestAlgorithm)
    else {
      throw SignatureRefusal(
        .algorithm, "\(signer.signatureAlgorithm.algorithm) with \(signer.digestAlgorithm.algorithm)")
    }
    (certificates, signerCertificate) = try Self.certificates(of: message, signer)
    (self.kind, self.signer, self.scheme) = (kind, signer, scheme)
    (contentType, content) = (message.contentType, message.content)
  }

  private static func certificates(
    of message: SignedMessage, _ signer: SignerInfo
  ) throws(SignatureRefusal) -> (all: [EmbeddedCertificate], signer: EmbeddedCertificate) {
    guard message.certificates.count <= CertificateChain.maximumCertificates else {
      throw SignatureRefusal(.certificate, "\(message.certificates.count) certificates")
    }
    let all: [EmbeddedCertificate]
    do {
      all = try message.certificates.map { value in
        let der = try value.encoded()
        return EmbeddedCertificate(der: der, certificate: try Certificate(derEncoded: der))
      }
    } catch {
      throw SignatureRefusal(.certificate, "a certificate that cannot be read: \(error)")
    }
    let named = all.filter {
      $0.certificate.issuer == signer.issuer && $0.certificate.serialNumber.bytes == signer.serialNumber
    }
    guard named.count == 1 else {
      throw SignatureRefusal(.certificate, "\(named.count) certificates with the signer's issuer and number")
    }
    return (all, named[0])
  }
}
