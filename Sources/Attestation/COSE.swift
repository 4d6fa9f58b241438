/// The only COSE message (RFC 9052) that tokens use: COSE_Sign1 with a protected header and no unprotected one.
enum COSE {
  static let sign1Tag: UInt64 = 18  // RFC 9052 §2
  static let algorithmLabel: Int64 = 1  // RFC 9052 §3.1
  static let keyIDLabel: Int64 = 4

  static func header(algorithm: SignatureAlgorithm, kid: KeyID) -> [UInt8] {
    CBOR.map([
      .init(.integer(algorithmLabel), .integer(algorithm.rawValue)),
      .init(.integer(keyIDLabel), .bytes(kid.bytes)),
    ]).encoded
  }

  /// Sig_structure without external data: RFC 9052 §4.4.
  static func toBeSigned(header: [UInt8], payload: [UInt8]) -> [UInt8] {
    CBOR.array([.text("Signature1"), .bytes(header), .bytes([]), .bytes(payload)]).encoded
  }

  static func sign1(header: [UInt8], payload: [UInt8], signature: [UInt8]) -> [UInt8] {
    CBOR.tagged(sign1Tag, .array([.bytes(header), .map([]), .bytes(payload), .bytes(signature)])).encoded
  }
}

/// Numbers of the IANA registry of COSE algorithms.
public enum SignatureAlgorithm: Int64, Sendable, CaseIterable {
  /// ECDSA on P-256 with SHA-256: RFC 9053 §2.1.
  case es256 = -7
  /// SM2 with SM3: GB/T 32918.2-2016. The registry has no number for it; this one is from its range for private use.
  case sm2 = -65538
  /// Ed25519: RFC 9053 §2.2. Only for checkpoints of the log, because signed notes require it.
  case eddsa = -8

  /// The algorithm's name in the key set.
  public var name: String {
    switch self {
    case .es256: "ES256"
    case .sm2: "SM2"
    case .eddsa: "EdDSA"
    }
  }
}
