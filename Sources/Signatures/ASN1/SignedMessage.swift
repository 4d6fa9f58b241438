import SwiftASN1

/// SignedData in its ContentInfo (RFC 5652, 3 and 5.1), without revocation lists.
struct SignedMessage: DERParseable, DERSerializable, Sendable {
  var version: Int
  var digestAlgorithms: [AlgorithmName]
  var contentType: ASN1ObjectIdentifier
  /// Nil: the content is elsewhere, as for a PDF.
  var content: ArraySlice<UInt8>?
  /// In DER, each as its issuer wrote it.
  var certificates: [ASN1Any]
  var signers: [SignerInfo]

  private static let certificatesTag = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)

  init(contentType: ASN1ObjectIdentifier, certificates: [ASN1Any], signer: SignerInfo) {
    (version, digestAlgorithms) = (1, [signer.digestAlgorithm])
    (self.contentType, self.certificates, signers) = (contentType, certificates, [signer])
  }

  init(derEncoded node: ASN1Node) throws {
    self = try DER.sequence(node, identifier: .sequence) { nodes in
      guard try ASN1ObjectIdentifier(derEncoded: &nodes) == OID.signedData, let content = nodes.next() else {
        throw ASN1Error.invalidASN1Object(reason: "not signed data")
      }
      return try DER.explicitlyTagged(content, tagNumber: 0, tagClass: .contextSpecific) { node in
        try DER.sequence(node, identifier: .sequence) { nodes in try SignedMessage(&nodes) }
      }
    }
  }

  private init(_ nodes: inout ASN1NodeCollection.Iterator) throws {
    version = try Int(derEncoded: &nodes)
    digestAlgorithms = try DER.set(of: AlgorithmName.self, identifier: .set, nodes: &nodes)
    guard let encapsulated = nodes.next() else {
      throw ASN1Error.invalidASN1Object(reason: "signed data without content info")
    }
    (contentType, content) = try DER.sequence(encapsulated, identifier: .sequence) { nodes in
      (
        try ASN1ObjectIdentifier(derEncoded: &nodes),
        try DER.optionalExplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { node in
          try ASN1OctetString(derEncoded: node).bytes
        }
      )
    }
    certificates =
      try DER.optionalImplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { node in
        // DER wants them sorted (X.690, 11.6). Time-stamping authorities do not sort them, and nothing depends on it.
        guard case .constructed(let nodes) = node.content else { throw ASN1Error.unexpectedFieldType(node.identifier) }
        return nodes.map(ASN1Any.init(derEncoded:))
      } ?? []
    signers = try DER.set(of: SignerInfo.self, identifier: .set, nodes: &nodes)
  }

  func serialize(into coder: inout DER.Serializer) throws {
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(OID.signedData)
      try coder.serialize(explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific) { coder in
        try coder.appendConstructedNode(identifier: .sequence) { coder in try serializeFields(into: &coder) }
      }
    }
  }

  private func serializeFields(into coder: inout DER.Serializer) throws {
    try coder.serialize(version)
    try coder.serializeSetOf(digestAlgorithms)
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(contentType)
      if let content {
        try coder.serialize(explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific) { coder in
          try coder.serialize(ASN1OctetString(contentBytes: content))
        }
      }
    }
    if !certificates.isEmpty { try coder.serializeSetOf(certificates, identifier: Self.certificatesTag) }
    try coder.serializeSetOf(signers)
  }
}

extension DERSerializable {
  func encoded() throws -> [UInt8] {
    var coder = DER.Serializer()
    try coder.serialize(self)
    return coder.serializedBytes
  }
}
