import Foundation

/// The addresses of a provider: OpenID Connect Discovery 1.0.
struct ProviderDocument: Sendable, Decodable {
  var issuer: String
  var authorizationEndpoint: String
  var tokenEndpoint: String
  var keysAddress: String
  var userInfoEndpoint: String?
  var tokenAuthMethods: [String]?
  /// Whether every answer names the issuer (RFC 9207).
  var namesIssuer: Bool?

  enum CodingKeys: String, CodingKey {
    case issuer
    case authorizationEndpoint = "authorization_endpoint"
    case tokenEndpoint = "token_endpoint"
    case keysAddress = "jwks_uri"
    case userInfoEndpoint = "userinfo_endpoint"
    case tokenAuthMethods = "token_endpoint_auth_methods_supported"
    case namesIssuer = "authorization_response_iss_parameter_supported"
  }

  static func address(of issuer: String) -> String {
    (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
  }

  /// - Parameter issuer: must match the document; otherwise one provider could speak for another.
  init(json: Data, of issuer: String) throws(LogInFailure) {
    do { self = try JSONDecoder().decode(Self.self, from: json) } catch {
      throw .provider(problem: "\(Self.address(of: issuer)) is no discovery document")
    }
    guard self.issuer == issuer else {
      throw .provider(problem: "calls itself `\(self.issuer)`; write its address exactly so")
    }
    for address in [authorizationEndpoint, tokenEndpoint, keysAddress, userInfoEndpoint].compactMap({ $0 })
    where !isProtected(address) {
      throw .provider(problem: "names an address that is not https: `\(address)`")
    }
  }
}
