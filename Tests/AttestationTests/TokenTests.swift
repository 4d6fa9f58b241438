import Testing

@testable import Attestation

@Suite struct TokenTests {
  let key = SigningKey()
  let keys: KeySet
  let token: Token

  init() throws {
    keys = try KeySet([entry(for: key)])
    token = try Token.sign(
      sampleClaims(domains: DomainAnswers(asked: Set(0..<10), hits: [3], noData: [9])), with: key)
  }

  @Test func verifies() throws {
    #expect(answer(to: token, keys: keys) == "VALID")
    #expect(answer(to: try Token(digits: token.digits), keys: keys) == "VALID")
    #expect(token.bytes.count < 260)  // of the 221 bytes of verification.md §2, with a longer number and name
    let received = try ReceivedToken(token)
    #expect(received.kid == key.kid)
    #expect(try received.claims == sampleClaims(domains: DomainAnswers(asked: Set(0..<10), hits: [3], noData: [9])))
  }

  @Test func everySingleFlippedBitIsRefused() {
    for bit in 0..<token.bytes.count * 8 {
      var bytes = token.bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      #expect(answer(to: Token(bytes: bytes), keys: keys) != "VALID", "bit \(bit)")
    }
  }

  @Test func everyCutAndEveryAdditionIsRefused() {
    for length in 0..<token.bytes.count {
      #expect(answer(to: Token(bytes: Array(token.bytes.prefix(length))), keys: keys) == "MALFORMED")
    }
    #expect(answer(to: Token(bytes: token.bytes + [0]), keys: keys) == "MALFORMED")
    #expect(answer(to: Token(bytes: [0] + token.bytes), keys: keys) == "MALFORMED")
  }

  @Test func theTwinSignatureIsRefused() throws {
    // Many keys and signatures, so that both branches of the low-S rule are met.
    for _ in 0..<16 {
      let token = try Token.sign(sampleClaims(), with: key)
      let signature = Array(token.bytes.suffix(64))
      let twin = ECDSASignature.twin(of: signature)
      #expect(ECDSASignature.hasLowS(signature) && !ECDSASignature.hasLowS(twin))
      #expect(ECDSASignature.twin(of: twin) == signature)
      let message = try ReceivedToken(token)
      // The twin is a true ECDSA signature: the rule alone keeps it out.
      #expect(key.publicKey.verifies(twin, over: COSE.toBeSigned(header: message.header, payload: message.payload)))
      #expect(answer(to: Token(bytes: token.bytes.dropLast(64) + twin), keys: keys) == "BAD_SIGNATURE")
    }
  }

  @Test func lowSEndsAtHalfTheOrder() {
    let half = bytes(hex: "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8")
    var above = half
    above[31] += 1
    let r = [UInt8](repeating: 1, count: 32)
    #expect(ECDSASignature.hasLowS(r + half) && !ECDSASignature.hasLowS(r + above))
    #expect(ECDSASignature.twin(of: r + half) == r + above)
    #expect(!ECDSASignature.hasLowS(r + [UInt8](repeating: 0xff, count: 32)))
    #expect(!ECDSASignature.hasLowS(r))
  }

  @Test func zeroSignaturesAreRefused() {
    for pattern in [(0, 0), (0, 1), (1, 0)] as [(UInt8, UInt8)] {
      let r = [UInt8](repeating: 0, count: 31) + [pattern.0]
      let s = [UInt8](repeating: 0, count: 31) + [pattern.1]
      #expect(answer(to: Token(bytes: token.bytes.dropLast(64) + r + s), keys: keys) == "BAD_SIGNATURE")
    }
  }

  @Test func anotherKeyUnderTheSameNameIsRefused() throws {
    let thief = SigningKey()
    let forged = try Token.sign(
      payload: sampleClaims().payload, header: COSE.header(algorithm: .es256, kid: key.kid), with: thief)
    #expect(answer(to: forged, keys: keys) == "BAD_SIGNATURE")
    #expect(answer(to: try Token.sign(sampleClaims(), with: thief), keys: keys) == "UNKNOWN_KEY")
    #expect(answer(to: token, keys: KeySet()) == "UNKNOWN_KEY")
  }

  @Test func theHeaderHoldsNothingButAlgorithmAndKey() throws {
    let algorithm = CBOR.Entry(.integer(1), .integer(-7))
    let kid = CBOR.Entry(.integer(4), .bytes(key.kid.bytes))
    let headers: [(CBOR, String)] = [
      (.map([algorithm, kid]), "VALID"),
      (.map([.init(.integer(1), .integer(-65_538)), kid]), "BAD_SIGNATURE"),  // SM2, with a key of ES256
      (.map([.init(.integer(1), .integer(-35)), kid]), "BAD_SIGNATURE"),
      (.map([.init(.integer(1), .text("none")), kid]), "MALFORMED"),
      (.map([kid]), "MALFORMED"), (.map([algorithm]), "MALFORMED"), (.map([]), "MALFORMED"),
      (.map([algorithm, kid, .init(.integer(2), .array([.integer(99)]))]), "MALFORMED"),
      (.map([algorithm, .init(.integer(4), .bytes(key.kid.bytes + [0]))]), "MALFORMED"),
      (.bytes([]), "MALFORMED"),
    ]
    for (header, expected) in headers {
      let token = try Token.sign(payload: sampleClaims().payload, header: header.encoded, with: key)
      #expect(answer(to: token, keys: keys) == expected, "\(header)")
    }
  }

  @Test func nothingIsUnprotectedAndTheTagIsThere() throws {
    guard case .tagged(18, .array(var parts)) = try CBOR(decoding: token.bytes) else {
      Issue.record("not a COSE_Sign1")
      return
    }
    #expect(answer(to: Token(bytes: CBOR.array(parts).encoded), keys: keys) == "MALFORMED")
    #expect(answer(to: Token(bytes: CBOR.tagged(98, .array(parts)).encoded), keys: keys) == "MALFORMED")
    parts[1] = .map([.init(.integer(4), .bytes([1, 2, 3, 4]))])
    #expect(answer(to: Token(bytes: CBOR.tagged(18, .array(parts)).encoded), keys: keys) == "MALFORMED")
  }

  @Test func timeDecides() throws {
    let claims = try sampleClaims()
    #expect(answer(to: token, keys: keys, now: claims.issuedAt - 301) == "NOT_YET_VALID")
    #expect(answer(to: token, keys: keys, now: claims.issuedAt - 300) == "VALID")
    #expect(answer(to: token, keys: keys, now: claims.expiresAt) == "VALID")
    #expect(answer(to: token, keys: keys, now: claims.expiresAt + 1) == "EXPIRED")
  }

  @Test func theKeysOwnTimesDecideToo() throws {
    func keys(_ change: (inout KeySet.Entry) -> Void) throws -> KeySet {
      var one = entry(for: key)
      change(&one)
      return try KeySet([one])
    }
    let iat = try sampleClaims().issuedAt
    #expect(answer(to: token, keys: try keys { $0.signing = iat...iat }) == "VALID")
    #expect(answer(to: token, keys: try keys { $0.signing = iat + 1...iat + 2 }) == "KEY_OUT_OF_WINDOW")
    #expect(answer(to: token, keys: try keys { $0.signing = 0...iat - 1 }) == "KEY_OUT_OF_WINDOW")
    #expect(answer(to: token, keys: try keys { $0.verifyUntil = sampleNow - 1 }) == "KEY_OUT_OF_WINDOW")
    // Even a token dated before the compromise: the thief writes the date.
    #expect(answer(to: token, keys: try keys { $0.compromisedAt = sampleNow }) == "KEY_COMPROMISED")
  }
}
