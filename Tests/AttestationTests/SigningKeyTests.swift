import Testing

@testable import Attestation

@Suite struct SigningKeyTests {
  @Test(arguments: [SignatureAlgorithm.es256, .sm2]) func keysGoIntoTextAndBack(algorithm: SignatureAlgorithm) throws {
    let key = try SigningKey(algorithm: algorithm)
    let again = try #require(SigningKey(pem: try key.pem()))
    #expect(again.publicKey == key.publicKey && again.algorithm == algorithm)
    let message = Array("message".utf8)
    #expect(key.publicKey.verifiesStrictly(try again.signature(over: message), over: message))
  }

  /// A key of another curve has the same length, and must not pass for one on P-256: secp256k1, made by
  /// `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1`.
  @Test func aKeyOfAnotherCurveIsNone() {
    #expect(
      SigningKey(
        pem: """
          -----BEGIN PRIVATE KEY-----
          MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgnnpxQ7k2Z1NbnauKnfhp
          VK0m4PM8cfcmzbaLak1+JiqhRANCAATRw3HV/jsCP52LT6M13V72pWSljwCDikUx
          McgJsH379F9ZuXrcSjcbnZfvT/WICkJNozHIljvqmzcTglype/Sy
          -----END PRIVATE KEY-----
          """) == nil)
  }

  @Test func sm2IsNotP256() throws {
    let (one, other) = (try SigningKey(algorithm: .sm2), SigningKey())
    let message = Array("message".utf8)
    let signature = try one.signature(over: message)
    #expect(one.publicKey.verifies(signature, over: message) && !other.publicKey.verifies(signature, over: message))
    #expect(!one.publicKey.verifies(signature, over: message + [0]))
    #expect(!one.publicKey.verifies(Array(signature.dropLast()), over: message))
    #expect(throws: AttestationError.self) { try SigningKey(algorithm: .eddsa) }
  }

  /// GB/T 32905-2016, appendix A.
  @Test func sm3IsTheStandards() throws {
    #expect(
      try digest(Array("abc".utf8), for: .sm2)
        == bytes(hex: "66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0"))
  }
}
