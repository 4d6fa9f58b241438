import Foundation
import Testing

@testable import Attestation

@Suite struct SM2Tests {
  @Test func sm3HasTheValuesOfTheStandard() throws {
    // GB/T 32905-2016, appendix A.
    #expect(
      try digest(Array("abc".utf8), for: .sm2)
        == bytes(hex: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"))
    #expect(
      try digest(Array(String(repeating: "abcd", count: 16).utf8), for: .sm2)
        == bytes(hex: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"))
    #expect(
      try digest([], for: .es256) == bytes(hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
  }

  @Test func tokensAreSignedAndChecked() throws {
    let key = try SigningKey(algorithm: .sm2)
    #expect(key.algorithm == .sm2)
    let keys = try KeySet([entry(for: key)])
    let token = try Token.sign(sampleClaims(), with: key)
    #expect(answer(to: token, keys: keys) == "VALID")
    let received = try ReceivedToken(token)
    #expect(received.algorithm == -65538 && received.kid == key.kid)
    let other = try SigningKey(algorithm: .sm2)
    let forged = try Token.sign(
      payload: sampleClaims().payload, header: COSE.header(algorithm: .sm2, kid: key.kid), with: other)
    #expect(answer(to: forged, keys: keys) == "BAD_SIGNATURE")
    let renamed = try Token.sign(
      payload: sampleClaims().payload, header: COSE.header(algorithm: .es256, kid: key.kid), with: key)
    #expect(answer(to: renamed, keys: keys) == "BAD_SIGNATURE")
  }

  @Test func everyFlippedBitOfATokenIsRefused() throws {
    let key = try SigningKey(algorithm: .sm2)
    let keys = try KeySet([entry(for: key)])
    let token = try Token.sign(sampleClaims(), with: key)
    for bit in 0..<token.bytes.count * 8 {
      var bytes = token.bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      #expect(answer(to: Token(bytes: bytes), keys: keys) != "VALID", "bit \(bit)")
    }
    // n − s, the twin of ECDSA, and the values at the edges are no signatures.
    for signature in [
      ECDSASignature.twin(of: Array(token.bytes.suffix(64))), [UInt8](repeating: 0, count: 64),
      [UInt8](repeating: 0xff, count: 64),
    ] {
      #expect(answer(to: Token(bytes: token.bytes.dropLast(64) + signature), keys: keys) == "BAD_SIGNATURE")
    }
  }

  @Test func keysGoIntoFilesAndBack() throws {
    for _ in 0..<8 {
      let key = try SigningKey(algorithm: .sm2)
      let again = try #require(SigningKey(pem: try key.pem()))
      #expect(again.publicKey == key.publicKey && again.algorithm == .sm2)
      #expect(PublicKey(der: key.publicKey.der) == key.publicKey)
      #expect(PublicKey(.sm2, point: key.publicKey.point) == key.publicKey)
      let message = Array("信报".utf8)
      #expect(key.publicKey.verifies(try again.signature(over: message), over: message))
    }
    #expect(SigningKey(pem: try LogSigningKey(name: "log").pem) == nil)
    #expect(throws: AttestationError.self) { try SigningKey(algorithm: .eddsa) }
  }

  @Test func whatIsNoKeyIsRefused() throws {
    let der = try SigningKey(algorithm: .sm2).publicKey.der
    for length in der.indices { #expect(PublicKey(der: Array(der.prefix(length))) == nil) }
    #expect(PublicKey(der: der + [0]) == nil)
    var off = der
    off[der.count - 1] ^= 1  // not on the curve any more
    #expect(PublicKey(der: off) == nil)
    #expect(PublicKey(.sm2, point: [2] + [UInt8](repeating: 0xff, count: 32)) == nil)
    #expect(PublicKey(.sm2, point: []) == nil && PublicKey(.sm2, point: [0]) == nil)
    // A key of one curve is none of the other.
    #expect(PublicKey(der: SigningKey().publicKey.der)?.algorithm == .es256)
  }

  @Test func manyThreadsSignWithOneKey() async throws {
    let key = try SigningKey(algorithm: .sm2)
    let message = Array("one message".utf8)
    let good = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 { group.addTask { key.publicKey.verifies(try key.signature(over: message), over: message) } }
      return try await group.reduce(true) { $0 && $1 }
    }
    #expect(good)
  }
}
