import SwiftASN1

/// TimeStampReq (RFC 3161, 2.4.1): SHA-256, with the certificates wanted.
struct TimeStampRequest: DERSerializable {
  var digest: [UInt8]
  /// As INTEGER has it.
  var nonce: ArraySlice<UInt8>

  init(for bytes: [UInt8], nonce: UInt64) {
    digest = MessageDigest.sha256.of([bytes[...]])
    // Without the upper bit, and with the next, it is positive and always of eight bytes: nothing that an INTEGER
    // adds or leaves out.
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
