import SwiftASN1

/// Attribute (RFC 5652, 5.3): a name with a set of values.
struct Attribute: DERImplicitlyTaggable, Hashable, Sendable {
  static let defaultIdentifier = ASN1Identifier.sequence
  var type: ASN1ObjectIdentifier
  var values: [ASN1Any]

  init(_ type: ASN1ObjectIdentifier, _ value: some DERSerializable) throws {
    (self.type, values) = (type, [try ASN1Any(erasing: value)])
  }

  init(derEncoded node: ASN1Node, withIdentifier identifier: ASN1Identifier) throws {
    (type, values) = try DER.sequence(node, identifier: identifier) { nodes in
      (
        try ASN1ObjectIdentifier(derEncoded: &nodes),
        try DER.set(of: ASN1Any.self, identifier: .set, nodes: &nodes)
      )
    }
  }

  func serialize(into coder: inout DER.Serializer, withIdentifier identifier: ASN1Identifier) throws {
    try coder.appendConstructedNode(identifier: identifier) { coder in
      try coder.serialize(type)
      try coder.serializeSetOf(values)
    }
  }
}
