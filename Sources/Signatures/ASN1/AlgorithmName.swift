import SwiftASN1

/// AlgorithmIdentifier (RFC 5280, 4.1.1.2).
struct AlgorithmName: DERImplicitlyTaggable, Hashable, Sendable {
  static let defaultIdentifier = ASN1Identifier.sequence
  var algorithm: ASN1ObjectIdentifier
  var parameters: ASN1Any?

  init(_ algorithm: ASN1ObjectIdentifier, parameters: ASN1Any? = nil) {
    (self.algorithm, self.parameters) = (algorithm, parameters)
  }

  init(derEncoded node: ASN1Node, withIdentifier identifier: ASN1Identifier) throws {
    self = try DER.sequence(node, identifier: identifier) { nodes in
      AlgorithmName(
        try ASN1ObjectIdentifier(derEncoded: &nodes), parameters: nodes.next().map(ASN1Any.init(derEncoded:)))
    }
  }

  func serialize(into coder: inout DER.Serializer, withIdentifier identifier: ASN1Identifier) throws {
    try coder.appendConstructedNode(identifier: identifier) { coder in
      try coder.serialize(algorithm)
      if let parameters { try coder.serialize(parameters) }
    }
  }

  /// Absent, or an explicit NULL: both occur for digests (RFC 5754, 2) and RSA (RFC 3370, 3.2).
  var hasNoParameters: Bool { parameters == nil || parameters == Self.null }
  static let null = try? ASN1Any(erasing: ASN1Null())
}
