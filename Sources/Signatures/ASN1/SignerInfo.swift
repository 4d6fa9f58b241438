import SwiftASN1
import X509

/// SignerInfo (RFC 5652, 5.3), the signer named by issuer and serial number: version 1.
struct SignerInfo: DERImplicitlyTaggable, Sendable {
  static let defaultIdentifier = ASN1Identifier.sequence
  var issuer: DistinguishedName
  var serialNumber: ArraySlice<UInt8>
  var digestAlgorithm: AlgorithmName
  var signedAttributes: [Attribute]
  var signatureAlgorithm: AlgorithmName
  var signature: ArraySlice<UInt8>
  /// Nil: absent, which differs from an empty set.
  var unsignedAttributes: [Attribute]?

  private static let signedTag = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
  private static let unsignedTag = ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific)

  init(
    signer: Certificate, digestAlgorithm: AlgorithmName, signedAttributes: [Attribute],
    signatureAlgorithm: AlgorithmName, signature: ArraySlice<UInt8>, unsignedAttributes: [Attribute]? = nil
  ) {
    (issuer, serialNumber) = (signer.issuer, signer.serialNumber.bytes)
    (self.digestAlgorithm, self.signedAttributes) = (digestAlgorithm, signedAttributes)
    (self.signatureAlgorithm, self.signature) = (signatureAlgorithm, signature)
    self.unsignedAttributes = unsignedAttributes
  }

  init(derEncoded node: ASN1Node, withIdentifier identifier: ASN1Identifier) throws {
    self = try DER.sequence(node, identifier: identifier) { nodes in try SignerInfo(&nodes) }
  }

  private init(_ nodes: inout ASN1NodeCollection.Iterator) throws {
    guard try Int(derEncoded: &nodes) == 1, let name = nodes.next() else {
      throw ASN1Error.invalidASN1Object(reason: "SignerInfo of another version than 1")
    }
    (issuer, serialNumber) = try DER.sequence(name, identifier: .sequence) { nodes in
      guard let issuer = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "SignerInfo without issuer") }
      return (try DistinguishedName(derEncoded: issuer), try ArraySlice<UInt8>(derEncoded: &nodes))
    }
    digestAlgorithm = try AlgorithmName(derEncoded: &nodes)
    // Optional in CMS. A signature without them would not meet the requirements here.
    signedAttributes = try DER.set(of: Attribute.self, identifier: Self.signedTag, nodes: &nodes)
    signatureAlgorithm = try AlgorithmName(derEncoded: &nodes)
    signature = try ASN1OctetString(derEncoded: &nodes).bytes
    unsignedAttributes = try DER.optionalImplicitlyTagged(&nodes, tagNumber: 1, tagClass: .contextSpecific) { node in
      try DER.set(of: Attribute.self, identifier: Self.unsignedTag, rootNode: node)
    }
  }

  func serialize(into coder: inout DER.Serializer, withIdentifier identifier: ASN1Identifier) throws {
    try coder.appendConstructedNode(identifier: identifier) { coder in
      try coder.serialize(1)
      try coder.appendConstructedNode(identifier: .sequence) { coder in
        try coder.serialize(issuer)
        try coder.serialize(serialNumber)
      }
      try coder.serialize(digestAlgorithm)
      try coder.serializeSetOf(signedAttributes, identifier: Self.signedTag)
      try coder.serialize(signatureAlgorithm)
      try coder.serialize(ASN1OctetString(contentBytes: signature))
      if let unsignedAttributes { try coder.serializeSetOf(unsignedAttributes, identifier: Self.unsignedTag) }
    }
  }

  /// What is signed: the attributes, tagged as a set (RFC 5652, 5.4).
  static func signedBytes(of attributes: [Attribute]) throws -> [UInt8] {
    var coder = DER.Serializer()
    try coder.serializeSetOf(attributes)
    return coder.serializedBytes
  }

  /// - Returns: nil unless the attribute occurs exactly once with exactly one value.
  func signedValue(_ type: ASN1ObjectIdentifier) -> ASN1Any? {
    let found = signedAttributes.filter { $0.type == type }
    guard found.count == 1, found[0].values.count == 1 else { return nil }
    return found[0].values[0]
  }
}
