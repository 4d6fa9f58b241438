/// What a signature is for. The signed header contains it, so that no document of one kind passes for another.
enum DocumentKind: String, Sendable, CaseIterable {
  case trustList = "application/vnd.xinbao.trust"
  case statusList = "application/vnd.xinbao.status"
  case changeList = "application/vnd.xinbao.changes"
  case bundle = "application/vnd.xinbao.bundle"
  case receipt = "application/vnd.xinbao.receipt"

  /// In bytes; anything longer is something else.
  var maximumSize: Int {
    switch self {
    case .trustList: 1 << 16
    case .statusList, .changeList: 1 << 23
    case .bundle: 1 << 27
    case .receipt: 1 << 12
    }
  }
}

/// A COSE_Sign1 message (RFC 9052 §4.2) whose header has algorithm, kind and key. Not verified when read.
struct SignedMessage {
  private static let contentTypeLabel: Int64 = 3  // RFC 9052 §3.1

  let algorithm: Int64
  let kid: KeyID
  let payload: [UInt8]
  private let header: [UInt8]
  private let signature: [UInt8]

  static func sign(
    _ payload: CBOR, as kind: DocumentKind, with key: SigningKey
  ) throws(AttestationError) -> [UInt8] {
    let header = CBOR.map([
      .init(.integer(COSE.algorithmLabel), .integer(key.algorithm.rawValue)),
      .init(.integer(contentTypeLabel), .text(kind.rawValue)),
      .init(.integer(COSE.keyIDLabel), .bytes(key.kid.bytes)),
    ]).encoded
    let payload = payload.encoded
    let signature = try key.signature(over: COSE.toBeSigned(header: header, payload: payload))
    let message = COSE.sign1(header: header, payload: payload, signature: signature)
    guard message.count <= kind.maximumSize else {
      throw .claim(name: kind.rawValue, problem: "\(message.count) bytes are more than \(kind.maximumSize)")
    }
    return message
  }

  /// - Throws: `MALFORMED` for anything but the only encoding of such a message, `WRONG_KIND`.
  init(reading bytes: [UInt8], as kind: DocumentKind) throws(TrustRefusal) {
    guard bytes.count <= kind.maximumSize else { throw .malformed("too long for \(kind.rawValue)") }
    let message: CBOR
    do { message = try CBOR(decoding: bytes) } catch { throw .malformed("\(error)") }
    guard case .tagged(COSE.sign1Tag, .array(let parts)) = message, parts.count == 4,
      case .bytes(let header) = parts[0], parts[1] == .map([]),
      case .bytes(let payload) = parts[2], case .bytes(let signature) = parts[3], signature.count == 64
    else { throw .malformed("not a COSE_Sign1 message with an empty unprotected header and a signature of 64 bytes") }
    let map: CBOR
    do { map = try CBOR(decoding: header) } catch { throw .malformed("header: \(error)") }
    guard case .map(let entries) = map,
      entries.map(\.key.integer) == [COSE.algorithmLabel, Self.contentTypeLabel, COSE.keyIDLabel],
      let algorithm = entries[0].value.integer, case .text(let type) = entries[1].value,
      case .bytes(let id) = entries[2].value, let kid = KeyID(id)
    else { throw .malformed("header: not exactly an algorithm, a content type and a key id of 4 bytes") }
    guard type.utf8.elementsEqual(kind.rawValue.utf8) else {
      throw TrustRefusal(.wrongKind, "is not of the kind \(kind.rawValue)")
    }
    (self.algorithm, self.kid, self.payload) = (algorithm, kid, payload)
    (self.header, self.signature) = (header, signature)
  }

  /// - Throws: `BAD_SIGNATURE`.
  func check(signedBy key: PublicKey) throws(TrustRefusal) {
    guard algorithm == key.algorithm.rawValue else {
      throw TrustRefusal(.badSignature, "algorithm \(algorithm) is not that of key \(key.kid)")
    }
    guard key.verifiesStrictly(signature, over: COSE.toBeSigned(header: header, payload: payload)) else {
      throw TrustRefusal(.badSignature, "not the signature of key \(key.kid)")
    }
  }

  /// Checks that a key for publications, allowed to sign at the time that the message gives, signed this message.
  /// - Parameters: seconds since 1970.
  /// - Throws: `UNKNOWN_KEY`, `BAD_SIGNATURE`, `KEY_COMPROMISED`, `KEY_OUT_OF_WINDOW`.
  func check(publishedBy keys: KeySet, issuedAt: Int64, now: Int64) throws(TrustRefusal) {
    guard let key = keys[kid], key.uses.contains(.publications) else {
      throw TrustRefusal(.unknownKey, "no key \(kid) for publications in the trust list")
    }
    try check(signedBy: key.publicKey)
    // The log does not cover publications, so none can be proven to be older than the theft.
    guard key.compromisedAt == nil else { throw TrustRefusal(.keyCompromised, "key \(kid) was compromised") }
    guard key.signing.contains(issuedAt), now <= key.verifyUntil else {
      throw TrustRefusal(.keyOutOfWindow, "issued outside the window of key \(kid), or no longer accepted")
    }
  }
}
