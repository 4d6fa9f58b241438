import Foundation
import Secrets

/// Logs people in with one provider: authorization code flow with PKCE, OpenID Connect Core 1.0 §3.1.
///
/// Between the two calls, the caller keeps the request, hands it out once, and only to the browser that began it.
public actor RelyingParty {
  public nonisolated let settings: ProviderSettings
  private let transport: any ProviderTransport
  /// Seconds since 1970.
  private let now: @Sendable () -> Int64
  private var document: (value: ProviderDocument, at: Int64)?
  private var keys: (value: ProviderKeys, at: Int64)?
  private var searchedAt: Int64?

  /// The provider's published documents are fetched again after this many seconds, so that a withdrawn key is refused.
  private static let freshSeconds: Int64 = 3600
  /// The key of a token that no known key signed is looked up at the provider, but not more often than this.
  private static let keySearchSeconds: Int64 = 30

  public init(
    _ settings: ProviderSettings, transport: any ProviderTransport = OutboundTransport(),
    now: @escaping @Sendable () -> Int64
  ) {
    (self.settings, self.transport, self.now) = (settings, transport, now)
  }

  /// The address to which the browser is sent.
  public func address(for request: LogInRequest) async throws(LogInFailure) -> String {
    let base = try await providerDocument().authorizationEndpoint
    // Core §3.1.2.1. A provider may ignore `prompt`, but must say how old its answer to `max_age` is.
    let prompt = settings.asksAnew ? [("prompt", "login")] : []
    let query = formText(
      [
        ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", settings.redirectURI),
        ("scope", settings.scopes.joined(separator: " ")), ("state", request.state), ("nonce", request.nonce),
        ("code_challenge", request.challenge), ("code_challenge_method", "S256"), ("max_age", "\(settings.maxAge)"),
      ] + prompt)
    return base + (base.contains("?") ? "&" : "?") + query
  }

  /// The identity of the returning user.
  public func identity(
    from answer: LogInAnswer, to request: LogInRequest
  ) async throws(LogInFailure) -> Identity {
    guard let state = answer.state, areEqual(state, request.state) else { throw .unknownState }
    let document = try await providerDocument()
    if answer.issuer != nil || document.namesIssuer == true {
      // An answer from another provider, mixed up with ours (RFC 9207 §2.4).
      guard answer.issuer == settings.issuer else { throw .token(.issuer) }
    }
    if let error = answer.error { throw .refused(code: String(error.filter(\.isASCII).prefix(64))) }
    guard let code = answer.code, !code.isEmpty else {
      throw .provider(problem: "sent the browser back without a code")
    }
    let tokens = try await redeem(code, request, document)
    let token = try await verified(tokens.idToken, nonce: request.nonce)
    var claims = token.claims
    let names = settings.claims
    // A person's name is compared with that of their credit file.
    let isWhole = claims[names.body] != nil || claims[names.person] != nil && claims[names.name] != nil
    if !isWhole, let address = document.userInfoEndpoint {
      try await claims.merge(userInfo(address, tokens.accessToken, of: token)) { own, _ in own }
    }
    func text(_ name: String) -> String? { claims[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }
    return Identity(
      subject: claims["sub"]?.text ?? "", bodyCode: text(names.body), personCode: text(names.person),
      name: text(names.name))
  }

  private struct Tokens: Decodable {
    var idToken: String
    var accessToken: String
    enum CodingKeys: String, CodingKey {
      case idToken = "id_token"
      case accessToken = "access_token"
    }
  }

  private func redeem(
    _ code: String, _ request: LogInRequest, _ document: ProviderDocument
  ) async throws(LogInFailure) -> Tokens {
    var fields: [(name: String, value: String)] = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", settings.redirectURI),
      ("code_verifier", request.verifier),
    ]
    var authorization: String?
    if let secret = settings.clientSecret {
      // Basic is the default (Discovery §3); its parts are escaped first (RFC 6749 §2.3.1).
      if document.tokenAuthMethods?.contains("client_secret_basic") ?? true {
        let pair = formText([("", settings.clientID)]).dropFirst() + ":" + formText([("", secret)]).dropFirst()
        authorization = "Basic " + Data(pair.utf8).base64EncodedString()
      } else {
        fields += [("client_id", settings.clientID), ("client_secret", secret)]
      }
    } else {
      fields.append(("client_id", settings.clientID))
    }
    let answer = try await transport.send(
      ProviderRequest(url: document.tokenEndpoint, form: formText(fields), authorization: authorization))
    guard answer.status == 200 else {
      struct Refusal: Decodable { var error: String }
      let code = (try? JSONDecoder().decode(Refusal.self, from: answer.body))?.error
      if code == "invalid_grant" { throw .refused(code: "invalid_grant") }
      throw .provider(problem: "redeems no code: HTTP status \(answer.status)")
    }
    guard let tokens = try? JSONDecoder().decode(Tokens.self, from: answer.body) else {
      throw .provider(problem: "gives no ID token for a code")
    }
    return tokens
  }

  private func verified(_ token: String, nonce: String) async throws(LogInFailure) -> IDToken {
    let expected = IDTokenExpectation(
      issuer: settings.issuer, clientID: settings.clientID, nonce: nonce, maxAge: settings.maxAge, now: now())
    func judged(by keys: ProviderKeys) async throws(TokenFault) -> IDToken {
      guard let key = keys.key(named: try IDToken.header(of: token).kid) else { throw .unknownKey }
      return try await IDToken(token, signedBy: key, expected)
    }
    let known = try await knownKeys()
    do throws(TokenFault) {
      do throws(TokenFault) { return try await judged(by: known) } catch {
        // The provider may have changed its keys (Core §10.1.1), and given the new one an old name.
        guard [.unknownKey, .signature].contains(error), let found = await searchedKeys() else { throw error }
        return try await judged(by: found)
      }
    } catch { throw .token(error) }
  }

  private func userInfo(
    _ address: String, _ accessToken: String, of token: IDToken
  ) async throws(LogInFailure) -> [String: Claim] {
    let answer = try await transport.send(ProviderRequest(url: address, authorization: "Bearer \(accessToken)"))
    guard answer.status == 200, let claims = try? JSONDecoder().decode([String: Claim].self, from: answer.body) else {
      throw .provider(problem: "tells nothing of who logged in: HTTP status \(answer.status)")
    }
    // Core §5.3.2: an answer about a different subject must not be used.
    guard claims["sub"] == token.claims["sub"] else { throw .token(.subject) }
    return claims
  }

  private func providerDocument() async throws(LogInFailure) -> ProviderDocument {
    if let document, isFresh(document.at) { return document.value }
    let answer = try await get(ProviderDocument.address(of: settings.issuer))
    let document = try ProviderDocument(json: answer, of: settings.issuer)
    self.document = (document, now())
    return document
  }

  private func knownKeys() async throws(LogInFailure) -> ProviderKeys {
    if let keys, isFresh(keys.at) { return keys.value }
    return try await fetchedKeys()
  }

  /// - Returns: nil if they were searched a moment ago, or cannot be had: the known ones stay.
  private func searchedKeys() async -> ProviderKeys? {
    if let searchedAt, (0..<Self.keySearchSeconds).contains(now() - searchedAt) { return nil }
    searchedAt = now()
    return try? await fetchedKeys()
  }

  private func fetchedKeys() async throws(LogInFailure) -> ProviderKeys {
    let found = try await ProviderKeys(json: try await get(try await providerDocument().keysAddress))
    keys = (found, now())
    return found
  }

  private func get(_ address: String) async throws(LogInFailure) -> Data {
    let answer = try await transport.send(ProviderRequest(url: address))
    guard answer.status == 200 else { throw .provider(problem: "\(address): HTTP status \(answer.status)") }
    return answer.body
  }

  private func isFresh(_ time: Int64) -> Bool { (0..<Self.freshSeconds).contains(now() - time) }
}
