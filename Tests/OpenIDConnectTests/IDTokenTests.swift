import Crypto
import CryptoExtras
import Foundation
import Secrets
import Testing

@testable import OpenIDConnect

@Suite struct IDTokenTests {
  private static let shared = Result { try Provider.Keys.made() }
  private var keys: Provider.Keys { get throws { try Self.shared.get() } }
  private let request = LogInRequest()

  private func claims(_ changes: [String: Any?] = [:]) -> [String: Any] {
    var claims: [String: Any] = [
      "iss": sampleIssuer, "aud": "xinbao", "sub": "account 7", "exp": sampleNow + 300, "iat": sampleNow - 2,
      "nonce": request.nonce, "auth_time": sampleNow - 4, "uscc": "91440001MA5C0R1U2T", "name": "广东粤示例健康食品有限公司",
    ]
    for (name, value) in changes { claims[name] = value }
    return claims
  }

  private func party(
    _ provider: Provider, secret: String? = "s&=é", asksAnew: Bool = true
  ) throws -> RelyingParty {
    RelyingParty(
      try ProviderSettings(
        issuer: sampleIssuer, clientID: "xinbao", clientSecret: secret,
        redirectURI: "https://verify.example.cn/self/callback", asksAnew: asksAnew),
      transport: provider, now: { sampleNow })
  }

  private func logIn(_ token: String, _ provider: Provider? = nil) async throws -> Identity {
    let provider = try provider ?? Provider(try keys)
    provider.change { $0.tokens["c1"] = token }
    return try await party(provider).identity(
      from: LogInAnswer(state: request.state, code: "c1", error: nil, issuer: nil), to: request)
  }

  private func expect(_ fault: TokenFault, _ token: String) async throws {
    await #expect(throws: LogInFailure.token(fault)) { _ = try await logIn(token) }
  }

  @Test func whoeverTheProviderVouchesForIsLoggedIn() async throws {
    for token in [try keys.rs256(claims()), try keys.es256(claims())] {
      let identity = try await logIn(token)
      #expect(
        identity
          == Identity(
            subject: "account 7", bodyCode: "91440001MA5C0R1U2T", personCode: nil, name: "广东粤示例健康食品有限公司"))
    }
  }

  /// At a counter's machine, who is logged in at the provider is the person before.
  @Test func theProviderIsToAskWhoItIsEveryTime() async throws {
    let provider = try Provider(try keys)
    #expect(try await party(provider).address(for: request).contains("&prompt=login"))
    #expect(try await !party(provider, asksAnew: false).address(for: request).contains("prompt"))
  }

  @Test func whoWasAuthenticatedLongAgoIsRefused() async throws {
    let keys = try keys
    let provider = try Provider(keys)
    #expect(try await party(provider).address(for: request).contains("&max_age=300&"))
    #expect(try await party(provider, asksAnew: false).address(for: request).hasSuffix("&max_age=28800"))
    _ = try await logIn(keys.es256(claims(["auth_time": sampleNow - 360])))
    _ = try await logIn(keys.es256(claims(["auth_time": sampleNow + 60])))
    try await expect(.tooOld, keys.es256(claims(["auth_time": sampleNow - 361])))
    try await expect(.tooOld, keys.es256(claims(["auth_time": 0])))
    try await expect(.notYetValid, keys.es256(claims(["auth_time": sampleNow + 61])))
    for missing in [nil, "\(sampleNow)", NSNull()] as [Any?] {
      try await expect(.unknownAge, keys.es256(claims(["auth_time": missing])))
    }
  }

  @Test func theBrowserIsSentWithAChallengeAndNoSecret() async throws {
    let provider = try Provider(try keys)
    let party = try party(provider)
    let address = try await party.address(for: request)
    let query = try #require(URLComponents(string: address)?.queryItems)
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    #expect(value("response_type") == "code" && value("code_challenge_method") == "S256")
    #expect(value("state") == request.state && value("nonce") == request.nonce)
    #expect(value("code_challenge") == base64URL(Array(SHA256.hash(data: Data(request.verifier.utf8)))))
    #expect(value("redirect_uri") == "https://verify.example.cn/self/callback")
    #expect(!address.contains(request.verifier) && !address.contains("secret"))

    provider.change { $0.tokens["c1"] = try? keys.rs256(claims()) }
    _ = try await party.identity(
      from: LogInAnswer(state: request.state, code: "c1", error: nil, issuer: nil), to: request)
    let redeemed = try #require(provider.asked.first { $0.url.hasSuffix("/token") })
    #expect(redeemed.form?.contains("code_verifier=\(request.verifier)") == true)
    #expect(redeemed.authorization == "Basic " + Data("xinbao:s%26%3D%C3%A9".utf8).base64EncodedString())
  }

  @Test func whatIsForSomebodyElseIsRefused() async throws {
    let keys = try keys
    try await expect(.issuer, keys.rs256(claims(["iss": "https://other.example.cn"])))
    try await expect(.issuer, keys.rs256(claims(["iss": nil])))
    try await expect(.audience, keys.rs256(claims(["aud": "another"])))
    try await expect(.audience, keys.rs256(claims(["aud": nil])))
    try await expect(.authorizedParty, keys.rs256(claims(["aud": ["xinbao", "another"]])))
    try await expect(.authorizedParty, keys.rs256(claims(["azp": "another"])))
    try await expect(.nonce, keys.rs256(claims(["nonce": LogInRequest().nonce])))
    try await expect(.nonce, keys.rs256(claims(["nonce": nil])))
    try await expect(.subject, keys.rs256(claims(["sub": nil])))
    _ = try await logIn(keys.rs256(claims(["aud": ["xinbao", "another"], "azp": "xinbao"])))
  }

  @Test func whatIsOldOrAheadIsRefused() async throws {
    let keys = try keys
    try await expect(.expired, keys.es256(claims(["exp": sampleNow - 61])))
    try await expect(.expired, keys.es256(claims(["exp": nil])))
    try await expect(.notYetValid, keys.es256(claims(["iat": sampleNow + 61])))
    try await expect(.notYetValid, keys.es256(claims(["iat": nil])))
    try await expect(.notYetValid, keys.es256(claims(["nbf": sampleNow + 61])))
    try await expect(.notYetValid, keys.es256(claims(["nbf": "tomorrow"])))
  }

  @Test func theKeyDecidesTheAlgorithm() async throws {
    let keys = try keys
    try await expect(.algorithm, jwt(["alg": "none", "kid": "r1"], claims()) { _ in Data() })
    try await expect(.unknownKey, jwt(["alg": "none"], claims()) { _ in Data() })
    // The public key is everybody's; taken for a shared secret, everybody could sign.
    for secret in [keys.rsa.publicKey.pemRepresentation, keys.ec.publicKey.pemRepresentation] {
      for id in ["r1", "e1", "o1"] {
        let token = try jwt(["alg": "HS256", "kid": id], claims()) { text in
          Data(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: Data(secret.utf8))))
        }
        try await expect(id == "o1" ? .unknownKey : .algorithm, token)
      }
    }
    try await expect(.algorithm, keys.rs256(claims(), header: ["alg": "ES256", "kid": "r1"]))
    try await expect(.algorithm, keys.es256(claims(), header: ["alg": "RS256", "kid": "e1"]))
    try await expect(.signature, keys.es256(claims(), header: ["alg": "RS256", "kid": "r1"]))
    try await expect(
      .critical, keys.rs256(claims(), header: ["alg": "RS256", "kid": "r1", "crit": ["b64"], "b64": false]))
  }

  @Test func aForgersKeyIsNone() async throws {
    let forger = try Provider.Keys.made()
    try await expect(.signature, forger.rs256(claims()))
    try await expect(.signature, forger.es256(claims()))
    try await expect(.unknownKey, forger.rs256(claims(), header: ["alg": "RS256", "kid": "forged"]))
    // A key in the token itself is nobody's.
    try await expect(
      .signature, forger.rs256(claims(), header: ["alg": "RS256", "kid": "r1", "jwk": try rsaMember(forger.rsa)]))
    var token = try keys.rs256(claims())
    token.replaceSubrange(token.index(before: token.endIndex)..., with: token.last == "A" ? "Q" : "A")
    let parts = token.split(separator: ".")
    let changed = try keys.rs256(claims(["uscc": "91440001MA5N0W1L23"])).split(separator: ".")[1]
    try await expect(.signature, "\(parts[0]).\(changed).\(parts[2])")
    for text in ["", "a", "a.b", "a.b.c", "\(parts[0]).\(parts[1])", token + ".x"] {
      try await expect(.malformed, text)
    }
  }

  @Test func weakKeysAreNotUsed() async throws {
    let weak = try _RSA.Signing.PrivateKey(unsafePEMRepresentation: weakKey)
    let provider = try Provider(try keys)
    provider.change { state in
      state.keySet = (try? keySet([rsaMember(weak), ecMember(keys.ec)])) ?? ""
    }
    let token = try jwt(["alg": "RS256", "kid": "r1"], claims()) {
      try weak.signature(for: $0, padding: .insecurePKCS1v1_5).rawRepresentation
    }
    await #expect(throws: LogInFailure.token(.unknownKey)) { _ = try await logIn(token, provider) }
  }
}

/// RSA, 1,024 bits; of no use to anybody.
private let weakKey = """
  -----BEGIN RSA PRIVATE KEY-----
  MIICXQIBAAKBgQCqilca174knlBDoqM2zdGBp4Tl82atjo2D1OdT5c2vOiGA2wQS
  CMqBzP/jolA+yrj5cPicNIGwF2fdK4+yAwE6NyypDCT6SciCZ/nAIxTkQEPhWJaz
  hNjxwlTQHsPLVp9C6zCAjjxYNLbOyxM4qSQt7VHUlfjyF5Dq49nOBQ/hmwIDAQAB
  AoGAdoRnnm76ZGZlL2vSc567j5hEwq3R2KGt9UU7clHNDI6gg/UxMftMCMLXvnGp
  xMmLnUaGb8AJtL+/XbQNS8/MxG7v7L9c+KlhTx+DqUTHmpz+s7ut3zARQ+kLYBOu
  s+avY1dHy8svvsl3H1g6Z+dguR1UxOA88MjaY8yyKEG0XJECQQDSse/4emmNHMHK
  NOFLMEpnUwJKKsClU9xyKLhaL0042PCmk/yyd3zvXMlgCXnxJTntBnDfMF1aqiaJ
  1nmW/e0JAkEAzzYFgc1V6ccyLiKfC2txLW5kKSO+lrGsXX3xRUaEdcRU2Y58L6gW
  33JgkaM56U3FYy6gazOStb7Cjt8TaL5mgwJAGt3v0MqjTQg+ue82T2UwB67xGs4K
  1Mo10STaJT3k5fvb7BHw5j0QZGF7mFB9CUAK++uXVw6OyPHriiYcSSHGKQJBALEe
  GRj5vm0k4sTCvTYSsdxGlwD/V8MRvibwJ1Ky0zijCHAqNga6ZEq9RsRWRIMjAg0k
  ZuUbYVVO6JkdH0cSMScCQQC/6mQOGlichg9wWPlGY7WphRotLxU+1WOOR05SGbiZ
  MRACCleNejke/4fol9PYkpbKDnALXuWPq1NVOnnh3S/M
  -----END RSA PRIVATE KEY-----
  """
