/// The bytes of a CRT1 token (docs/token.md), just signed or just read. `ReceivedToken` checks that they are a token,
/// `ReceivedToken.authenticated(by:)` whose it is.
public struct Token: Sendable, Hashable {
  public let bytes: [UInt8]

  /// The longest possible claims take about 700 bytes, and the largest QR symbol holds 2,953.
  static let maximumSize = 2953

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Throws: `MALFORMED` if the digits do not encode bytes.
  public init(digits: String) throws(TokenRefusal) {
    guard let bytes = DecimalDigits.decode(digits.utf8), !bytes.isEmpty else {
      throw .malformed("not the digits of a token; were all of them read?")
    }
    self.init(bytes: bytes)
  }

  /// The digits in the link.
  public var digits: String { DecimalDigits.encode(bytes) }

  /// The size in bytes of a token with these claims.
  public static func size(of claims: ReportClaims, signedBy algorithm: SignatureAlgorithm) -> Int {
    let header = COSE.header(algorithm: algorithm, kid: KeyID(publicKeyDER: []))
    return COSE.sign1(header: header, payload: claims.payload, signature: [UInt8](repeating: 0, count: 64)).count
  }

  /// Signs claims. Not deterministic: ECDSA draws a random number for each signature.
  /// - Throws: `AttestationError.signing`.
  public static func sign(_ claims: ReportClaims, with key: SigningKey) throws(AttestationError) -> Token {
    try sign(payload: claims.payload, header: COSE.header(algorithm: key.algorithm, kid: key.kid), with: key)
  }

  static func sign(
    payload: [UInt8], header: [UInt8], with key: SigningKey
  ) throws(AttestationError) -> Token {
    let signature = try key.signature(over: COSE.toBeSigned(header: header, payload: payload))
    return Token(bytes: COSE.sign1(header: header, payload: payload, signature: signature))
  }
}
