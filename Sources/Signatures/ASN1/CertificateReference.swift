import Crypto
import SwiftASN1

/// SigningCertificateV2 (RFC 5035, 3) or SigningCertificate (RFC 2634, 5.4): the digest of the signer's certificate, so
/// that it cannot be replaced by another with the same key and name. Only the first of its list is the signer's;
/// policies are ignored.
struct CertificateReference: DERSerializable, Sendable {
  var digestAlgorithm: AlgorithmName
  var digest: ArraySlice<UInt8>

  /// For signatures made here: SHA-256, the default that DER leaves out.
  init(toCertificate der: ArraySlice<UInt8>) {
    (digestAlgorithm, digest) = (AlgorithmName(OID.sha256), Array(SHA256.hash(data: der))[...])
  }

  /// - Parameter isV2: if not, the digest is SHA-1, which time stamps still use.
  init(_ value: ASN1Any, isV2: Bool) throws {
    let root = try DER.parse(try value.encoded())
    (digestAlgorithm, digest) = try DER.sequence(root, identifier: .sequence) { nodes in
      guard let list = nodes.next() else { throw Self.malformed }
      // The policies, which may follow.
      _ = nodes.next()
      guard case .constructed(let items) = list.content, list.identifier == .sequence,
        let first = items.first(where: { _ in true })
      else { throw Self.malformed }
      return try DER.sequence(first, identifier: .sequence) { nodes in
        var algorithm = AlgorithmName(isV2 ? OID.sha256 : OID.sha1)
        var next = nodes.next()
        if isV2, let node = next, node.identifier == .sequence {
          algorithm = try AlgorithmName(derEncoded: node)
          next = nodes.next()
        }
        guard let next else { throw Self.malformed }
        // Issuer and serial number may follow; the digest is more specific.
        _ = nodes.next()
        return (algorithm, try ASN1OctetString(derEncoded: next).bytes)
      }
    }
  }

  func serialize(into coder: inout DER.Serializer) throws {
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.appendConstructedNode(identifier: .sequence) { coder in
        try coder.appendConstructedNode(identifier: .sequence) { coder in
          try coder.serialize(ASN1OctetString(contentBytes: digest))
        }
      }
    }
  }

  func names(_ certificate: ArraySlice<UInt8>) -> Bool {
    if digestAlgorithm.algorithm == OID.sha1 { return Array(Insecure.SHA1.hash(data: certificate)) == Array(digest) }
    return MessageDigest(digestAlgorithm)?.of([certificate]) == Array(digest)
  }

  private static let malformed = ASN1Error.invalidASN1Object(reason: "no reference to a certificate")
}
