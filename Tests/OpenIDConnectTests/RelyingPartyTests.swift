import Foundation
import Synchronization
import Testing

@testable import OpenIDConnect

@Suite struct RelyingPartyTests {
  private static let shared = Result { try Provider.Keys.made() }
  private let time = TestClock()
  private let provider: Provider
  private let keys: Provider.Keys
  private let party: RelyingParty
  private let request = LogInRequest()

  init() throws {
    keys = try Self.shared.get()
    provider = try Provider(keys)
    let time = time
    party = RelyingParty(
      try ProviderSettings(
        issuer: sampleIssuer, clientID: "xinbao", clientSecret: nil, redirectURI: "http://127.0.0.1:8080/self/callback"),
      transport: provider, now: { time.now })
  }

  private func token(_ changes: [String: Any?] = [:], header: [String: Any] = ["alg": "ES256", "kid": "e1"]) throws
    -> String
  {
    try keys.es256(claims(changes), header: header)
  }

  private func claims(_ changes: [String: Any?] = [:]) -> [String: Any] {
    var claims: [String: Any] = [
      "iss": sampleIssuer, "aud": "xinbao", "sub": "s", "exp": time.now + 300, "iat": time.now, "nonce": request.nonce,
      "auth_time": time.now,
      "id_number": "440001199003120024",
    ]
    for (name, value) in changes { claims[name] = value }
    return claims
  }

  private func logIn(
    _ token: String?, state: String? = nil, error: String? = nil, issuer: String? = nil
  ) async throws -> Identity {
    provider.change { $0.tokens["c"] = token }
    return try await party.identity(
      from: LogInAnswer(state: state ?? request.state, code: "c", error: error, issuer: issuer), to: request)
  }

  @Test func anAnswerToAnotherLogInIsRefusedBeforeItsCodeIsUsed() async throws {
    for state in [LogInRequest().state, "", request.state + "a", String(request.state.dropLast())] {
      await #expect(throws: LogInFailure.unknownState) { _ = try await logIn(token(), state: state) }
    }
    #expect(provider.timesAsked("/token") == 0)
  }

  @Test func aCodeIsGoodOnce() async throws {
    #expect(try await logIn(token()).personCode == "440001199003120024")
    await #expect(throws: LogInFailure.refused(code: "invalid_grant")) { _ = try await logIn(nil) }
  }

  @Test func aRefusalIsToldAsOne() async throws {
    await #expect(throws: LogInFailure.refused(code: "access_denied")) {
      _ = try await logIn(token(), error: "access_denied")
    }
  }

  @Test func anAnswerOfAnotherProviderIsRefused() async throws {
    await #expect(throws: LogInFailure.token(.issuer)) {
      _ = try await logIn(token(), issuer: "https://other.example.cn")
    }
    #expect(provider.timesAsked("/token") == 0)
    _ = try await logIn(token(), issuer: sampleIssuer)
    provider.change { $0.document["issuer"] = "https://other.example.cn" }
    time.pass(3601)
    await #expect(throws: LogInFailure.self) { _ = try await logIn(token()) }
  }

  @Test func keysAreFetchedOnceAndAgainForANewOne() async throws {
    for _ in 0..<3 { _ = try await logIn(token()) }
    #expect(provider.timesAsked("/keys") == 1 && provider.timesAsked("/.well-known/openid-configuration") == 1)
    // At once: who logs in just after the change does not wait.
    let keys = keys
    provider.change { $0.keySet = (try? keySet([ecMember(keys.ec, id: "e2")])) ?? "" }
    _ = try await logIn(token(header: ["alg": "ES256", "kid": "e2"]))
    #expect(provider.timesAsked("/keys") == 2)
    // The one that was withdrawn is none any more. Names of none cost the provider one request.
    for kid in ["e1", "made up", "e1"] {
      await #expect(throws: LogInFailure.token(.unknownKey)) {
        _ = try await logIn(token(header: ["alg": "ES256", "kid": kid]))
      }
    }
    #expect(provider.timesAsked("/keys") == 2)
    time.pass(30)
    await #expect(throws: LogInFailure.token(.unknownKey)) { _ = try await logIn(token()) }
    #expect(provider.timesAsked("/keys") == 3)
    _ = try await logIn(token(header: ["alg": "ES256", "kid": "e2"]))
  }

  @Test func aWithdrawnKeyIsRefusedAfterAnHour() async throws {
    _ = try await logIn(token())
    let keys = keys
    provider.change { $0.keySet = (try? keySet([rsaMember(keys.rsa)])) ?? "" }
    time.pass(3599)
    _ = try await logIn(token())
    time.pass(1)
    await #expect(throws: LogInFailure.token(.unknownKey)) { _ = try await logIn(token()) }
  }

  @Test func aKeyThatChangesUnderItsNameIsFetchedAgain() async throws {
    _ = try await logIn(token())
    let old = try token()
    let other = try Provider.Keys.made()
    provider.change { $0.keySet = (try? keySet([ecMember(other.ec)])) ?? "" }
    _ = try await logIn(try other.es256(claims()))
    #expect(provider.timesAsked("/keys") == 2)
    await #expect(throws: LogInFailure.token(.signature)) { _ = try await logIn(old) }
    #expect(provider.timesAsked("/keys") == 2)
  }

  /// A forged token is refused for what is wrong with it, and costs no log-in of others, whatever the provider does.
  @Test func keysThatCannotBeFetchedAgainStay() async throws {
    _ = try await logIn(token())
    provider.change { $0.keySet = "" }
    await #expect(throws: LogInFailure.token(.unknownKey)) {
      _ = try await logIn(token(header: ["alg": "ES256", "kid": "e2"]))
    }
    _ = try await logIn(token())
    time.pass(3600)
    await #expect(throws: LogInFailure.provider(problem: "its keys are no JWK set")) { _ = try await logIn(token()) }
  }

  @Test func whoItIsMayStandInUserInfoOfTheSameAccountOnly() async throws {
    provider.change { state in
      state.document["userinfo_endpoint"] = sampleIssuer + "/userinfo"
      state.userInfo = #"{"sub": "s", "uscc": "91440001MA5C0R1U2T"}"#
    }
    #expect(try await logIn(token(["id_number": nil])).bodyCode == "91440001MA5C0R1U2T")
    #expect(provider.asked.last?.authorization == "Bearer a")
    provider.change { $0.userInfo = #"{"sub": "other", "uscc": "91440001MA5C0R1U2T"}"# }
    await #expect(throws: LogInFailure.token(.subject)) { _ = try await logIn(token(["id_number": nil])) }
  }

  @Test func aPersonsNameMayStandInUserInfo() async throws {
    provider.change { state in
      state.document["userinfo_endpoint"] = sampleIssuer + "/userinfo"
      state.userInfo = #"{"sub": "s", "name": "示例甲", "id_number": "of the token counts"}"#
    }
    let person = try await logIn(token(["name": nil, "id_number": "44000119900312002X"]))
    #expect(person.name == "示例甲" && person.personCode == "44000119900312002X")
  }

  @Test func addressesAreProtectedOrOfThisMachine() throws {
    for address in [
      "http://login.example.cn", "login.example.cn", "", "https://", "ftp://127.0.0.1", "https://a@login.example.cn",
      "http://127.0.0.1.example.cn",
    ] {
      #expect(throws: SettingsError.self) {
        try ProviderSettings(
          issuer: address, clientID: "x", clientSecret: nil, redirectURI: "https://a.cn/self/callback")
      }
    }
    let document = #"""
      {"issuer": "https://login.example.cn", "authorization_endpoint": "https://login.example.cn/a",
       "token_endpoint": "http://login.example.cn/t", "jwks_uri": "https://login.example.cn/k"}
      """#
    #expect(throws: LogInFailure.self) { try ProviderDocument(json: Data(document.utf8), of: sampleIssuer) }
  }

  @Test func noTwoLogInsAreAlike() {
    let requests = (0..<50).map { _ in LogInRequest() }
    #expect(Set(requests.flatMap { [$0.state, $0.nonce, $0.verifier] }).count == 150)
    #expect(requests.allSatisfy { $0.verifier.utf8.count == 43 })
  }
}

private final class TestClock: Sendable {
  private let seconds = Mutex(sampleNow)
  var now: Int64 { seconds.withLock { $0 } }
  func pass(_ more: Int64) { seconds.withLock { $0 += more } }
}
