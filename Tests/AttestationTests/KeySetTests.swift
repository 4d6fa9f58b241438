import Testing

@testable import Attestation

@Suite struct KeySetTests {
  let key = SigningKey()

  @Test func writtenAndReadBack() throws {
    var second = entry(for: SigningKey(), development: true)
    second.compromisedAt = 1_795_000_000
    let keys = try KeySet([entry(for: key), second])
    #expect(try KeySet(json: keys.json(), name: "keyset.json") == keys)
    #expect(keys[key.kid]?.isDevelopment == false)
    #expect(throws: AttestationError.self) { try KeySet([entry(for: key), entry(for: key)]) }
  }

  @Test func kidIsTheHashOfThePublicKey() throws {
    // openssl pkey -pubin -in key.pem -outform DER | sha256sum, of the example key of RFC 9500 §2.3 (secp256r1).
    let der = bytes(
      hex: """
        3059301306072a8648ce3d020106082a8648ce3d030107034200044225 48f88fb782ffb5eca3744452c72a1e558fbd6f73be5e48e93232
        cc45c5b16c4cd10c4cb8d5b8a17139e94882c8992572993425f41419ab7e90a42a494272
        """)
    let key = try #require(PublicKey(der: der))
    #expect(key.der == der)
    #expect(key.kid.description == "b2b04340")
    #expect(KeyID("0A1B2C3D") == nil && KeyID("+1b2c3d4") == nil && KeyID("0a1b2c3") == nil)
    #expect(KeyID("000b2c3d")?.description == "000b2c3d")
  }

  @Test(arguments: [
    ("", ""), ("[]", ""), ("{}", "format"), (#"{"format": 2, "keys": [{"kty": 1}]}"#, "#/format"),
    (#"{"format": 1}"#, "keys"), (#"{"format": 1, "keys": {}}"#, "#/keys"),
    (#"{"format": 1, "keys": [], "more": 1}"#, "#/more"), (#"{"format": true, "keys": []}"#, "#/format"),
  ])
  func refusesWhatIsNoKeySet(json: String, place: String) {
    #expect { try KeySet(json: Array(json.utf8), name: "k.json") } throws: {
      guard let error = $0 as? AttestationError else { return false }
      return error.description.hasPrefix("k.json") && error.description.contains(place)
    }
  }

  @Test(arguments: [
    ("\"ES256\"", "\"none\"", "k.json#/keys/0/alg"), ("\"signFrom\"", "\"signfrom\"", "signfrom"),
    ("\"verifyUntil\" : 1900000000", "\"verifyUntil\" : \"x\"", "/verifyUntil"),
    ("\"verifyUntil\" : 1900000000", "\"verifyUntil\" : 1.5", "not valid JSON"),
    (
      "\"verifyUntil\" : 1900000000", "\"verifyUntil\" : 1900000000, \"compromisedat\": 5",
      "k.json#/keys/0/compromisedat"
    ),
    ("\"verifyUntil\" : 1900000000", "\"verifyUntil\" : 1900000000, \"compromisedAt\": null", "/compromisedAt"),
    ("\"signUntil\" : 1800000000", "\"signUntil\" : 5", "/signUntil"),
    ("\"publicKey\" : \"M", "\"publicKey\" : \"N", "/publicKey"),
  ])
  func refusesADamagedEntry(old: String, new: String, place: String) throws {
    let text = String(decoding: try KeySet([entry(for: key)]).json(), as: UTF8.self)
    #expect(text.contains(old))
    #expect { try KeySet(json: Array(text.replacing(old, with: new).utf8), name: "k.json") } throws: {
      "\($0)".hasPrefix("k.json") && "\($0)".contains(place)
    }
  }

  @Test func refusesAKeyUnderAnothersName() throws {
    let other = SigningKey()
    let text = String(decoding: try KeySet([entry(for: key)]).json(), as: UTF8.self)
    let swapped = text.replacing(key.kid.description, with: other.kid.description)
    #expect { try KeySet(json: Array(swapped.utf8), name: "k.json") } throws: { "\($0)".contains("/keys/0/kid") }
  }
}
