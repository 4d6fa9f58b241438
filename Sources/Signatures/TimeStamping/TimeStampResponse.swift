import SwiftASN1

/// TimeStampResp (RFC 3161, 2.4.2).
struct TimeStampResponse: DERParseable {
  /// 0 granted, 1 granted with modifications, anything else refused.
  var status: Int
  /// The authority's own explanation.
  var text: String
  /// ContentInfo in DER.
  var token: [UInt8]?

  init(derEncoded node: ASN1Node) throws {
    (status, text, token) = try DER.sequence(node, identifier: .sequence) { nodes in
      guard let info = nodes.next() else { throw ASN1Error.invalidASN1Object(reason: "no status") }
      let (status, text) = try DER.sequence(info, identifier: .sequence) { nodes in
        let status = try Int(derEncoded: &nodes)
        var text = ""
        while let node = nodes.next() {
          // The failure bits may follow; the text is more specific.
          guard node.identifier == .sequence, case .constructed(let lines) = node.content else { continue }
          text = try lines.map { String(decoding: try ASN1UTF8String(derEncoded: $0).bytes, as: UTF8.self) }
            .joined(separator: " ")
        }
        return (status, text)
      }
      return (status, text, nodes.next().map { Array($0.encodedBytes) })
    }
  }
}
