import SwiftASN1

/// TimeStampReq (RFC 3161, 2.4.1): SHA-256, with the certificates wanted.
struct TimeStampRequest: DERSerializable {
  var digest: [UInt8]
  /// Positive, in the form of INTEGER's content.
  var nonce: ArraySlice<UInt8>

  init(for bytes: [UInt8], nonce: UInt64) {
    digest = MessageDigest.sha256.of([bytes[...]])
    // Without the upper bit it is a positive number of up to eight bytes.
    let number = nonce >> 1
    let big = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    var content = big.drop { $0 == 0 }
    if content.first.map({ $0 >= 0x80 }) ?? true { content = [0] + content }
    self.nonce = content
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
