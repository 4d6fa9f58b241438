/// A trust list with the root's signature, as it is distributed. Three keys take about 400 bytes, so that it can be
/// printed as a QR code. Only `verified` checks that it is the pinned root's.
public struct SignedTrustList: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// What precedes the digits in a printed QR code.
  private static let scheme = "xinbao-trust:"

  /// The text of a printed QR code: decimal digits, as for a token.
  public var text: String { Self.scheme + DecimalDigits.encode(bytes) }

  /// - Parameter text: as a scanner returns it; white space around and inside does not matter.
  /// - Throws: `MALFORMED`.
  public init(reading text: String) throws(TrustRefusal) {
    let text = text.filter { !$0.isWhitespace }
    guard text.utf8.count <= 4 * DocumentKind.trustList.maximumSize, text.lowercased().hasPrefix(Self.scheme),
      let bytes = DecimalDigits.decode(text.dropFirst(Self.scheme.count).utf8), !bytes.isEmpty
    else { throw .malformed("not `\(Self.scheme)` and the digits of a trust list; were all of them read?") }
    self.init(bytes: bytes)
  }

  /// - Throws: `AttestationError.claim` for a list that cannot be encoded.
  public static func sign(
    _ list: TrustList, with root: SigningKey
  ) throws(AttestationError) -> SignedTrustList {
    guard list.issuedAt >= 0, list.issuedAt <= list.refreshBy else {
      throw .claim(name: "refreshBy", problem: "must not be before issuedAt, nor that before 1970")
    }
    guard list.certificateRoots.allSatisfy({ $0.count == 32 }) else {
      throw .claim(name: "certificateRoots", problem: "a SHA-256 digest has 32 bytes")
    }
    guard list.seals?.isSound ?? true else {
      throw .claim(name: "seals", problem: "are SHA-256 digests of 32 bytes, at least one and each once")
    }
    guard list.keys[root.kid] == nil else {
      throw .claim(name: "keys", problem: "the root \(root.kid) must not sign anything but trust lists")
    }
    return SignedTrustList(
      bytes: try SignedMessage.sign(list.envelope(root: root.publicKey).payload, as: .trustList, with: root))
  }

  /// - Throws: `MALFORMED`, `WRONG_KIND`, `WRONG_ROOT`, `BAD_SIGNATURE`.
  public func verified(byRoot fingerprint: RootFingerprint) throws(TrustRefusal) -> TrustList {
    let message = try SignedMessage(reading: bytes, as: .trustList)
    let envelope = try Envelope(payload: message.payload, counts: TrustList.itemCounts)
    guard case .bytes(let point) = envelope.content[0],
      let algorithm = SignatureAlgorithm(rawValue: message.algorithm), algorithm != .eddsa,
      let root = PublicKey(algorithm, point: point), root.kid == message.kid
    else { throw .malformed("payload: no root key of the header's id") }
    guard RootFingerprint(of: root) == fingerprint else {
      throw TrustRefusal(.wrongRoot, "signed by the root \(RootFingerprint(of: root)), not by \(fingerprint)")
    }
    try message.check(signedBy: root)
    let list = try TrustList(envelope)
    // Anything that the reader tolerated would be a second form of the same list.
    guard list.envelope(root: root).payload.encoded == message.payload else {
      throw .malformed("payload: another encoding than the only one")
    }
    return list
  }

  /// The root that claims to have signed: for a person to compare with the known fingerprint.
  public func claimedRoot() throws(TrustRefusal) -> RootFingerprint {
    let message = try SignedMessage(reading: bytes, as: .trustList)
    let envelope = try Envelope(payload: message.payload, counts: TrustList.itemCounts)
    guard case .bytes(let point) = envelope.content[0],
      let algorithm = SignatureAlgorithm(rawValue: message.algorithm), let root = PublicKey(algorithm, point: point)
    else { throw .malformed("payload: no root key") }
    return RootFingerprint(of: root)
  }
}
