import SwiftASN1

/// TimeStampReq (RFC 3161, 2.4.1): SHA-256, certificates requested.
struct TimeStampRequest: DERSerializable {
  var digest: [UInt8]
  /// The bytes of an INTEGER.
  var nonce: ArraySlice<UInt8>

  init(for bytes: [UInt8], nonce: UInt64) {
    digest = MessageDigest.sha256.of([bytes[...]])
    // With the top bit clear and the next one set, it is positive and always eight bytes long: INTEGER neither adds nor
    // drops a byte.
    let number = nonce >> 2 | 1 << 62
    self.nonce = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }[...]
  }

  func serialize(into coder: inout DER.Serializer) throws {
    try coder.appendConstructedNode(identifier: .sequence) { coder in
      try coder.serialize(1)
      try coder.appendConstructedNode(identifier: .sequence) { coder in
        try coder.serialize(MessageDigest.sha256.name)
        try coder.serialize(ASN1OctetString(contentBytes: digest[...]))
      }
      try coder.serialize(nonce)
      try coder.serialize(true)
    }
  }
}
