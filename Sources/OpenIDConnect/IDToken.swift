import Foundation
import JWTKit
import Secrets

/// The conditions under which an ID token is accepted: OpenID Connect Core 1.0 §3.1.3.7.
struct IDTokenExpectation: Sendable {
  var issuer: String
  var clientID: String
  var nonce: String
  /// What the log-in asked for as `max_age`, in seconds.
  var maxAge: Int64
  /// Seconds since 1970.
  var now: Int64
  /// How far the provider's clock may differ, in seconds.
  static let leeway = 60.0
}

/// The claims of a token with a valid signature that belongs to this log-in.
struct IDToken: Sendable {
  let claims: [String: Claim]

  /// The unverified header of a token, which identifies its key.
  struct Header: Decodable {
    var alg: String
    var kid: String?
    var crit: [String]?
  }

  /// - Throws: `TokenFault.malformed`.
  static func header(of token: String) throws(TokenFault) -> Header {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, token.utf8.count <= 64 << 10 else { throw .malformed }
    var text = String(parts[0]).replacing("-", with: "+").replacing("_", with: "/")
    text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard let json = Data(base64Encoded: text), let header = try? JSONDecoder().decode(Header.self, from: json) else {
      throw .malformed
    }
    return header
  }

  init(_ token: String, signedBy key: ProviderKeys.Key, _ expected: IDTokenExpectation) async throws(TokenFault) {
    let header = try Self.header(of: token)
    guard header.alg == key.algorithm else { throw .algorithm }
    guard header.crit == nil else { throw .critical }
    let payload: Payload
    do { payload = try await key.verifier.verify(token, as: Payload.self) } catch let error as JWTError {
      throw error.errorType == .malformedToken ? .malformed : .signature
    } catch { throw .signature }
    claims = payload.claims
    try check(expected)
  }

  private func check(_ expected: IDTokenExpectation) throws(TokenFault) {
    guard claims["iss"]?.text == expected.issuer else { throw .issuer }
    guard let audience = claims["aud"]?.texts, audience.contains(expected.clientID) else { throw .audience }
    let party = claims["azp"]?.text
    guard party == nil && audience.count == 1 || party == expected.clientID else { throw .authorizedParty }
    let now = Double(expected.now)
    guard let end = claims["exp"]?.number, now < end + IDTokenExpectation.leeway else { throw .expired }
    guard let made = claims["iat"]?.number, made <= now + IDTokenExpectation.leeway else { throw .notYetValid }
    if let start = claims["nbf"] {
      guard let start = start.number, start <= now + IDTokenExpectation.leeway else { throw .notYetValid }
    }
    guard let nonce = claims["nonce"]?.text, areEqual(nonce, expected.nonce) else { throw .nonce }
    // Required where `max_age` was asked for (§2), and for us to compare (§3.1.3.7): an old token of a fresh session at
    // the provider says nothing of who sits there now.
    guard let authenticated = claims["auth_time"]?.number else { throw .unknownAge }
    guard authenticated <= now + IDTokenExpectation.leeway else { throw .notYetValid }
    guard now <= authenticated + Double(expected.maxAge) + IDTokenExpectation.leeway else { throw .tooOld }
    guard let subject = claims["sub"]?.text, (1...255).contains(subject.utf8.count) else { throw .subject }
  }

  private struct Payload: JWTPayload {
    var claims: [String: Claim]
    init(from decoder: any Decoder) throws { claims = try [String: Claim](from: decoder) }
    func encode(to encoder: any Encoder) throws { preconditionFailure("ID tokens are only read") }
    /// `check` verifies the claims, because it knows the log-in.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }
}

/// A claim, with only the types that are used here.
enum Claim: Sendable, Equatable, Decodable {
  case text(String)
  case number(Double)
  case texts([String])
  case other

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let texts = try? value.decode([String].self) {
      self = .texts(texts)
    } else {
      self = .other
    }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// One text or several.
  var texts: [String]? {
    switch self {
    case .text(let text): [text]
    case .texts(let texts): texts
    default: nil
    }
  }
}
